import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { billingCandidates, type BillingCandidate, type CandidatesAsked } from '../contracts/candidates.query';
import { findBillingRun, findContract, listContracts, type BillingRunRecord, type ContractFilter, type ContractRecord } from '../contracts/contract-lookups';
import {
  listInquiries, listSatisfaction, type InquiryFilter, type InquiryRecord, type SatisfactionRecord,
} from '../customer-accounts/customer-account-lookups';
import { riskFlags, type RiskFlags, type RiskFlagsAsked } from '../customer-accounts/risk-flags.query';
import {
  findDelivery, listDeliveries, listLetters, listUndelivered, mailHold, type DeliveryFilter, type DeliveryRecord, type SentLetter, type UndeliveredAsked, type UndeliveredDocument,
} from '../deliveries/delivery-lookups';
import * as tables from '../documents/tables';
import { subjectOf, type SubjectKind } from '../documents/subjects';
import { listBankLines, type BankLineFilter, type BankLineRecord } from '../reconciliation/bank-line-lookups';
import { bankSubjects, debitBatches, matchingRecords, type BankSubject, type MatchingRecords } from '../reconciliation/matching-facts.query';
import { onSnapshot, sequenceAtTime, type Snapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import type { TableSpec } from '../store/table';
import { accountItems, accountsWithOpenItems, itemMovements, type AccountItem, type ItemMovement, type OwingAccounts } from './account-items';
import { approvalOf, type ApprovalFilter, type ApprovalRecord } from './approvals';
import { findInvoice, listInvoices, ofDocuments, rowsByName } from './invoices';
import { draftOf, type DraftFilter, type DraftRecord } from './drafts';
import type { DocumentFilter, InvoiceFilter, PaymentFilter, SaleFilter, CustomerFilter, ReminderFilter, Subject, RequestRecord, AccountHold } from './filters';
import { matching, paged, pageOf, type Page, type PageRequest } from './page';
import type { NowInMilliseconds } from './post-dated';
import * as records from './records';

export type { DocumentFilter, InvoiceFilter, PaymentFilter, SaleFilter, CustomerFilter, ReminderFilter, Subject, RequestRecord, AccountHold } from './filters';

/**
 * Finds documents, people and events by what they are called. Answers show every fact the read models hold by now, but
 * what is open is what is open today: what settles it from a later day on is named beside it. They may hold personal
 * data. What is not found is undefined.
 */
export class Lookups {
  /** @param now what is open of an invoice or an account is what is open on the day of this moment. */
  constructor(
    private readonly store: ReadStore,
    private readonly now: NowInMilliseconds,
  ) {}

  /** By invoice id, else by document number; of several with that number (documents issued elsewhere) the first recorded. */
  findInvoice(idOrNumber: string): Promise<records.InvoiceRecord | undefined> {
    return findInvoice(this.store, idOrNumber, this.now);
  }

  listInvoices(filter: InvoiceFilter = {}, page: PageRequest = {}): Promise<Page<records.InvoiceRecord>> {
    return listInvoices(this.store, { filter, page, now: this.now });
  }

  async findCreditNote(idOrNumber: string): Promise<records.CreditNoteRecord | undefined> {
    return (await this.#byIdOrNumber(tables.creditNoteTable, 'credit_note_id', idOrNumber)).map(records.creditNoteOf)[0];
  }

  listCreditNotes(filter: DocumentFilter = {}, page: PageRequest = {}): Promise<Page<records.CreditNoteRecord>> {
    return this.#page(tables.creditNoteTable, ofDocuments(filter), page, records.creditNoteOf);
  }

  async findPayment(paymentId: string): Promise<records.PaymentRecord | undefined> {
    return (await this.#byKey(tables.paymentTable, paymentId)).map(records.paymentOf)[0];
  }

  listPayments(filter: PaymentFilter = {}, page: PageRequest = {}): Promise<Page<records.PaymentRecord>> {
    const unidentified = filter.unidentifiedOnly === true ? sql`and amount - identified - reversed <> 0` : sql``;
    return this.#page(tables.paymentTable, sql`${matching({ entity_id: filter.entityId })} ${unidentified}`, page, records.paymentOf);
  }

  async findSale(saleId: string): Promise<records.SaleRecord | undefined> {
    return (await this.#byKey(tables.saleTable, saleId)).map(records.saleOf)[0];
  }

  listSales(filter: SaleFilter = {}, page: PageRequest = {}): Promise<Page<records.SaleRecord>> {
    const where = matching({ entity_id: filter.entityId, customer_id: filter.customerId, state: filter.state });
    return this.#page(tables.saleTable, where, page, records.saleOf);
  }

  async findReturn(returnId: string): Promise<records.ReturnRecord | undefined> {
    return (await this.#byKey(tables.returnTable, returnId)).map(records.returnOf)[0];
  }

  /** Every act that went, or would go, beyond its sender's limit, newest first. */
  listApprovals(filter: ApprovalFilter = {}, page: PageRequest = {}): Promise<Page<ApprovalRecord>> {
    const where = matching({ entity_id: filter.entityId, act: filter.act, state: filter.state });
    return this.#page(tables.approvalTable, where, page, approvalOf);
  }

  /** Invoices in the making, newest first. */
  listDrafts(filter: DraftFilter = {}, page: PageRequest = {}): Promise<Page<DraftRecord>> {
    const where = matching({ entity_id: filter.entityId, customer_id: filter.customerId, state: filter.state });
    return this.#page(tables.draftTable, where, page, draftOf);
  }

  async findApproval(approvalId: string): Promise<ApprovalRecord | undefined> {
    return (await this.#byKey(tables.approvalTable, approvalId)).map(approvalOf)[0];
  }

  async findCustomer(customerId: string): Promise<records.CustomerRecord | undefined> {
    return (await this.#byKey(tables.customerTable, customerId)).map(records.customerOf)[0];
  }

  listCustomers(filter: CustomerFilter = {}, page: PageRequest = {}): Promise<Page<records.CustomerRecord>> {
    const { name } = filter;
    const pattern = `%${(name ?? '').toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const named = name === undefined ? sql`` : sql`and lower(name) like ${pattern} escape '\\'`;
    const where = sql`${matching({ customer_id: filter.customerId, kind: filter.kind })} ${named}`;
    return this.#page(tables.customerTable, where, page, records.customerOf);
  }

  accountItems(accountId: string, { openOnly = false } = {}): Promise<AccountItem[]> {
    return accountItems(this.store, accountId, { openOnly, now: this.now });
  }

  itemMovements(accountId: string, documentId: string): Promise<ItemMovement[]> {
    return itemMovements(this.store, accountId, documentId);
  }

  /** The day of the last document that names a customer as buyer, per legal entity. */
  lastDocumentDays(customerId: string): Promise<ReadonlyMap<string, string>> {
    return this.#documents(async ({ db, table }) => {
      const days = (spec: TableSpec) => sql`select entity_id, issue_day from ${table(spec)} where customer_id = ${customerId}`;
      const { rows } = await sql<Row>`select entity_id, max(issue_day) as day from
        (${days(tables.invoiceTable)} union all ${days(tables.creditNoteTable)}) d group by entity_id order by entity_id`.execute(db);
      return new Map(rows.map((row) => [String(row['entity_id']), dayOfEpoch(Number(row['day']))]));
    });
  }

  accountsWithOpenItems(page: OwingAccounts): Promise<string[]> {
    return accountsWithOpenItems(this.store, page, this.now);
  }

  findContract(contractId: string): Promise<ContractRecord | undefined> {
    return findContract(this.store, contractId);
  }

  listContracts(filter: ContractFilter = {}, page: PageRequest = {}): Promise<Page<ContractRecord>> {
    return listContracts(this.store, filter, page);
  }

  findBillingRun(runId: string): Promise<BillingRunRecord | undefined> {
    return findBillingRun(this.store, runId);
  }

  findDelivery(deliveryId: string): Promise<DeliveryRecord | undefined> {
    return findDelivery(this.store, deliveryId);
  }

  listDeliveries(filter: DeliveryFilter = {}, page: PageRequest = {}): Promise<Page<DeliveryRecord>> {
    return listDeliveries(this.store, filter, page);
  }

  /** Reminders by e-mail, newest first. */
  emailLetters(reminderId?: string, page: PageRequest = {}): Promise<Page<SentLetter>> {
    return listLetters(this.store, reminderId, page);
  }

  /** Why no mail goes to a customer: their address sent the last one back for good; undefined: nothing is known against it. */
  mailHold(customerId: string): Promise<string | undefined> {
    return mailHold(this.store, customerId);
  }

  /** Issued and never sent, to customers who want e-mail, oldest first. */
  undelivered(asked: UndeliveredAsked, page: PageRequest = {}): Promise<Page<UndeliveredDocument>> {
    return listUndelivered(this.store, asked, page);
  }

  billingCandidates(asked: CandidatesAsked): Promise<BillingCandidate[]> {
    return billingCandidates(this.store, asked);
  }

  /** Questions and complaints of customers, newest first. */
  listInquiries(filter: InquiryFilter = {}, page: PageRequest = {}): Promise<Page<InquiryRecord>> {
    return listInquiries(this.store, filter, page);
  }

  /** The last word of customers on invoices, newest first. */
  listSatisfaction(filter: Omit<InquiryFilter, 'state'> = {}, page: PageRequest = {}): Promise<Page<SatisfactionRecord>> {
    return listSatisfaction(this.store, filter, page);
  }

  /** Lines of bank statements with what became of them, newest first. */
  listBankLines(filter: BankLineFilter = {}, page: PageRequest = {}): Promise<Page<BankLineRecord>> {
    return listBankLines(this.store, filter, page);
  }

  /** What bank lines of an entity are matched with. */
  matchingRecords(entityId: string): Promise<MatchingRecords> {
    return matchingRecords(this.store, entityId);
  }

  /** Ids of batches of direct debits that collect between two days. */
  debitBatches(entityId: string, currency: string, days: { readonly from: string; readonly to: string }): Promise<string[]> {
    return debitBatches(this.store, entityId, currency, days);
  }

  /** What the books moved, or are to move, at the bank for exactly so many minor units. */
  bankSubjects(entityId: string, currency: string, amount: bigint): Promise<BankSubject[]> {
    return bankSubjects(this.store, entityId, currency, amount);
  }

  riskFlags(asked: RiskFlagsAsked): Promise<RiskFlags> {
    return riskFlags(this.store, asked);
  }

  async accountHold(accountId: string): Promise<AccountHold> {
    const row = (await this.#byKey(tables.accountHoldTable, accountId))[0];
    return { accountId, held: row?.['held'] === 1n, reason: row === undefined ? '' : String(row['reason']) };
  }

  reminders(filter: ReminderFilter = {}, page: PageRequest = {}): Promise<Page<records.ReminderRecord>> {
    return this.#documents(async ({ db, table }) => {
      const where = matching({ reminder_id: filter.reminderId, account_id: filter.accountId, state: filter.state });
      const { rows } = await sql<Row>`select * from ${table(tables.reminderTable)} where ${where} ${paged(page)}`.execute(db);
      const ids = rows.map((row) => row['reminder_id']);
      const items =
        ids.length === 0
          ? []
          : (await sql<Row>`select * from ${table(tables.reminderItemTable)} where reminder_id in (${sql.join(ids)}) order by reminder_id, line`.execute(db)).rows;
      return pageOf(rows.map((row) => records.reminderOf(row, items.filter((item) => item['reminder_id'] === row['reminder_id']))), page);
    });
  }

  reminderSkips(filter: { readonly accountId?: string } = {}, page: PageRequest = {}): Promise<Page<records.ReminderSkipRecord>> {
    return this.#page(tables.reminderSkipTable, matching({ account_id: filter.accountId }), page, records.reminderSkipOf);
  }

  /** Events about a subject, in log order by default. */
  eventsOf(subject: Subject, page: PageRequest = {}): Promise<Page<records.EventRecord>> {
    const kinds: readonly (readonly [SubjectKind, string | undefined])[] = [
      ['invoice', subject.invoiceId], ['credit-note', subject.creditNoteId], ['payment', subject.paymentId], ['sale', subject.saleId],
      ['return', subject.returnId],
    ];
    const names = kinds.flatMap(([kind, id]) => (id === undefined ? [] : [subjectOf(kind, id)]));
    return this.#documents(async ({ db, table }) => {
      const named = names.length === 0 ? sql`` : sql`and sequence in (select sequence from ${table(tables.subjectTable)} where subject in (${sql.join(names)}))`;
      const where = sql`${matching({ stream: subject.stream })} ${named}`;
      const request = { oldestFirst: true, ...page };
      const { rows } = await sql<Row>`select * from ${table(tables.eventTable)} where ${where} ${paged(request)}`.execute(db);
      return pageOf(rows.map(records.eventOf), request);
    });
  }

  /** Where an own event stands, by its sequence. */
  async findEvent(sequence: number): Promise<records.EventRecord | undefined> {
    return (await this.#byKey(tables.eventTable, sequence)).map(records.eventOf)[0];
  }

  /** The last sequence recorded at or before a moment (milliseconds), and whether a later fact exists. */
  sequenceAt(time: number): Promise<{ sequence: number; settled: boolean }> {
    return this.store.read((db) => sequenceAtTime(db, time));
  }

  /** Null when this actor never wrote under this command id. */
  findRequest(commandId: string, actor: string): Promise<RequestRecord | null> {
    return this.#documents(async ({ db, table }) => {
      const { rows } = await sql<Row>`select r.input_hash, r.sequence, e.stream, e.revision
        from ${table(tables.requestTable)} r join ${table(tables.eventTable)} e on e.sequence = r.sequence
        where r.command_id = ${commandId} and r.actor = ${actor}`.execute(db);
      const row = rows[0];
      if (row === undefined) return null;
      return { inputHash: String(row['input_hash']), sequence: Number(row['sequence']), stream: String(row['stream']), revision: Number(row['revision']) };
    });
  }

  #documents<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return onSnapshot(this.store, 'documents', work);
  }

  #byKey(spec: TableSpec, key: string | number): Promise<Row[]> {
    return this.#documents(async ({ db, table }) => {
      const { rows } = await sql<Row>`select * from ${table(spec)} where ${sql.ref(spec.key[0]!)} = ${key}`.execute(db);
      return rows;
    });
  }

  #byIdOrNumber(spec: TableSpec, id: string, name: string): Promise<Row[]> {
    return this.#documents((snapshot) => rowsByName(snapshot, spec, { id, name }));
  }

  #page<T extends { readonly sequence: number }>(
    spec: TableSpec,
    where: ReturnType<typeof matching>,
    page: PageRequest,
    recordOf: (row: Row) => T,
  ): Promise<Page<T>> {
    return this.#documents(async ({ db, table }) => {
      const { rows } = await sql<Row>`select * from ${table(spec)} where ${where} ${paged(page)}`.execute(db);
      return pageOf(rows.map(recordOf), page);
    });
  }
}

export const lookups = (store: ReadStore, now: NowInMilliseconds): Lookups => new Lookups(store, now);
