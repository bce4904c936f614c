import type { Kysely } from 'kysely';
import { accountParts, type LedgerEvent } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { ErasedRows } from '../store/erased-rows';
import { KeyedRows } from '../store/keyed-rows';
import { RowWriter } from '../store/row-writer';
import { ActRows } from './act-rows';
import { customerAccountTables, inquiryTable, satisfactionTable, walkInTable } from './tables';

const interests: readonly LedgerEvent['type'][] = [
  'CustomerRegistered', 'InquiryReceived', 'InquiryAnswered', 'InquiryClosed', 'SatisfactionRecorded', 'SaleClosed', 'BankDetailsSet', 'RefundRequested',
  'PaymentAllocated', 'CreditNoteIssued', 'PersonalRecordsErased',
];

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

class CustomerAccountsWriter implements ProjectionWriter {
  readonly #inquiries: KeyedRows;
  readonly #satisfaction: RowWriter;
  readonly #walkIns: RowWriter;
  readonly #acts: ActRows;
  readonly #erased: ErasedRows;

  constructor(context: WriterContext) {
    const { dialect, generation } = context;
    this.#inquiries = new KeyedRows(dialect, inquiryTable, generation);
    this.#satisfaction = new RowWriter(
      dialect, satisfactionTable, generation,
      'on conflict (invoice_id) do update set score = excluded.score, recorded_day = excluded.recorded_day, comment = excluded.comment, sequence = excluded.sequence',
    );
    this.#walkIns = new RowWriter(dialect, walkInTable, generation);
    this.#acts = new ActRows(context);
    this.#erased = new ErasedRows(generation, [
      { kind: 'inquiry', table: inquiryTable, id: 'inquiry_id', columns: ['asked_by', 'email', 'question', 'answer'] },
      { kind: 'satisfaction', table: satisfactionTable, id: 'account_id', columns: ['comment'] },
    ]);
  }

  async load(): Promise<void> {
    for (const rows of this.#all()) rows.forget();
  }

  async prepare(): Promise<void> {
    // Later facts change rows by key; nothing is read first.
  }

  apply(fact: LedgerFact): void {
    this.#acts.apply(fact);
    const { event, sequence } = fact;
    this.#erased.apply(event);
    switch (event.type) {
      case 'CustomerRegistered':
        return event.data.kind === 'walk-in' ? this.#walkIns.add(event.data.customerId, sequence) : undefined;
      case 'InquiryReceived':
        return this.#received(event.data, sequence);
      case 'InquiryAnswered': {
        const { inquiryId, answeredOn, personal } = event.data;
        this.#inquiries.add([inquiryId], 'answers', 1n);
        return this.#inquiries.set([inquiryId], { state: 'answered', answered_day: dayNumber(answeredOn), answer: personal.text });
      }
      case 'InquiryClosed':
        return this.#inquiries.set([event.data.inquiryId], { state: 'closed', closed_day: dayNumber(event.data.closedOn), outcome: event.data.outcome });
      case 'SatisfactionRecorded':
        return this.#said(event.data, sequence);
      default:
        return undefined;
    }
  }

  #received({ inquiryId, accountId, invoiceId = '', kind, via, receivedOn, disputeId = '', personal }: DataOf<'InquiryReceived'>, sequence: number): void {
    const { entityId, customerId } = accountParts(accountId);
    this.#inquiries.insert({
      inquiry_id: inquiryId, account_id: accountId, entity_id: entityId, customer_id: customerId, invoice_id: invoiceId, kind, via, received_day: dayNumber(receivedOn),
      dispute_id: disputeId, state: 'open', asked_by: personal.name ?? '', email: personal.email ?? '', question: personal.text, sequence,
    });
  }

  #said({ invoiceId, accountId, score, recordedOn, personal }: DataOf<'SatisfactionRecorded'>, sequence: number): void {
    const { entityId, customerId } = accountParts(accountId);
    this.#satisfaction.add(invoiceId, accountId, entityId, customerId, score, dayNumber(recordedOn), personal.comment ?? '', sequence);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const rows of this.#all()) await rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #all(): { forget(): void; flush(db: Kysely<unknown>): Promise<unknown> }[] {
    return [this.#inquiries, this.#satisfaction, this.#walkIns, this.#acts.rows, this.#erased];
  }
}

/** What customers asked and said, and acts that may be signs of error or fraud. */
export const customerAccounts: Projection = {
  name: 'customer-accounts',
  version: 1,
  tables: customerAccountTables,
  interests: new Set(interests),
  writer: (context) => new CustomerAccountsWriter(context),
};
