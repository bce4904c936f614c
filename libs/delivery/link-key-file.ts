import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LinkKey, LinkKeys } from './signed-link';

/** How many keys are kept: links signed by an older one are refused. */
export const linkKeysKept = 3;

export const linkKeyFile = (dataFolder: string): string => join(dataFolder, 'link-keys.json');

/**
 * The keys of a data folder, newest first; one is made when there is none. The file is readable by its owner alone.
 *
 * @throws Error when the file holds something else: links are never signed by a key that others could guess.
 */
export async function openLinkKeys(dataFolder: string): Promise<LinkKeys> {
  const path = linkKeyFile(dataFolder);
  const found = await readKeys(path);
  if (found !== null) {
    return found;
  }
  await writeKeys(path, [newKey([])], 'first');
  // Of two processes that began at once the first one's key counts.
  const written = await readKeys(path);
  if (written === null) {
    throw new Error(`${path} could not be written`);
  }
  return written;
}

/** Signs with a new key from now on; links signed by the last ones stay good until they expire or their key is dropped. */
export async function rotateLinkKeys(dataFolder: string): Promise<LinkKeys> {
  const keys = await openLinkKeys(dataFolder);
  const next: LinkKeys = [newKey(keys), ...keys.slice(0, linkKeysKept - 1)];
  await writeKeys(linkKeyFile(dataFolder), next, 'replace');
  return next;
}

function newKey(others: readonly LinkKey[]): LinkKey {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    if (others.every((other) => other.id !== id)) {
      return { id, secret: randomBytes(32) };
    }
  }
}

async function readKeys(path: string): Promise<LinkKeys | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  const keys = parsed(text).map(({ id, secret }) => ({ id, secret: Buffer.from(secret, 'base64url') }));
  const [first, ...others] = keys;
  if (first === undefined || keys.some(({ id, secret }) => !/^[A-Za-z0-9]{1,16}$/.test(id) || secret.length < 32)) {
    throw new Error(`${path} is no key file for links. Put the right one back; or delete it, and every link sent so far stops working.`);
  }
  return [first, ...others];
}

function parsed(text: string): { readonly id: string; readonly secret: string }[] {
  try {
    const file = JSON.parse(text) as { readonly version?: unknown; readonly keys?: unknown } | null;
    if (file?.version !== 1 || !Array.isArray(file.keys)) {
      return [];
    }
    return file.keys.map((key: { readonly id?: unknown; readonly secret?: unknown } | null) => ({ id: String(key?.id), secret: String(key?.secret) }));
  } catch {
    return [];
  }
}

async function writeKeys(path: string, keys: LinkKeys, how: 'first' | 'replace'): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const text = `${JSON.stringify({ version: 1, keys: keys.map(({ id, secret }) => ({ id, secret: Buffer.from(secret).toString('base64url') })) }, null, 2)}\n`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  if (how === 'replace') {
    return rename(draft, path);
  }
  try {
    // A second name, not a move: it never replaces the key of a process that was faster.
    await link(draft, path);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    await rm(draft);
  }
}
