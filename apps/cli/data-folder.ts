import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keyFileName, openLedger, readLedgerId, type Ledger, type LedgerOptions } from '#billing';
import { EventCodec, openKeyDatabase, openKeyFile, type EventStore, type SubjectKeys } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { openEventStoreDB } from '#event-store/eventstoredb';
import { eventDefinitions } from '#ledger';
import { openReadStore, ReadModels, type ReadStore } from '#read-models';
import { CliFailure } from './cli-failure';
import { gatewayOptions } from './start/gateway-options';
import { mailOptions } from './deliver/mail-options';
import { placeInWords, type LedgerPlace } from './ledger-place';

export const logFile = (folder: string): string => join(resolve(folder), 'events.db');

export const subjectKeyFile = (folder: string): string => join(resolve(folder), keyFileName);

/** The keys of the people in the log of a place, to read with; undefined where the folder has none: then nothing personal can be read. */
export function keysToRead({ folder, eventStoreUrl, readStoreUrl }: LedgerPlace): SubjectKeys | undefined {
  if (eventStoreUrl !== null && readStoreUrl !== null) return openKeyDatabase(readStoreUrl);
  const file = subjectKeyFile(folder);
  return existsSync(file) ? openKeyFile(file, { readOnly: true }) : undefined;
}

/** Read models of a place: a SQLite file in the folder, or a database. */
export const openReadStoreOf = ({ folder, readStoreUrl }: LedgerPlace): Promise<ReadStore> =>
  openReadStore(readStoreUrl === null ? { file: join(folder, 'read-models.db') } : { url: readStoreUrl });

/** The one place where a command opens a log that lies elsewhere. */
export const openRemoteLog = (eventStoreUrl: string): Promise<EventStore> => openEventStoreDB({ connectionString: eventStoreUrl });

/**
 * Opens the ledger of a place for writing, founding it when its log is empty. An import that reads nothing leaves
 * the read models for its end.
 *
 * @throws CliFailure when another process holds it, saying which.
 */
export async function openForWriting(place: LedgerPlace, options: Pick<LedgerOptions, 'followLog' | 'mail' | 'publicUrl'> = {}): Promise<Ledger> {
  const { folder, eventStoreUrl, readStoreUrl } = place;
  try {
    return await openLedger({
      dataFolder: folder,
      ...mailOptions(),
      ...gatewayOptions(),
      ...(eventStoreUrl === null ? {} : { openStore: () => openRemoteLog(eventStoreUrl) }),
      ...(readStoreUrl === null ? {} : { readStoreUrl }),
      ...options,
    });
  } catch (error) {
    throw asHeld(error, folder);
  }
}

/** What to say when another process writes in this folder. */
export function asHeld(error: unknown, folder: string): unknown {
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

/** Opens the log of a place to be read. @throws CliFailure when the folder holds none. */
export async function openLogForReading({ folder, eventStoreUrl }: LedgerPlace): Promise<EventStore> {
  if (eventStoreUrl !== null) {
    return openRemoteLog(eventStoreUrl);
  }
  const file = logFile(folder);
  if (!existsSync(file)) {
    throw new CliFailure(
      'usage',
      `There is no ledger in ${folder}. Name its folder with --data or DAYBOOK_DATA, or its event store with DAYBOOK_EVENTSTORE; or make one: daybook start, daybook demo.`,
    );
  }
  return openEmbeddedStore({ file, readOnly: true });
}

/** @throws CliFailure when the place holds no ledger. */
export async function openForReading(place: LedgerPlace): Promise<Reading> {
  const store = await openLogForReading(place);
  try {
    const ledgerId = await readLedgerId(store);
    if (ledgerId === null) {
      throw new CliFailure('usage', `The log in ${placeInWords(place)} holds no ledger yet. Start the server once: daybook start`);
    }
    const keys = keysToRead(place);
    return {
      ledgerId,
      store,
      codec: new EventCodec({ definitions: eventDefinitions, ledgerId, ...(keys === undefined ? {} : { keys }) }),
      close: async () => {
        keys?.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A reading with its read models. */
export interface ReportReading extends Reading {
  readonly readStore: ReadStore;
  readonly readModels: ReadModels;
}

/** As `openForReading`, with the read models; the caller brings them level with the log. */
export async function openForReports(place: LedgerPlace): Promise<ReportReading> {
  const reading = await openForReading(place);
  try {
    const readStore = await openReadStoreOf(place);
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
