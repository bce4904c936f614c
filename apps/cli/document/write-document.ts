import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliFailure } from '../cli-failure';

/**
 * Asked before anything is opened or made, so that a slip costs nothing.
 *
 * @throws CliFailure usage when the file cannot be there: it is a folder, or stands in none.
 */
export function requirePlaceFor(file: string): void {
  const folder = dirname(file);
  if (!isFolder(folder)) {
    throw new CliFailure('usage', `There is no folder ${folder} to write ${file} to. Make it first, or name another.`);
  }
  if (isFolder(file)) {
    throw new CliFailure('usage', `${file} is a folder. Name a file in it, such as --out ${join(file, 'document')}.`);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Writes a file whole or not at all: one that is there was finished, and of one that failed nothing is left.
 *
 * @param mode who may read it; default as the process makes files.
 * @throws CliFailure usage when the file cannot be written there.
 */
export function writeDocument(file: string, bytes: Uint8Array | string, mode?: number): void {
  requirePlaceFor(file);
  const part = `${file}.part`;
  try {
    writeFileSync(part, bytes, mode === undefined ? {} : { mode });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENAMETOOLONG' || code === 'ENOSPC') {
      throw new CliFailure('usage', `${file} cannot be written (${code}). Name another place.`);
    }
    throw error;
  }
}
