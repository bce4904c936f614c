import { sql } from 'kysely';
import { epochDay, isRealDay } from '#ledger';
import { chainHeadAt } from '../ledger-chain/chain-head';
import { clockTable } from '../ledger-clock/ledger-clock.projection';
import { liveCheckpoint } from '../store/checkpoint';
import type { ReadStore, ReadTransaction, Row } from '../store/read-store';
import { tableName, type TableSpec } from '../store/table';
import { ReportRefused, type Basis, type KnownAt, type Grounds, type Question } from './question';

/** A projection's tables as of one moment of the read store. */
export interface Snapshot {
  readonly db: ReadTransaction;
  /** Name of a table in the live generation, for `sql.table`. */
  readonly table: (table: TableSpec) => ReturnType<typeof sql.table>;
  /** Facts the projection has read. */
  readonly sequence: number;
}

/** A question resolved against a snapshot. */
export interface Slice extends Snapshot {
  readonly entityId: string | null;
  readonly customerId: string | null;
  readonly asOf: string;
  readonly asOfDay: number;
  /** Last sequence that counts. */
  readonly knownAt: number;
  readonly settled: boolean;
  /** True when every fact the projection holds counts. */
  readonly knowsAll: boolean;
  readonly basis: Basis;
  /** Root of the tree over the facts up to `knownAt`. */
  readonly chainHead: string | null;
  /** The date column of the basis. */
  readonly day: 'effective_day' | 'posting_day';
}

const generationChanges = 5;

/** A rebuild may drop a generation between finding its name and reading it: PostgreSQL then says so, and we look again. */
const isGone = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  return code === '42P01' || (message ?? '').includes('no such table');
};

/** Runs queries on the live generation of a projection, all on one snapshot. */
export async function onSnapshot<T>(store: ReadStore, projection: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.read(async (db) => {
        const live = await liveCheckpoint(db, projection);
        if (live === undefined) {
          throw new ReportRefused('REPORT.NOT_READY', `Read model ${projection} has not been built yet. Start the server, or run "daybook rebuild ${projection}".`);
        }
        return work({ db, sequence: live.sequence, table: (table) => sql.table(tableName(table, live.generation)) });
      });
    } catch (error) {
      if (attempt === generationChanges || !isGone(error)) throw error;
    }
  }
}

/** Runs a report's queries with its question resolved. @throws ReportRefused */
export async function onSlice<T>(store: ReadStore, projection: string, question: Question, work: (slice: Slice) => Promise<T>): Promise<T> {
  if (!isRealDay(question.asOf)) {
    throw new ReportRefused('REPORT.INVALID_DATE', `asOf is ${JSON.stringify(question.asOf.slice(0, 20))}: give a calendar day as YYYY-MM-DD.`);
  }
  const basis = question.basis ?? 'effective';
  return onSnapshot(store, projection, async (snapshot) => {
    const { sequence: knownAt, settled } = await resolve(snapshot, question.knownAt);
    return work({
      ...snapshot,
      entityId: question.entityId ?? null,
      customerId: question.customerId ?? null,
      asOf: question.asOf,
      asOfDay: epochDay(question.asOf),
      knownAt,
      settled,
      knowsAll: knownAt === snapshot.sequence,
      basis,
      chainHead: await chainHeadAt(snapshot.db, knownAt),
      day: basis === 'effective' ? 'effective_day' : 'posting_day',
    });
  });
}

async function resolve(snapshot: Snapshot, knownAt: KnownAt | undefined): Promise<{ sequence: number; settled: boolean }> {
  if (knownAt === undefined) return { sequence: snapshot.sequence, settled: false };
  const found = 'sequence' in knownAt ? sequenceAsked(knownAt.sequence) : await sequenceAtTime(snapshot.db, knownAt.time);
  if (found.sequence > snapshot.sequence) {
    throw new ReportRefused(
      'REPORT.NOT_YET_KNOWN',
      `The figures are known up to sequence ${snapshot.sequence}, not yet ${found.sequence}. Ask for ${snapshot.sequence} or earlier, or wait until it is reached.`,
    );
  }
  return found;
}

function sequenceAsked(sequence: number): { sequence: number; settled: boolean } {
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new ReportRefused('REPORT.INVALID_KNOWN_AT', `knownAt is sequence ${sequence}: give a whole number from 0.`);
  }
  return { sequence, settled: true };
}

/** The last sequence recorded at or before a moment; settled once a later fact exists. */
export async function sequenceAtTime(db: ReadTransaction, time: number): Promise<{ sequence: number; settled: boolean }> {
  if (!Number.isSafeInteger(time)) {
    throw new ReportRefused('REPORT.INVALID_KNOWN_AT', `knownAt is the time ${time}: give whole milliseconds.`);
  }
  const live = await liveCheckpoint(db, 'ledger-clock');
  if (live === undefined) throw new ReportRefused('REPORT.NOT_READY', 'The ledger clock has not been built yet. Ask by sequence, or run "daybook rebuild".');
  const clock = sql.table(tableName(clockTable, live.generation));
  const { rows } = await sql<Row>`select coalesce(max(sequence), 0) as sequence from ${clock} where recorded_at <= ${time}`.execute(db);
  return { sequence: Number(rows[0]!['sequence']), settled: live.recordedAt > time };
}

export function provenanceOf(slice: Slice, rowCount: number, controlTotals: Record<string, string>): Grounds {
  const { entityId, asOf, knownAt, settled, basis, chainHead } = slice;
  return { entityId, asOf, knownAt, settled, basis, rowCount, controlTotals, chainHead };
}
