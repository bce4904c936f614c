import { dayOfEpoch } from '#ledger';
import { amountText } from '../reports/figures';
import type { Row } from '../store/read-store';
import type { Ahead, PostDated } from './post-dated';

/** How far an invoice is settled by today, by every allocation, deduction and write-off known so far. */
export type SettlementState = 'open' | 'part-settled' | 'settled';

interface DocumentRecord {
  readonly documentNumber: string;
  /** The stream and revision that hold the document in full. */
  readonly stream: string;
  readonly revision: number;
  readonly seriesId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly issueDate: string;
  readonly currency: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  /** Of the event that made it. */
  readonly sequence: number;
}

export interface InvoiceRecord extends DocumentRecord {
  readonly invoiceId: string;
  readonly origin: 'register' | 'external' | 'reversal-debit';
  /** Last due date of its instalments. */
  readonly dueDate: string;
  readonly settled: string;
  readonly open: string;
  readonly state: SettlementState;
  /** What is on record and settles it from a later day on: it does not count yet. Absent: nothing is. */
  readonly postDated?: readonly PostDated[];
}

export interface CreditNoteRecord extends DocumentRecord {
  readonly creditNoteId: string;
  readonly returnId: string;
  readonly applied: string;
  readonly unapplied: string;
}

export interface PaymentRecord {
  readonly paymentId: string;
  readonly entityId: string;
  readonly receivedOn: string;
  readonly currency: string;
  readonly amount: string;
  /** Standing on customers' accounts, applied or not. */
  readonly identified: string;
  readonly applied: string;
  readonly unapplied: string;
  readonly unidentified: string;
  readonly reversed: string;
  readonly state: 'unidentified' | 'part-identified' | 'identified' | 'reversed';
  readonly method: string;
  readonly reference: string;
  /** Personal data. */
  readonly payerName: string;
  readonly sequence: number;
}

export type SaleState = 'waiting' | 'billed' | 'nothing-to-bill' | 'cancelled';

export interface SaleRecord {
  readonly saleId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly closedOn: string;
  readonly currency: string;
  readonly state: SaleState;
  readonly invoiceId: string | null;
  readonly sequence: number;
}

export interface ReturnRecord {
  readonly returnId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly receivedOn: string;
  readonly creditNoteId: string | null;
  readonly sequence: number;
}

/** Personal data, all of it. */
export interface CustomerRecord {
  readonly customerId: string;
  readonly kind: 'business' | 'person' | 'walk-in';
  readonly country: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly taxId: string;
  readonly sequence: number;
}

export interface ReminderItemRecord {
  readonly invoiceId: string;
  readonly instalment: number;
  readonly documentNumber: string;
  readonly dueDate: string;
  readonly openAmount: string;
  /** Empty: it takes none, and stands on a final notice because that demands all that is overdue. */
  readonly step: string;
}

export interface ReminderRecord {
  readonly reminderId: string;
  readonly accountId: string;
  readonly runDate: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly channel: string;
  readonly currency: string;
  /** `due`: claimed, outcome not known. */
  readonly state: 'due' | 'sent' | 'failed' | 'withdrawn' | 'bounced';
  /** The channel's receipt, or the reason. */
  readonly detail: string;
  readonly items: readonly ReminderItemRecord[];
  readonly sequence: number;
}

export interface ReminderSkipRecord {
  readonly accountId: string;
  readonly invoiceId: string;
  readonly instalment: number;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly step: string;
  readonly runDate: string;
  readonly why: string;
  readonly detail: string;
  readonly sequence: number;
}

/** Where an event stands; its content is read from the log. */
export interface EventRecord {
  readonly sequence: number;
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  /** Running maximum, milliseconds. */
  readonly recordedAt: number;
}

const text = (row: Row, column: string): string => String(row[column]);
const count = (row: Row, column: string): number => Number(row[column]);
const day = (row: Row, column: string): string => dayOfEpoch(Number(row[column]));
const minor = (row: Row, column: string): bigint => row[column] as bigint;
const textOrNull = (row: Row, column: string): string | null => (row[column] === '' ? null : text(row, column));

function documentOf(row: Row): DocumentRecord {
  const currency = text(row, 'currency');
  return {
    documentNumber: text(row, 'document_number'), stream: text(row, 'stream'), revision: count(row, 'revision'), seriesId: text(row, 'series_id'),
    entityId: text(row, 'entity_id'), customerId: text(row, 'customer_id'), accountId: text(row, 'account_id'), issueDate: day(row, 'issue_day'),
    currency, net: amountText(minor(row, 'net'), currency), tax: amountText(minor(row, 'tax'), currency),
    gross: amountText(minor(row, 'gross'), currency), sequence: count(row, 'sequence'),
  };
}

