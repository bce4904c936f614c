import type { Kysely } from 'kysely';
import { accountParts, currencyDigits, listNets, type LedgerEvent } from '#ledger';
import { minorOf } from '#money';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { RowWriter } from '../store/row-writer';
import { quantityParts } from './quantity';
import {
  correctionTable, documentKind, documentTable, letterTable, lineTable, managementTables, promiseTable, remindedTable, satisfactionTable,
} from './tables';

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: Type }>['data'];

const interests: readonly LedgerEvent['type'][] = [
  'InvoiceIssued', 'CreditNoteIssued', 'ReminderDue', 'ReminderSent', 'ReminderFailed', 'ReminderBounced', 'PromiseGiven', 'SatisfactionRecorded',
];

const isSale = (purpose: string | undefined): boolean => purpose === undefined || purpose === 'sale' || purpose === 'prepayment';

class ManagementWriter implements ProjectionWriter {
  readonly #documents: RowWriter;
  readonly #lines: RowWriter;
  readonly #corrections: RowWriter;
  readonly #reminded: RowWriter;
  readonly #letters: RowWriter;
  readonly #promises: RowWriter;
  readonly #scores: RowWriter;

  constructor({ dialect, generation }: WriterContext) {
    this.#documents = new RowWriter(dialect, documentTable, generation);
    this.#lines = new RowWriter(dialect, lineTable, generation);
    this.#corrections = new RowWriter(dialect, correctionTable, generation);
    this.#reminded = new RowWriter(dialect, remindedTable, generation);
    this.#letters = new RowWriter(dialect, letterTable, generation);
    this.#promises = new RowWriter(dialect, promiseTable, generation);
    this.#scores = new RowWriter(dialect, satisfactionTable, generation);
  }

  async load(): Promise<void> {
    for (const rows of this.#all()) rows.forget();
  }

  async prepare(): Promise<void> {
    // Rows are written once, from one fact each.
  }

  apply({ event, sequence }: LedgerFact): void {
    switch (event.type) {
      case 'InvoiceIssued':
        return this.#invoice(event.data, sequence);
      case 'CreditNoteIssued':
        return this.#creditNote(event.data, sequence);
      case 'ReminderDue':
        return this.#letter(event.data, sequence);
      case 'ReminderSent':
        return this.#letters.add(event.data.reminderId, sequence, 1);
      case 'ReminderFailed':
        return this.#letters.add(event.data.reminderId, sequence, 0);
      case 'ReminderBounced':
        // Only what can never arrive was not sent; a full mailbox may be read tomorrow.
        return event.data.kind === 'hard' ? this.#letters.add(event.data.reminderId, sequence, 0) : undefined;
      default:
        return this.#said(event, sequence);
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const rows of this.#all()) await rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #invoice(data: DataOf<'InvoiceIssued'>, sequence: number): void {
    const { invoiceId, entityId, customerId, currency, totals, lines, purpose } = data;
    const [digits, day, sale] = [currencyDigits(currency), dayNumber(data.issueDate), isSale(purpose)];
    this.#documents.add(
      sequence, documentKind.invoice, invoiceId, entityId, customerId, currency, day, minorOf(totals.net, digits), minorOf(totals.gross, digits), sale ? 1 : 0,
    );
    if (!sale) return;
    const listed = listNets(data);
    for (const [at, line] of lines.entries()) {
      const { whole, fraction } = quantityParts(line.quantity);
      this.#lines.add(
        sequence, at, documentKind.invoice, entityId, customerId, currency, day, line.productCode ?? '', whole, fraction, listed[at]!, minorOf(line.net, digits),
      );
    }
  }

  #creditNote(data: DataOf<'CreditNoteIssued'>, sequence: number): void {
    const { creditNoteId, entityId, customerId, currency, totals, lines, purpose, reasonCode, cancelsInvoiceId } = data;
    const [digits, day, sale] = [currencyDigits(currency), dayNumber(data.issueDate), isSale(purpose)];
    this.#documents.add(
      sequence, documentKind.credit, creditNoteId, entityId, customerId, currency, day, minorOf(totals.net, digits), minorOf(totals.gross, digits), sale ? 1 : 0,
    );
    const byInvoice = new Map<string, bigint>();
    for (const [at, line] of lines.entries()) {
      const invoiceId = line.invoiceId ?? cancelsInvoiceId;
      const [net, tax] = [minorOf(line.net, digits), minorOf(line.tax, digits)];
      if (invoiceId !== undefined) byInvoice.set(invoiceId, (byInvoice.get(invoiceId) ?? 0n) + net + tax);
      if (!sale) continue;
      const { whole, fraction } = quantityParts(line.byAmount === true || line.delivery === 'price' ? '0' : line.quantity);
      this.#lines.add(sequence, at, documentKind.credit, entityId, customerId, currency, day, line.productCode ?? '', whole, fraction, net, net);
    }
    for (const [invoiceId, gross] of byInvoice) this.#corrections.add(sequence, invoiceId, reasonCode ?? '', day, gross);
  }

  #letter({ reminderId, accountId, runDate, currency, items }: DataOf<'ReminderDue'>, sequence: number): void {
    for (const [at, { invoiceId, instalment, step, openAmount, listed }] of items.entries()) {
      if (listed === true) continue;
      this.#reminded.add(
        reminderId, at, accountId, invoiceId, instalment, step, currency, dayNumber(runDate), minorOf(openAmount, currencyDigits(currency)), sequence,
      );
    }
  }

  #said(event: LedgerEvent, sequence: number): void {
    switch (event.type) {
      case 'PromiseGiven': {
        const { accountId, promiseId, givenOn, currency, invoiceIds } = event.data;
        return this.#promises.add(accountId, promiseId, dayNumber(givenOn), currency, JSON.stringify(invoiceIds ?? []), sequence);
      }
      case 'SatisfactionRecorded': {
        const { invoiceId, accountId, recordedOn, score } = event.data;
        const { entityId, customerId } = accountParts(accountId);
        return this.#scores.add(sequence, invoiceId, entityId, customerId, dayNumber(recordedOn), score);
      }
      default:
    }
  }

  #all(): readonly RowWriter[] {
    return [this.#documents, this.#lines, this.#corrections, this.#reminded, this.#letters, this.#promises, this.#scores];
  }
}

/** What the figures for management count that no other read model holds: lines, corrections, letters, scores. */
export const management: Projection = {
  name: 'management',
  version: 2,
  tables: managementTables,
  interests: new Set(interests),
  writer: (context) => new ManagementWriter(context),
};
