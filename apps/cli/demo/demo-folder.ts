import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openEmbeddedStore } from '#event-store/embedded';
import { CliFailure } from '../cli-failure';
import { logFile } from '../data-folder';

const marker = '.daybook-demo';

/**
 * Makes the demo's folder anew. Only a folder that a demo made is ever emptied.
 *
 * @throws CliFailure when it holds something else, or a server still runs on it.
 */
export async function recreateDemoFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const entries = existsSync(path) ? await readdir(path) : [];
  if (entries.length > 0 && !entries.includes(marker)) {
    throw new CliFailure('usage', `${path} was not made by a demo, so it is not emptied. Name another folder with --data.`);
  }
  if (existsSync(logFile(path))) {
    // Opening it for writing shows whether a server holds it, and says who.
    await (await openEmbeddedStore({ file: logFile(path) })).close();
  }
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  await writeFile(join(path, marker), 'Made by "daybook demo", which empties this folder each time.\n');
}
