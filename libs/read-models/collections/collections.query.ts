import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { amountText } from '../reports/figures';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import type { TableSpec } from '../store/table';
import { contactTable, handOverTable, noDay, promiseTable } from './tables';

export interface ContactRecord {
  readonly contactId: string;
  readonly contactedOn: string;
  readonly channel: string;
  readonly direction: string;
  readonly outcome: string;
  readonly followUpOn?: string;
  readonly invoiceIds: readonly string[];
  /** Personal data, as the note. */
  readonly person: string;
  readonly note: string;
  readonly sequence: number;
}

/** Whether it was kept follows from the account, not from this record. */
export interface PromiseRecord {
  readonly promiseId: string;
  readonly givenOn: string;
  readonly promisedFor: string;
  readonly currency: string;
  readonly amount: string;
  /** Empty: everything that was open in the currency. */
  readonly invoiceIds: readonly string[];
  readonly contactId?: string;
  readonly withdrawnOn?: string;
  readonly withdrawnWhy?: string;
  readonly sequence: number;
}

export interface HandOverRecord {
  readonly accountId: string;
  readonly handoverId: string;
  readonly agency: string;
  readonly handedOverOn: string;
  readonly currency: string;
  readonly amount: string;
  readonly invoiceIds: readonly string[];
  readonly reason: string;
  readonly overridden: boolean;
  readonly recalledOn?: string;
  readonly recalledWhy?: string;
  readonly sequence: number;
}

export interface CollectionRecord {
  readonly contacts: readonly ContactRecord[];
  readonly promises: readonly PromiseRecord[];
  readonly handOvers: readonly HandOverRecord[];
}

/** Most entries of each kind in one answer. */
const shownMax = 1_000;

/** The collector's record of one account, newest first. */
export function collectionRecord(store: ReadStore, accountId: string): Promise<CollectionRecord> {
  return onSnapshot(store, 'collections', async ({ db, table }) => {
    const read = async (spec: TableSpec): Promise<Row[]> =>
      (await sql<Row>`select * from ${table(spec)} where account_id = ${accountId} order by sequence desc limit ${shownMax}`.execute(db)).rows;
    return {
      contacts: (await read(contactTable)).map(contactOf),
      promises: (await read(promiseTable)).map(promiseOf),
      handOvers: (await read(handOverTable)).map(handOverOf),
    };
  });
}

/** Hand-overs of that id; it is unique within an account alone. */
export function handOversNamed(store: ReadStore, handoverId: string): Promise<HandOverRecord[]> {
  return onSnapshot(store, 'collections', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(handOverTable)} where handover_id = ${handoverId} order by account_id limit ${shownMax}`.execute(db);
    return rows.map(handOverOf);
  });
}

const text = (row: Row, column: string): string => String(row[column]);
const day = (row: Row, column: string): string => dayOfEpoch(Number(row[column]));
const optionalDay = (row: Row, column: string, name: string) => (Number(row[column]) === noDay ? {} : { [name]: day(row, column) });
const optionalText = (row: Row, column: string, name: string) => (row[column] === '' ? {} : { [name]: text(row, column) });
const ids = (row: Row): string[] => JSON.parse(text(row, 'invoices')) as string[];

const contactOf = (row: Row): ContactRecord => ({
  contactId: text(row, 'contact_id'), contactedOn: day(row, 'contacted_day'), channel: text(row, 'channel'), direction: text(row, 'direction'),
  outcome: text(row, 'outcome'), ...optionalDay(row, 'follow_up_day', 'followUpOn'), invoiceIds: ids(row), person: text(row, 'person'), note: text(row, 'note'),
  sequence: Number(row['sequence']),
});

const promiseOf = (row: Row): PromiseRecord => ({
  promiseId: text(row, 'promise_id'), givenOn: day(row, 'given_day'), promisedFor: day(row, 'promised_day'), currency: text(row, 'currency'),
  amount: amountText(row['amount'] as bigint, text(row, 'currency')), invoiceIds: ids(row), ...optionalText(row, 'contact_id', 'contactId'),
  ...optionalDay(row, 'withdrawn_day', 'withdrawnOn'), ...optionalText(row, 'withdrawn_why', 'withdrawnWhy'), sequence: Number(row['sequence']),
});

const handOverOf = (row: Row): HandOverRecord => ({
  accountId: text(row, 'account_id'), handoverId: text(row, 'handover_id'), agency: text(row, 'agency'), handedOverOn: day(row, 'handed_day'),
  currency: text(row, 'currency'), amount: amountText(row['amount'] as bigint, text(row, 'currency')), invoiceIds: ids(row), reason: text(row, 'reason'),
  overridden: row['overridden'] === 1n, ...optionalDay(row, 'recalled_day', 'recalledOn'), ...optionalText(row, 'recalled_why', 'recalledWhy'),
  sequence: Number(row['sequence']),
});
