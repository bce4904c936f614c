import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all: one that is there was finished. */
export function writeDocument(file: string, bytes: Uint8Array): void {
  const part = `${file}.part`;
  writeFileSync(part, bytes);
  renameSync(part, file);
}
