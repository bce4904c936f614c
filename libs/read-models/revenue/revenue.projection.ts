import type { Kysely } from 'kysely';
import { minorOf } from '#money';
import { currencyDigits, type CreditNoteIssued, type ExternalInvoiceRecorded, type InvoiceIssued } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { calendarTable, isPeriodEvent, KeptCalendar } from '../store/calendar-table';
import { RowWriter } from '../store/row-writer';
import type { TableSpec } from '../store/table';

/** Recognised revenue: net minor units per document and product, a credit note's negative. */
export const revenueTable: TableSpec = {
  name: 'revenue_line',
  columns: {
    sequence: 'integer', line: 'integer', entity_id: 'text', customer_id: 'text', product_code: 'text', currency: 'text', amount: 'integer',
    effective_day: 'integer', posting_day: 'integer', effective_month: 'integer', posting_month: 'integer', document_id: 'text',
  },
  key: ['sequence', 'line'],
};

const revenueCalendarTable = calendarTable('revenue');

/** Months since year 0, so that a month is one integer. */
const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** The inverse: `YYYY-MM`. */
export const monthOfNumber = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

interface Recognised {
  readonly entityId: string;
  readonly customerId: string;
  readonly documentId: string;
  readonly currency: string;
  readonly issueDate: string;
  readonly byProduct: ReadonlyMap<string, bigint>;
}

function byProduct(lines: readonly { productCode?: string; net: string }[], code: string, sign: 1n | -1n): Map<string, bigint> {
  const digits = currencyDigits(code);
  const sums = new Map<string, bigint>();
  for (const { productCode = '', net } of lines) {
    sums.set(productCode, (sums.get(productCode) ?? 0n) + sign * minorOf(net, digits));
  }
  return sums;
}

class RevenueWriter implements ProjectionWriter {
  readonly #lines: RowWriter;
  readonly #calendar: KeptCalendar;

  constructor({ dialect, generation }: WriterContext) {
    this.#lines = new RowWriter(dialect, revenueTable, generation);
    this.#calendar = new KeptCalendar(dialect, revenueCalendarTable, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#lines.forget();
    await this.#calendar.load(db);
  }

  async prepare(): Promise<void> {
    // Documents carry everything that revenue needs.
  }

  apply(fact: LedgerFact): void {
    const { event } = fact;
    if (isPeriodEvent(event)) this.#calendar.apply(event, fact);
    else if (event.type === 'InvoiceIssued') this.#recognise(fact, invoiced(event.data));
    else if (event.type === 'CreditNoteIssued') this.#recognise(fact, credited(event.data));
    else if (event.type === 'ExternalInvoiceRecorded' && event.data.mode === 'history') this.#recognise(fact, recordedElsewhere(event.data));
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#lines.flush(db);
    await this.#calendar.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #recognise({ sequence }: LedgerFact, part: Recognised): void {
    const postingDate = this.#calendar.calendar.postingDate(part.entityId, part.issueDate);
    const days = [dayNumber(part.issueDate), dayNumber(postingDate), monthNumber(part.issueDate), monthNumber(postingDate)] as const;
    let line = 0;
    for (const [productCode, amount] of part.byProduct) {
      line += 1;
      if (amount === 0n) continue;
      this.#lines.add(sequence, line, part.entityId, part.customerId, productCode, part.currency, amount, ...days, part.documentId);
    }
  }
}

const invoiced = (data: InvoiceIssued['data']): Recognised => ({
  ...data, documentId: data.invoiceId, byProduct: byProduct(data.lines, data.currency, 1n),
});
const credited = (data: CreditNoteIssued['data']): Recognised => ({
  ...data, documentId: data.creditNoteId, byProduct: byProduct(data.lines, data.currency, -1n),
});
const recordedElsewhere = (data: ExternalInvoiceRecorded['data']): Recognised => ({
  ...data, documentId: data.invoiceId, byProduct: byProduct([{ net: data.totals.net }], data.currency, 1n),
});

/** Rule `at-issue`: the net of a document counts wholly on its issue date; a credit note in its own month. */
export const revenue: Projection = {
  name: 'revenue',
  version: 1,
  tables: [revenueTable, revenueCalendarTable],
  interests: new Set(['InvoiceIssued', 'CreditNoteIssued', 'ExternalInvoiceRecorded', 'PeriodClosed', 'PeriodReopened']),
  writer: (context) => new RevenueWriter(context),
};
