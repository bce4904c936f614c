import { sql } from 'kysely';
import { dayOfEpoch, epochDay, type KnownPayer, type OpenItemDraft, type SettledInvoice } from '#ledger';
import { customerTable, invoiceTable } from '../documents/tables';
import { accountTable, itemTable, openTable } from '../receivables/tables';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { bankMovementTable, customerIbanTable, debitBatchTable, earlyPaymentTable, payerAccountTable, payerOfTable } from './tables';

/** What bank lines of one entity are matched with, as far as read models know. Holds personal data. */
export interface MatchingRecords {
  readonly items: readonly OpenItemDraft[];
  readonly settled: readonly SettledInvoice[];
  readonly payers: readonly KnownPayer[];
  /** Terms of invoices that may be paid with a discount, by invoice. */
  readonly earlyPayments: ReadonlyMap<string, EarlyPaymentTerms>;
}

export interface EarlyPaymentTerms {
  readonly percent: string;
  /** Last value date of a payment with the discount. */
  readonly until: string;
  /** What the invoice was for, in minor units. */
  readonly gross: bigint;
}

async function openItems(store: ReadStore, entityId: string): Promise<OpenItemDraft[]> {
  return onSnapshot(store, 'receivables', async ({ db, table }) => {
    const { rows } = await sql<Row>`select a.account_id, o.currency, o.due_day, o.amount, i.document_id, i.document_number, i.part
      from ${table(openTable)} o join ${table(accountTable)} a on a.account_key = o.account_key
      join ${table(itemTable)} i on i.account_key = o.account_key and i.item_key = o.item_key
      where a.entity_id = ${entityId} and o.kind = 1 and o.amount > 0`.execute(db);
    return rows.map((row) => ({
      invoiceId: String(row['document_id']), number: String(row['document_number']), instalment: Number(row['part']), accountId: String(row['account_id']),
      currency: String(row['currency']), open: row['amount'] as bigint, dueDate: dayOfEpoch(Number(row['due_day'])),
    }));
  });
}

interface Documents {
  readonly settled: SettledInvoice[];
  readonly names: ReadonlyMap<string, string>;
}

async function documentsOf(store: ReadStore, entityId: string): Promise<Documents> {
  return onSnapshot(store, 'documents', async ({ db, table }) => {
    const paid = await sql<Row>`select invoice_id, document_number, account_id, currency, gross from ${table(invoiceTable)}
      where entity_id = ${entityId} and gross = settled`.execute(db);
    const named = await sql<Row>`select customer_id, name from ${table(customerTable)} where name <> ''`.execute(db);
    return {
      settled: paid.rows.map((row) => ({
        invoiceId: String(row['invoice_id']), number: String(row['document_number']), accountId: String(row['account_id']), currency: String(row['currency']),
        amount: row['gross'] as bigint,
      })),
      names: new Map(named.rows.map((row) => [String(row['customer_id']), String(row['name'])])),
    };
  });
}

/** Bank accounts by debtor account; of what customers told us by `entity~customer`. */
async function ibansOf(store: ReadStore, entityId: string): Promise<ReadonlyMap<string, Set<string>>> {
  return onSnapshot(store, 'reconciliation', async ({ db, table }) => {
    const seen = await sql<Row>`select o.account_id, p.iban from ${table(payerAccountTable)} p join ${table(payerOfTable)} o on o.payment_id = p.payment_id
      where p.entity_id = ${entityId}`.execute(db);
    const told = await sql<Row>`select customer_id, iban from ${table(customerIbanTable)}`.execute(db);
    const found = new Map<string, Set<string>>();
    const add = (accountId: string, iban: string): void => void found.set(accountId, (found.get(accountId) ?? new Set()).add(iban));
    for (const row of seen.rows) add(String(row['account_id']), String(row['iban']));
    for (const row of told.rows) add(`${entityId}~${String(row['customer_id'])}`, String(row['iban']));
    return found;
  });
}

/** Of invoices in one part; what is due in several earns its discount only by the whole, which a line cannot tell. */
async function earlyPaymentsOf(store: ReadStore, entityId: string): Promise<ReadonlyMap<string, EarlyPaymentTerms>> {
  return onSnapshot(store, 'reconciliation', async ({ db, table }) => {
    const { rows } = await sql<Row>`select invoice_id, percent, last_day, gross from ${table(earlyPaymentTable)} where entity_id = ${entityId} and parts = 1`.execute(db);
    return new Map(rows.map((row) => [String(row['invoice_id']), { percent: String(row['percent']), until: dayOfEpoch(Number(row['last_day'])), gross: row['gross'] as bigint }]));
  });
}

/** Everything that a run of the matching looks lines up in. */
export async function matchingRecords(store: ReadStore, entityId: string): Promise<MatchingRecords> {
  const [items, documents, ibans, earlyPayments] = await Promise.all([
    openItems(store, entityId), documentsOf(store, entityId), ibansOf(store, entityId), earlyPaymentsOf(store, entityId),
  ]);
  const accounts = new Set([...items.map(({ accountId }) => accountId), ...documents.settled.map(({ accountId }) => accountId), ...ibans.keys()]);
  const payers = [...accounts].map((accountId) => {
    const name = documents.names.get(accountId.slice(accountId.indexOf('~') + 1));
    return { accountId, names: name === undefined ? [] : [name], ibans: [...(ibans.get(accountId) ?? [])] };
  });
  return { items, settled: documents.settled, payers, earlyPayments };
}

/** A refund, payout or receipt that a line may be about. `amount` is what the bank account gains, in minor units. */
export interface BankSubject {
  readonly kind: string;
  readonly subjectId: string;
  readonly accountId: string | null;
  readonly day: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly lineId: string | null;
  /** What the bank calls a refund, as a person noted it. */
  readonly reference: string | null;
}

/** What the books moved, or are to move, at the bank for exactly this amount. */
export function bankSubjects(store: ReadStore, entityId: string, currency: string, amount: bigint): Promise<BankSubject[]> {
  return onSnapshot(store, 'reconciliation', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(bankMovementTable)}
      where entity_id = ${entityId} and currency = ${currency} and amount = ${amount} order by sequence`.execute(db);
    return rows.map((row) => ({
      kind: String(row['kind']), subjectId: String(row['subject_id']), accountId: row['account_id'] === '' ? null : String(row['account_id']),
      day: dayOfEpoch(Number(row['day'])), currency: String(row['currency']), amount: row['amount'] as bigint, lineId: row['line_id'] === '' ? null : String(row['line_id']),
      reference: row['reference'] === '' ? null : String(row['reference']),
    }));
  });
}

/** Batches of direct debits that collect between two days, the oldest first. */
export function debitBatches(store: ReadStore, entityId: string, currency: string, days: { readonly from: string; readonly to: string }): Promise<string[]> {
  return onSnapshot(store, 'reconciliation', async ({ db, table }) => {
    const { rows } = await sql<Row>`select batch_id from ${table(debitBatchTable)}
      where entity_id = ${entityId} and currency = ${currency} and collection_day between ${epochDay(days.from)} and ${epochDay(days.to)} order by sequence`.execute(db);
    return rows.map((row) => String(row['batch_id']));
  });
}
