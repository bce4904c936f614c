import type { Kysely } from 'kysely';
import type { StoredEvent } from '#event-store';
import type { LedgerEvent } from '#ledger';
import type { Dialect, TableSpec } from './store/table';

/** An own event at its place in the ledger. */
export interface LedgerFact {
  /** The event, to be narrowed by its type. */
  readonly event: LedgerEvent;
  readonly stored: StoredEvent<LedgerEvent>;
  /** Count of own events up to and including this one, from 1. */
  readonly sequence: number;
  /** Running maximum of recorded times up to here, milliseconds. */
  readonly recordedAt: number;
}

/**
 * Turns facts into rows of one generation of one projection. What it writes depends on the facts and their order
 * alone, never on how they were cut into batches.
 */
export interface ProjectionWriter {
  /** Reads back what must be at hand while applying. Called before the first batch and after every rollback. */
  load(db: Kysely<unknown>): Promise<void>;
  /** Looks up, in one go, what the batch refers to and memory does not hold. */
  prepare(facts: readonly LedgerFact[], db: Kysely<unknown>): Promise<void>;
  apply(fact: LedgerFact): void;
  /** Writes what `apply` collected. */
  flush(db: Kysely<unknown>): Promise<void>;
  /** Ends a bulk load: derives the tables that a bulk load leaves out. */
  finish(db: Kysely<unknown>): Promise<void>;
}

export interface WriterContext {
  readonly dialect: Dialect;
  readonly generation: number;
  /** True while a generation is filled that nobody reads: derived tables wait for `finish`. */
  readonly bulk: boolean;
}

export interface Projection {
  readonly name: string;
  /** Raised whenever the same log gives other rows. */
  readonly version: number;
  readonly tables: readonly TableSpec[];
  /** Event types it reads; every other fact passes it by. */
  readonly interests: ReadonlySet<string> | 'all';
  writer(context: WriterContext): ProjectionWriter;
}
