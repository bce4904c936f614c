import { sql, type Kysely } from 'kysely';
import { Chart, postingEventTypes, postings, type AccountRole, type ChartMapped } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { calendarTable, isPeriodEvent, KeptCalendar } from '../store/calendar-table';
import type { Row } from '../store/read-store';
import { RowWriter } from '../store/row-writer';
import { tableName, type TableSpec } from '../store/table';

/** Posting lines in log order. Amounts are minor units: debit positive, credit negative. */
export const journalLineTable: TableSpec = {
  name: 'journal_line',
  columns: {
    sequence: 'integer', line: 'integer', entity_id: 'text', account_code: 'text', role: 'text', account_id: 'text', tax_code: 'text',
    currency: 'text', amount: 'integer', base_currency: 'text', base_amount: 'integer', effective_day: 'integer', posting_day: 'integer',
    event_type: 'text',
  },
  key: ['sequence', 'line'],
};

/** The chart of accounts as mapped over time. */
export const journalChartTable: TableSpec = {
  name: 'journal_chart',
  columns: { sequence: 'integer', entity_id: 'text', role: 'text', code: 'text', name: 'text' },
  key: ['sequence', 'role'],
};

const journalCalendarTable = calendarTable('journal');

class JournalWriter implements ProjectionWriter {
  readonly #lines: RowWriter;
  readonly #chartRows: RowWriter;
  readonly #chartName: string;
  readonly #calendar: KeptCalendar;
  #chart = new Chart();

  constructor({ dialect, generation }: WriterContext) {
    this.#lines = new RowWriter(dialect, journalLineTable, generation);
    this.#chartRows = new RowWriter(dialect, journalChartTable, generation);
    this.#chartName = tableName(journalChartTable, generation);
    this.#calendar = new KeptCalendar(dialect, journalCalendarTable, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#lines.forget();
    this.#chartRows.forget();
    this.#chart = new Chart();
    await this.#calendar.load(db);
    const { rows } = await sql<Row>`select * from ${sql.table(this.#chartName)} order by sequence, role`.execute(db);
    for (const sequence of new Set(rows.map((row) => row['sequence']))) {
      const mapped = rows.filter((row) => row['sequence'] === sequence);
      const accounts = mapped.map((row) => ({ role: row['role'] as AccountRole, code: String(row['code']), name: String(row['name']) }));
      this.#chart.evolve({ type: 'ChartMapped', data: { entityId: String(mapped[0]!['entity_id']), accounts } });
    }
  }

  async prepare(): Promise<void> {
    // Postings need nothing but the event, the calendar and the chart.
  }

  apply(fact: LedgerFact): void {
    const { event, sequence } = fact;
    if (event.type === 'ChartMapped') this.#mapChart(event, sequence);
    else if (isPeriodEvent(event)) this.#calendar.apply(event, fact);
    else {
      const lines = postings(event, { calendar: this.#calendar.calendar, chart: this.#chart });
      for (const [index, line] of lines.entries()) {
        this.#lines.add(
          sequence, index + 1, line.entityId, line.accountCode, line.role, line.accountId, line.taxCode, line.currency, line.amount,
          line.baseCurrency, line.baseAmount, dayNumber(line.effectiveDate), dayNumber(line.postingDate), event.type,
        );
      }
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#lines.flush(db);
    await this.#chartRows.flush(db);
    await this.#calendar.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #mapChart(event: ChartMapped, sequence: number): void {
    this.#chart.evolve(event);
    for (const { role, code, name } of event.data.accounts) this.#chartRows.add(sequence, event.data.entityId, role, code, name);
  }
}

export const journal: Projection = {
  name: 'journal',
  version: 2,
  tables: [journalLineTable, journalChartTable, journalCalendarTable],
  interests: new Set<string>([...postingEventTypes, 'ChartMapped', 'PeriodClosed', 'PeriodReopened']),
  writer: (context) => new JournalWriter(context),
};
