import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore, type EmbeddedStore } from '#event-store/embedded';
import { CliFailure } from '../cli-failure';
import { logFile } from '../data-folder';

export interface NodeLog {
  readonly store: EmbeddedStore;
  /** Where it is kept, in words. */
  readonly kept: string;
  close(): Promise<void>;
}

/** Opens the log of a folder; null: one in memory where the system has such a place, which is removed at the end. */
export async function openNodeLog(folder: string | null): Promise<NodeLog> {
  if (folder !== null) {
    const store = await openKeptLog(folder);
    return { store, kept: `The log is kept in ${folder}.`, close: () => store.close() };
  }
  const scratch = await mkdtemp(join(scratchRoot(), 'daybook-node-'));
  try {
    const store = await openEmbeddedStore({ file: logFile(scratch) });
    return {
      store,
      kept: `Nothing is kept: the log is in ${scratch} and is removed when the node ends.`,
      close: async () => {
        await store.close();
        await rm(scratch, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
}

/** Linux keeps this one in memory; elsewhere the folder for temporary files has to do. */
const scratchRoot = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

async function openKeptLog(folder: string): Promise<EmbeddedStore> {
  try {
    return await openEmbeddedStore({ file: logFile(folder) });
  } catch (error) {
    const { code, pid } = error as { readonly code?: unknown; readonly pid?: number | null };
    if (code !== 'STORE_LOCKED') {
      throw error;
    }
    const holder = pid === null || pid === undefined ? 'another process' : `process ${pid}`;
    throw new CliFailure('refused', `The log in ${folder} is held by ${holder}, a server or another node. Stop it, or name another folder with --data.`);
  }
}
