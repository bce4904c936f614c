import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newSealKey, sealKeyFromPem, type SealKey } from './seal-key';

export const sealKeyFile = (dataFolder: string): string => join(dataFolder, 'seal-key.pem');

/**
 * The key in a file; made when there is no file. Readable by its owner alone.
 *
 * @throws Error when the file holds something else: a key that others could know signs nothing.
 */
export async function openSealKey(path: string): Promise<SealKey> {
  const found = await readSealKey(path);
  if (found !== null) {
    return found;
  }
  const draft = await written(path, newSealKey());
  try {
    // A second name, not a move: of two processes that began at once the first one's key counts.
    await link(draft, path);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    await rm(draft);
  }
  return openSealKey(path);
}

/** Null when there is no such file. @throws Error when it holds no key. */
export async function readSealKey(path: string): Promise<SealKey | null> {
  let pem: string;
  try {
    pem = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  try {
    return sealKeyFromPem(pem);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}. Put the key back that signed the last seals.`);
  }
}

/** The key that will follow: made and kept beside the file first, so that a crash never leaves a log waiting for a key that is gone. */
export async function stageSealKey(path: string): Promise<SealKey> {
  const staged = `${path}.next`;
  const found = await readSealKey(staged);
  if (found !== null) {
    return found;
  }
  const next = newSealKey();
  await rename(await written(path, next), staged);
  return next;
}

/** Puts the staged key into its place; the old one is kept beside it, under its id, for whoever must prove what it signed. */
export async function adoptSealKey(path: string, before: SealKey): Promise<void> {
  await rename(await written(path, before), `${path}.${before.keyId}`);
  await rename(`${path}.next`, path);
}

async function written(path: string, key: SealKey): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(key.toPem());
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}
