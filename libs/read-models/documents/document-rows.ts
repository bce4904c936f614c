import { minorOf } from '#money';
import { currencyDigits, isCorrection, type LedgerEvent } from '#ledger';
import type { LedgerFact, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { KeyedRows } from '../store/keyed-rows';
import { applyCorrectionRows } from './correction-rows';
import { creditNoteTable, invoiceTable, paymentTable, returnTable, saleTable } from './tables';

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

const minor = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));

/** Rows of documents, sales and payments. */
export class DocumentRows {
  readonly invoices: KeyedRows;
  readonly creditNotes: KeyedRows;
  readonly payments: KeyedRows;
  readonly sales: KeyedRows;
  readonly returns: KeyedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.invoices = new KeyedRows(dialect, invoiceTable, generation);
    this.creditNotes = new KeyedRows(dialect, creditNoteTable, generation);
    this.payments = new KeyedRows(dialect, paymentTable, generation);
    this.sales = new KeyedRows(dialect, saleTable, generation);
    this.returns = new KeyedRows(dialect, returnTable, generation);
  }

  all(): KeyedRows[] {
    return [this.invoices, this.creditNotes, this.payments, this.sales, this.returns];
  }

  apply(fact: LedgerFact): void {
    const { event } = fact;
    switch (event.type) {
      case 'SaleClosed':
      case 'BillingAssigned':
      case 'NothingToBill':
      case 'SaleCancelled':
        return this.#sale(event, fact);
      case 'InvoiceIssued':
        return this.#invoice(event.data, fact, { origin: 'register', series_id: event.data.seriesId, stream: fact.stored.stream });
      case 'ExternalInvoiceRecorded':
        return this.#invoice(event.data, fact, { origin: 'external', series_id: '', stream: fact.stored.stream });
      case 'CreditNoteIssued':
      case 'ReturnReceived':
      case 'ReturnAssigned':
        return this.#credit(event, fact);
      case 'PaymentAllocated':
        return this.#allocate(event.data, 1n);
      case 'AllocationReversed':
        return this.#allocate(event.data, -1n);
      default:
        return this.#money(event, fact);
    }
  }

  #sale(event: Extract<LedgerEvent, { type: 'SaleClosed' | 'BillingAssigned' | 'NothingToBill' | 'SaleCancelled' }>, { sequence }: LedgerFact): void {
    if (event.type === 'BillingAssigned') this.sales.set([event.data.saleId], { state: 'billed', invoice_id: event.data.invoiceId });
    else if (event.type === 'NothingToBill') this.sales.set([event.data.saleId], { state: 'nothing-to-bill' });
    else if (event.type === 'SaleCancelled') this.sales.set([event.data.saleId], { state: 'cancelled' });
    else {
      const { saleId, entityId, customerId, accountId, closedOn, currency } = event.data;
      this.sales.insert({
        sale_id: saleId, entity_id: entityId, customer_id: customerId, account_id: accountId, closed_day: dayNumber(closedOn), currency,
        state: 'waiting', sequence,
      });
    }
  }

  #invoice(data: DataOf<'InvoiceIssued'> | DataOf<'ExternalInvoiceRecorded'>, fact: LedgerFact, where: Record<string, string>): void {
    const { currency, totals } = data;
    const lastDue = data.instalments.reduce((last, { dueDate }) => (dueDate > last ? dueDate : last), data.instalments[0]!.dueDate);
    this.invoices.insert({
      invoice_id: data.invoiceId, document_number: data.documentNumber, ...where, revision: fact.stored.revision, entity_id: data.entityId,
      customer_id: data.customerId, account_id: data.accountId, issue_day: dayNumber(data.issueDate), due_day: dayNumber(lastDue), currency,
      net: minor(totals.net, currency), tax: minor(totals.tax, currency), gross: minor(totals.gross, currency), sequence: fact.sequence,
    });
  }

  #credit(event: Extract<LedgerEvent, { type: 'CreditNoteIssued' | 'ReturnReceived' | 'ReturnAssigned' }>, { stored, sequence }: LedgerFact): void {
    if (event.type === 'ReturnReceived') {
      const { returnId, entityId, customerId, accountId, receivedOn } = event.data;
      this.returns.insert({
        return_id: returnId, entity_id: entityId, customer_id: customerId, account_id: accountId, received_day: dayNumber(receivedOn), sequence,
      });
      return;
    }
    if (event.type === 'ReturnAssigned') {
      this.returns.set([event.data.returnId], { credit_note_id: event.data.creditNoteId });
      return;
    }
    const { data } = event;
    this.creditNotes.insert({
      credit_note_id: data.creditNoteId, document_number: data.documentNumber, stream: stored.stream, revision: stored.revision,
      series_id: data.seriesId, entity_id: data.entityId, customer_id: data.customerId, account_id: data.accountId, return_id: data.returnId,
      issue_day: dayNumber(data.issueDate), currency: data.currency, net: minor(data.totals.net, data.currency),
      tax: minor(data.totals.tax, data.currency), gross: minor(data.totals.gross, data.currency), sequence,
    });
  }

  #allocate(data: DataOf<'PaymentAllocated'> | DataOf<'AllocationReversed'>, sign: 1n | -1n): void {
    let used = 0n;
    for (const item of data.items) {
      used += sign * minor(item.amount, data.currency);
      this.invoices.add([item.invoiceId], 'settled', sign * minor(item.itemAmount ?? item.amount, item.itemCurrency ?? data.currency));
    }
    const source = data.source.kind === 'receipt' ? this.payments : this.creditNotes;
    source.add([data.source.id], 'applied', used);
  }

  #money(event: LedgerEvent, fact: LedgerFact): void {
    if (isCorrection(event)) applyCorrectionRows(this, event, fact);
    else this.#payment(event, fact);
  }

  #payment(event: LedgerEvent, { sequence }: LedgerFact): void {
    if (event.type === 'PaymentReceived') {
      const { data } = event;
      this.payments.insert({
        payment_id: data.paymentId, entity_id: data.entityId, received_day: dayNumber(data.receivedOn), currency: data.currency,
        amount: minor(data.amount, data.currency), method: data.method, reference: data.reference ?? '',
        payer_name: data.personal?.name ?? '', sequence,
      });
    } else if (event.type === 'PaymentIdentified') {
      const { paymentId, currency, splits } = event.data;
      for (const split of splits) this.payments.add([paymentId], 'identified', minor(split.amount, currency));
    } else if (event.type === 'PaymentIdentificationReversed') {
      this.payments.add([event.data.paymentId], 'identified', -minor(event.data.amount, event.data.currency));
    } else if (event.type === 'PaymentReversed') {
      const { paymentId, currency, amount, parts } = event.data;
      this.payments.add([paymentId], 'reversed', minor(amount, currency));
      for (const part of parts) {
        if (part.accountId !== undefined) this.payments.add([paymentId], 'identified', -minor(part.amount, currency));
      }
    }
  }
}

