import { sql, type Kysely } from 'kysely';
import { Calendar, type LedgerEvent, type CalendarEvent } from '#ledger';
import type { LedgerFact } from '../projection';
import type { Row } from './read-store';
import { RowWriter } from './row-writer';
import { tableName, type Dialect, type TableSpec } from './table';

/** A projection that books by posting date keeps the calendar's facts itself: it stands or falls with its own checkpoint. */
export const calendarTable = (projection: string): TableSpec => ({
  name: `${projection}_calendar`,
  columns: { sequence: 'integer', entity_id: 'text', period: 'text', closed: 'integer' },
  key: ['sequence'],
});

export const isPeriodEvent = (event: LedgerEvent): event is CalendarEvent =>
  event.type === 'PeriodClosed' || event.type === 'PeriodReopened';

/** The calendar at the projection's place in the log, kept over restarts. */
export class KeptCalendar {
  #calendar = new Calendar();
  readonly #rows: RowWriter;
  readonly #table: string;

  constructor(dialect: Dialect, table: TableSpec, generation: number) {
    this.#rows = new RowWriter(dialect, table, generation);
    this.#table = tableName(table, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#calendar = new Calendar();
    this.#rows.forget();
    const { rows } = await sql<Row>`select * from ${sql.table(this.#table)} order by sequence`.execute(db);
    for (const row of rows) {
      this.#calendar.evolve({
        type: row['closed'] === 1n ? 'PeriodClosed' : 'PeriodReopened',
        data: { entityId: String(row['entity_id']), period: String(row['period']), requestId: '', reason: '' },
      });
    }
  }

  apply(event: CalendarEvent, { sequence }: LedgerFact): void {
    this.#calendar.evolve(event);
    this.#rows.add(sequence, event.data.entityId, event.data.period, event.type === 'PeriodClosed' ? 1 : 0);
  }

  get calendar(): Calendar {
    return this.#calendar;
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#rows.flush(db);
  }
}
