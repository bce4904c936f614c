import { resolve } from 'node:path';
import { CliFailure } from './cli-failure';

/** Where a ledger lives: its log, its read models, and the folder with what belongs to this machine. */
export interface LedgerPlace {
  /** Absolute. Holds the embedded log when there is one; keys, local indexes, outbox and SQLite read models in any case. */
  readonly folder: string;
  /** `esdb://…`; null: the embedded log of the folder. */
  readonly eventStoreUrl: string | null;
  /** `postgres://…`; null: a SQLite file in the folder. */
  readonly readStoreUrl: string | null;
}

export interface PlaceOptions {
  readonly data?: string;
  readonly eventStore?: string;
}

/** What the options say, else the environment, else the defaults. @throws CliFailure for an address that is none. */
export function ledgerPlace(options: PlaceOptions, env: NodeJS.ProcessEnv = process.env): LedgerPlace {
  const url = given(options.eventStore) ?? given(env['DAYBOOK_EVENTSTORE']);
  return {
    folder: resolve(options.data ?? given(env['DAYBOOK_DATA']) ?? './data'),
    eventStoreUrl: url === undefined ? null : eventStoreUrlOf(url, options.eventStore === undefined ? 'DAYBOOK_EVENTSTORE' : '--event-store'),
    readStoreUrl: given(env['DAYBOOK_READSTORE']) ?? null,
  };
}

/** A folder by itself: its own log, its own read models. */
export const folderPlace = (folder: string): LedgerPlace => ({ folder: resolve(folder), eventStoreUrl: null, readStoreUrl: null });

/** A setting that is there but empty is not given: shells and compose files cannot unset one. */
const given = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text);

export const isEventStoreUrl = (text: string): boolean => /^[a-z+]+:\/\//i.test(text);

/** @throws CliFailure when the text is no connection string of EventStoreDB. The message holds no password. */
export function eventStoreUrlOf(text: string, source: string): string {
  if (/^esdb(\+discover)?:\/\/[^/?\s]+/.test(text)) {
    return text;
  }
  const remedy = text.startsWith('kurrentdb') ? 'Write esdb:// in place of kurrentdb://; the server is the same.' : 'Give one such as esdb://localhost:2113?tls=false.';
  throw new CliFailure('usage', `${source} ${JSON.stringify(withoutSecrets(text))} is no connection string of EventStoreDB. ${remedy}`);
}

/** A connection string as it may be printed, also one whose scheme is missing, or whose password holds what should be escaped. */
export const withoutSecrets = (url: string): string => url.replace(/^([a-z+]*:\/\/)?.*@/i, '$1');

/** The place in words, without secrets. */
export const placeInWords = ({ folder, eventStoreUrl }: LedgerPlace): string =>
  eventStoreUrl === null ? folder : `${withoutSecrets(eventStoreUrl)} (with ${folder})`;