export function invoiceOf(row: Row, ahead?: Ahead): InvoiceRecord {
  const document = documentOf(row);
  const gross = minor(row, 'gross');
  const settled = minor(row, 'settled') - (ahead?.amount ?? 0n);
  return {
    invoiceId: text(row, 'invoice_id'), origin: text(row, 'origin') as InvoiceRecord['origin'], ...document, dueDate: day(row, 'due_day'),
    settled: amountText(settled, document.currency), open: amountText(gross - settled, document.currency),
    state: settled === gross ? 'settled' : settled === 0n ? 'open' : 'part-settled',
    ...(ahead === undefined ? {} : { postDated: ahead.postDated }),
  };
}

export function creditNoteOf(row: Row): CreditNoteRecord {
  const document = documentOf(row);
  const applied = minor(row, 'applied');
  return {
    creditNoteId: text(row, 'credit_note_id'), returnId: text(row, 'return_id'), ...document, applied: amountText(applied, document.currency),
    unapplied: amountText(minor(row, 'gross') - applied, document.currency),
  };
}

export function paymentOf(row: Row): PaymentRecord {
  const currency = text(row, 'currency');
  const [amount, identified, applied, reversed] = [minor(row, 'amount'), minor(row, 'identified'), minor(row, 'applied'), minor(row, 'reversed')];
  const unidentified = amount - identified - reversed;
  const owned = unidentified === 0n ? 'identified' : identified === 0n ? 'unidentified' : 'part-identified';
  return {
    paymentId: text(row, 'payment_id'), entityId: text(row, 'entity_id'), receivedOn: day(row, 'received_day'), currency,
    amount: amountText(amount, currency), identified: amountText(identified, currency), applied: amountText(applied, currency),
    unapplied: amountText(identified - applied, currency), unidentified: amountText(unidentified, currency),
    reversed: amountText(reversed, currency), state: reversed === amount ? 'reversed' : owned, method: text(row, 'method'),
    reference: text(row, 'reference'), payerName: text(row, 'payer_name'), sequence: count(row, 'sequence'),
  };
}

export const saleOf = (row: Row): SaleRecord => ({
  saleId: text(row, 'sale_id'), entityId: text(row, 'entity_id'), customerId: text(row, 'customer_id'), accountId: text(row, 'account_id'),
  closedOn: day(row, 'closed_day'), currency: text(row, 'currency'), state: text(row, 'state') as SaleState, invoiceId: textOrNull(row, 'invoice_id'),
  sequence: count(row, 'sequence'),
});

export const returnOf = (row: Row): ReturnRecord => ({
  returnId: text(row, 'return_id'), entityId: text(row, 'entity_id'), customerId: text(row, 'customer_id'), accountId: text(row, 'account_id'),
  receivedOn: day(row, 'received_day'), creditNoteId: textOrNull(row, 'credit_note_id'), sequence: count(row, 'sequence'),
});

export const customerOf = (row: Row): CustomerRecord => ({
  customerId: text(row, 'customer_id'), kind: text(row, 'kind') as CustomerRecord['kind'], country: text(row, 'country'), name: text(row, 'name'),
  email: text(row, 'email'), phone: text(row, 'phone'), street: text(row, 'street'), city: text(row, 'city'), postalCode: text(row, 'postal_code'),
  taxId: text(row, 'tax_id'), sequence: count(row, 'sequence'),
});

export const reminderItemOf = (row: Row, currency: string): ReminderItemRecord => ({
  invoiceId: text(row, 'invoice_id'), instalment: count(row, 'instalment'), documentNumber: text(row, 'document_number'), dueDate: day(row, 'due_day'),
  openAmount: amountText(minor(row, 'open_amount'), currency), step: text(row, 'step'),
});

export const reminderOf = (row: Row, items: readonly Row[]): ReminderRecord => ({
  reminderId: text(row, 'reminder_id'), accountId: text(row, 'account_id'), runDate: day(row, 'run_day'), policyId: text(row, 'policy_id'),
  policyVersion: count(row, 'policy_version'), channel: text(row, 'channel'), currency: text(row, 'currency'),
  state: text(row, 'state') as ReminderRecord['state'], detail: text(row, 'detail'),
  items: items.map((item) => reminderItemOf(item, text(row, 'currency'))), sequence: count(row, 'sequence'),
});

export const reminderSkipOf = (row: Row): ReminderSkipRecord => ({
  accountId: text(row, 'account_id'), invoiceId: text(row, 'invoice_id'), instalment: count(row, 'instalment'), policyId: text(row, 'policy_id'),
  policyVersion: count(row, 'policy_version'), step: text(row, 'step'), runDate: day(row, 'run_day'), why: text(row, 'why'),
  detail: text(row, 'detail'), sequence: count(row, 'sequence'),
});

export const eventOf = (row: Row): EventRecord => ({
  sequence: count(row, 'sequence'), position: text(row, 'position'), eventId: text(row, 'event_id'), type: text(row, 'type'),
  stream: text(row, 'stream'), revision: count(row, 'revision'), recordedAt: count(row, 'recorded_at'),
});
