import type { Kysely } from 'kysely';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { calendarTable, isPeriodEvent, KeptCalendar } from '../store/calendar-table';
import { dayNumber } from '../store/day-number';
import { RowWriter } from '../store/row-writer';
import type { TableSpec } from '../store/table';
import { taxedEventTypes, taxLines } from './tax-lines';

/** Taxable amounts and tax per fact, category and rate. Months are `YYYY-MM` of the tax point and of the booking. */
export const taxLineTable: TableSpec = {
  name: 'tax_line',
  columns: {
    sequence: 'integer', line: 'integer', entity_id: 'text', source: 'text', document_id: 'text', category: 'text', rate: 'text', currency: 'text',
    net: 'integer', tax: 'integer', base_currency: 'text', base_net: 'integer', base_tax: 'integer', effective_day: 'integer', posting_day: 'integer',
    effective_month: 'text', posting_month: 'text',
  },
  key: ['sequence', 'line'],
};

const taxCalendarTable = calendarTable('tax');

class TaxWriter implements ProjectionWriter {
  readonly #lines: RowWriter;
  readonly #calendar: KeptCalendar;

  constructor({ dialect, generation }: WriterContext) {
    this.#lines = new RowWriter(dialect, taxLineTable, generation);
    this.#calendar = new KeptCalendar(dialect, taxCalendarTable, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#lines.forget();
    await this.#calendar.load(db);
  }

  async prepare(): Promise<void> {
    // Every fact carries its own tax.
  }

  apply(fact: LedgerFact): void {
    const { event, sequence } = fact;
    if (isPeriodEvent(event)) return this.#calendar.apply(event, fact);
    for (const [index, line] of taxLines(event).entries()) {
      const posting = this.#calendar.calendar.postingDate(line.entityId, line.on);
      this.#lines.add(
        sequence, index + 1, line.entityId, line.source, line.documentId, line.category, line.rate, line.currency, line.net, line.tax,
        line.baseCurrency, line.baseNet, line.baseTax, dayNumber(line.on), dayNumber(posting), line.on.slice(0, 7), posting.slice(0, 7),
      );
    }
    return undefined;
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#lines.flush(db);
    await this.#calendar.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }
}

export const tax: Projection = {
  name: 'tax',
  version: 1,
  tables: [taxLineTable, taxCalendarTable],
  interests: new Set<string>([...taxedEventTypes, 'PeriodClosed', 'PeriodReopened']),
  writer: (context) => new TaxWriter(context),
};
