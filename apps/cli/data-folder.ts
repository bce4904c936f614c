import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openLedger, readLedgerId, type Ledger } from '#billing';
import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions } from '#ledger';
import { openReadStore, ReadModels, type ReadStore } from '#read-models';
import { CliFailure } from './cli-failure';

export const logFile = (folder: string): string => join(resolve(folder), 'events.db');
export const readFileOf = (folder: string): string => join(resolve(folder), 'read-models.db');

/**
 * Opens the ledger of a folder for writing, founding it when the folder is empty. An import that reads nothing leaves
 * the read models for its end.
 *
 * @throws CliFailure when another process holds it, saying which.
 */
export async function openForWriting(folder: string, options: { readonly followLog?: boolean } = {}): Promise<Ledger> {
  const readStoreUrl = process.env['DAYBOOK_READSTORE'];
  try {
    return await openLedger({ dataFolder: resolve(folder), ...(readStoreUrl === undefined ? {} : { readStoreUrl }), ...options });
  } catch (error) {
    throw asHeld(error, folder);
  }
}

function asHeld(error: unknown, folder: string): unknown {
  const { code, pid } = error as { readonly code?: unknown; readonly pid?: number | null };
  if (code !== 'STORE_LOCKED') {
    return error;
  }
  const holder = pid === null || pid === undefined ? 'another process' : `process ${pid}`;
  return new CliFailure(
    'refused',
    `The data folder ${resolve(folder)} is held by ${holder}, most likely a running server. Stop it and repeat the command, ` +
      'or send the same through its HTTP API. Reading commands (report, replay, export, verify) work beside it.',
  );
}

/** A ledger opened to be read, beside its writer or without one. */
export interface Reading {
  readonly ledgerId: string;
  readonly store: EventStore;
  readonly codec: EventCodec;
  close(): Promise<void>;
}

/** @throws CliFailure when the folder holds no ledger. */
export async function openForReading(folder: string): Promise<Reading> {
  const file = logFile(folder);
  if (!existsSync(file)) {
    throw new CliFailure('usage', `There is no ledger in ${resolve(folder)}. Name its folder with --data or DAYBOOK_DATA, or make one: daybook start, daybook demo.`);
  }
  const store = await openEmbeddedStore({ file, readOnly: true });
  const ledgerId = await readLedgerId(store);
  if (ledgerId === null) {
    await store.close();
    throw new CliFailure('usage', `The log in ${resolve(folder)} holds no ledger yet. Start the server once: daybook start`);
  }
  return { ledgerId, store, codec: new EventCodec({ definitions: eventDefinitions, ledgerId }), close: () => store.close() };
}

/** A reading with its read models. */
export interface ReportReading extends Reading {
  readonly readStore: ReadStore;
  readonly readModels: ReadModels;
}

/** As `openForReading`, with the read models; the caller brings them level with the log. */
export async function openForReports(folder: string): Promise<ReportReading> {
  const reading = await openForReading(folder);
  try {
    const url = process.env['DAYBOOK_READSTORE'];
    const readStore = await openReadStore(url === undefined ? { file: readFileOf(folder) } : { url });
    const readModels = new ReadModels(readStore, reading);
    return {
      ...reading,
      readStore,
      readModels,
      close: async () => {
        await readModels.stop();
        await readStore.close();
        await reading.close();
      },
    };
  } catch (error) {
    await reading.close();
    throw error;
  }
}

export { entityOf } from './log/entities';
