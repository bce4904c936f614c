import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test. */
export async function scratchLog(): Promise<{ readonly folder: string; readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-log-'));
  return { folder, file: join(folder, 'log.db'), remove: () => rm(folder, { recursive: true, force: true }) };
}
