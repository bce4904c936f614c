import { sql } from 'kysely';
import { dayOfEpoch, epochDay } from '#ledger';
import { matching, paged, pageOf, type Page, type PageRequest } from '../lookups/page';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { contractTable, noDay, runTable } from './tables';

export interface ContractRecord {
  readonly contractId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly billToCustomerId?: string;
  readonly currency: string;
  readonly reference?: string;
  /** `ended`: an end was recorded, which may lie in the future; what is owed until then is still billed. */
  readonly state: 'in-force' | 'ended';
  readonly signedOn: string;
  readonly startsOn: string;
  /** Last day, included. */
  readonly endsOn?: string;
  /** First day on which something that is not metered falls due; absent: nothing any more. */
  readonly nextDueOn?: string;
  /** Batches of usage that were recorded and are not billed. */
  readonly usageUnbilled: number;
  readonly revision: number;
  readonly sequence: number;
}

export interface ContractFilter {
  readonly entityId?: string;
  readonly customerId?: string;
  readonly accountId?: string;
  readonly state?: ContractRecord['state'];
  /** Only contracts on which something falls due by this day, usage apart. */
  readonly dueBy?: string;
}

export function findContract(store: ReadStore, contractId: string): Promise<ContractRecord | undefined> {
  return onSnapshot(store, 'contracts', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(contractTable)} where contract_id = ${contractId}`.execute(db);
    return rows.map(contractOf)[0];
  });
}

export function listContracts(store: ReadStore, filter: ContractFilter, page: PageRequest): Promise<Page<ContractRecord>> {
  const { entityId, customerId, accountId, state, dueBy } = filter;
  const due = dueBy === undefined ? sql`` : sql`and next_due_day <= ${epochDay(dueBy)}`;
  const where = sql`${matching({ entity_id: entityId, customer_id: customerId, account_id: accountId, state })} ${due}`;
  return onSnapshot(store, 'contracts', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(contractTable)} where ${where} ${paged(page)}`.execute(db);
    return pageOf(rows.map(contractOf), page);
  });
}

function contractOf(row: Row): ContractRecord {
  const text = (column: string): string => String(row[column]);
  const optional = (name: string, column: string) => (row[column] === '' ? {} : { [name]: text(column) });
  const day = (name: string, column: string) => (Number(row[column]) === noDay ? {} : { [name]: dayOfEpoch(Number(row[column])) });
  return {
    contractId: text('contract_id'), entityId: text('entity_id'), customerId: text('customer_id'), accountId: text('account_id'),
    ...optional('billToCustomerId', 'bill_to'), currency: text('currency'), ...optional('reference', 'reference'),
    state: text('state') as ContractRecord['state'], signedOn: dayOfEpoch(Number(row['signed_day'])), startsOn: dayOfEpoch(Number(row['starts_day'])),
    ...day('endsOn', 'ends_day'), ...day('nextDueOn', 'next_due_day'), usageUnbilled: Number(row['usage_seen']) - Number(row['usage_billed']),
    revision: Number(row['revision']), sequence: Number(row['sequence']),
  };
}

/** How far a billing run has come, by whichever process. */
export interface BillingRunRecord {
  readonly runId: string;
  readonly entityId: string;
  readonly through: string;
  readonly issueDate: string;
  readonly state: 'planning' | 'planned' | 'completed';
  /** Invoices and credits of the plan, and sales and contracts that its invoices take up. */
  readonly planned: number;
  readonly credits: number;
  readonly sources: number;
  /** Sources assigned, and sources dropped. */
  readonly assigned: number;
  readonly dropped: number;
  readonly issued: number;
  readonly credited: number;
  /** Planned invoices of which nothing was left; known when the run is completed. */
  readonly empty: number;
  readonly sequence: number;
}

export function findBillingRun(store: ReadStore, runId: string): Promise<BillingRunRecord | undefined> {
  return onSnapshot(store, 'contracts', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(runTable)} where run_id = ${runId}`.execute(db);
    return rows.map(runOf)[0];
  });
}

function runOf(row: Row): BillingRunRecord {
  const count = (column: string): number => Number(row[column]);
  return {
    runId: String(row['run_id']), entityId: String(row['entity_id']), through: dayOfEpoch(count('through_day')), issueDate: dayOfEpoch(count('issue_day')),
    state: String(row['state']) as BillingRunRecord['state'], planned: count('invoices'), credits: count('credits'), sources: count('sources'),
    assigned: count('assigned'), dropped: count('dropped'), issued: count('issued'), credited: count('credited'), empty: count('empty'),
    sequence: count('sequence'),
  };
}
