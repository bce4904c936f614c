import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { matching, paged, pageOf, type Page, type PageRequest } from '../lookups/page';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { inquiryTable, satisfactionTable } from './tables';

export const inquiryStates = ['open', 'answered', 'closed'] as const;

/** Holds personal data. */
export interface InquiryRecord {
  readonly inquiryId: string;
  readonly accountId: string;
  readonly invoiceId: string | null;
  readonly kind: 'question' | 'dispute' | 'complaint';
  readonly via: string;
  readonly receivedOn: string;
  /** Of the invoice, opened with it. */
  readonly disputeId: string | null;
  readonly state: (typeof inquiryStates)[number];
  readonly name: string | null;
  readonly email: string | null;
  readonly question: string;
  /** The last one. */
  readonly answer: string | null;
  readonly answers: number;
  readonly answeredOn: string | null;
  readonly closedOn: string | null;
  readonly outcome: string | null;
  readonly sequence: number;
}

export interface InquiryFilter {
  readonly entityId?: string;
  readonly customerId?: string;
  readonly accountId?: string;
  readonly state?: string;
}

export interface SatisfactionRecord {
  readonly invoiceId: string;
  readonly accountId: string;
  /** 0 to 10. */
  readonly score: number;
  readonly recordedOn: string;
  readonly comment: string | null;
  readonly sequence: number;
}

const orNull = (value: unknown): string | null => (value === '' ? null : String(value));
const dayOrNull = (value: unknown): string | null => (Number(value) === 0 ? null : dayOfEpoch(Number(value)));

function inquiryOf(row: Row): InquiryRecord {
  return {
    inquiryId: String(row['inquiry_id']), accountId: String(row['account_id']), invoiceId: orNull(row['invoice_id']),
    kind: String(row['kind']) as InquiryRecord['kind'], via: String(row['via']), receivedOn: dayOfEpoch(Number(row['received_day'])),
    disputeId: orNull(row['dispute_id']), state: String(row['state']) as InquiryRecord['state'], name: orNull(row['asked_by']), email: orNull(row['email']),
    question: String(row['question']), answer: orNull(row['answer']), answers: Number(row['answers']), answeredOn: dayOrNull(row['answered_day']),
    closedOn: dayOrNull(row['closed_day']), outcome: orNull(row['outcome']), sequence: Number(row['sequence']),
  };
}

const satisfactionOf = (row: Row): SatisfactionRecord => ({
  invoiceId: String(row['invoice_id']), accountId: String(row['account_id']), score: Number(row['score']), recordedOn: dayOfEpoch(Number(row['recorded_day'])),
  comment: orNull(row['comment']), sequence: Number(row['sequence']),
});

export function listInquiries(store: ReadStore, { entityId, customerId, accountId, state }: InquiryFilter, page: PageRequest): Promise<Page<InquiryRecord>> {
  const where = matching({ entity_id: entityId, customer_id: customerId, account_id: accountId, state });
  return onSnapshot(store, 'customer-accounts', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(inquiryTable)} where ${where} ${paged(page)}`.execute(db);
    return pageOf(rows.map(inquiryOf), page);
  });
}

export function listSatisfaction(store: ReadStore, { entityId, customerId, accountId }: Omit<InquiryFilter, 'state'>, page: PageRequest): Promise<Page<SatisfactionRecord>> {
  const where = matching({ entity_id: entityId, customer_id: customerId, account_id: accountId });
  return onSnapshot(store, 'customer-accounts', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(satisfactionTable)} where ${where} ${paged(page)}`.execute(db);
    return pageOf(rows.map(satisfactionOf), page);
  });
}
