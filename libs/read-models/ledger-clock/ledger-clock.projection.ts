import type { Kysely } from 'kysely';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { RowWriter } from '../store/row-writer';
import type { TableSpec } from '../store/table';

/** When what was known: per recorded millisecond, the last sequence recorded by then. */
export const clockTable: TableSpec = {
  name: 'ledger_clock',
  columns: { recorded_at: 'integer', sequence: 'integer' },
  key: ['recorded_at'],
};

class LedgerClockWriter implements ProjectionWriter {
  readonly #rows: RowWriter;
  #latest = new Map<number, number>();

  constructor({ dialect, generation }: WriterContext) {
    this.#rows = new RowWriter(dialect, clockTable, generation, 'on conflict (recorded_at) do update set sequence = excluded.sequence');
  }

  async load(): Promise<void> {
    this.#latest = new Map();
    this.#rows.forget();
  }

  async prepare(): Promise<void> {
    // Nothing to look up.
  }

  apply({ recordedAt, sequence }: LedgerFact): void {
    this.#latest.set(recordedAt, sequence);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const [recordedAt, sequence] of this.#latest) this.#rows.add(recordedAt, sequence);
    this.#latest = new Map();
    await this.#rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }
}

export const ledgerClock: Projection = {
  name: 'ledger-clock',
  version: 1,
  tables: [clockTable],
  interests: 'all',
  writer: (context) => new LedgerClockWriter(context),
};
