import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CliFailure } from '../cli-failure';

/** What a backup says of itself. */
export interface BackupManifest {
  readonly daybook: 'backup-1';
  readonly ledgerId: string;
  readonly facts: number;
  /** Root of the tree over all facts, as a seal over them would sign it. */
  readonly rootHash: string;
  /** Facts that the last seal in the log covers; 0 without one. */
  readonly sealed: number;
  /** Of events.db. */
  readonly bytes: number;
  readonly sha256: string;
}

export const backedUpLog = 'events.db';
export const manifestFile = 'backup.json';

/** Lower-case hex, read in pieces. */
export async function fileDigest(path: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}

/** @throws CliFailure when the folder holds no backup. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, manifestFile);
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new CliFailure('usage', `${folder} holds no backup: ${error.message}`);
  });
  try {
    const manifest = JSON.parse(text) as BackupManifest;
    if (manifest.daybook === 'backup-1' && typeof manifest.sha256 === 'string' && Number.isSafeInteger(manifest.facts)) {
      return manifest;
    }
  } catch {
    // Said below.
  }
  throw new CliFailure('refused', `${path} is no manifest of a backup.`);
}
