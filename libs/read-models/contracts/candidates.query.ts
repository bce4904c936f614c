import { sql, type RawBuilder } from 'kysely';
import { comparePlaces, epochDay, type PlanPlace } from '#ledger';
import { onSnapshot, type Snapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { contractTable, heldAccountTable, waitingSaleTable } from './tables';

/** A contract of which something may be due, or a sale that waits. */
export interface BillingCandidate extends PlanPlace {
  readonly reference: string;
  /** Revision of its own stream: of a contract the last one seen, of a sale the first. */
  readonly revision: number;
  /** Of a contract with usage that is not billed: the last revision of that usage; else null. */
  readonly usageRevision: number | null;
  /** True: something is due by its dates alone. False: only its own events and its usage can tell. */
  readonly isDue: boolean;
  /** Of a contract: it was amended, ended or used, and something may have to be credited. */
  readonly isChanged: boolean;
  /** A sale's own exchange rate; empty: none. */
  readonly rate: string;
  /** Its account is held: it waits. */
  readonly isHeld: boolean;
}

/** A page of candidates of an entity, in the order of a plan. */
export interface CandidatesAsked {
  readonly entityId: string;
  readonly through: string;
  /** Only these accounts; absent: all. */
  readonly accountIds?: readonly string[];
  /** Behind this place; null: from the first. */
  readonly after: PlanPlace | null;
  readonly limit: number;
}

export function billingCandidates(store: ReadStore, asked: CandidatesAsked): Promise<BillingCandidate[]> {
  return onSnapshot(store, 'contracts', async (snapshot) => {
    const found = [...(await contractsDue(snapshot, asked)), ...(await waitingSales(snapshot, asked))];
    return found.sort(comparePlaces).slice(0, asked.limit);
  });
}

async function contractsDue({ db, table }: Snapshot, asked: CandidatesAsked): Promise<BillingCandidate[]> {
  const day = epochDay(asked.through);
  const { rows } = await sql<Row>`select c.*, ${isHeld(table)} as is_held from ${table(contractTable)} c
    where c.entity_id = ${asked.entityId} and (c.next_due_day <= ${day} or c.usage_seen > c.usage_billed)
      ${accountsOf(asked)} ${contractsAfter(asked.after)}
    order by c.account_id, c.customer_id, c.currency, c.bill_to, c.contract_id limit ${asked.limit}`.execute(db);
  return rows.map((row) => ({
    ...placeOf(row), standsAlone: false, kind: 'contract', id: String(row['contract_id']), revision: Number(row['revision']),
    usageRevision: Number(row['usage_seen']) > Number(row['usage_billed']) ? Number(row['usage_seen']) - 1 : null,
    isDue: Number(row['next_due_day']) <= day, isChanged: row['changed'] === 1n || row['usage_seen'] !== 0n, rate: '',
  }));
}

async function waitingSales({ db, table }: Snapshot, asked: CandidatesAsked): Promise<BillingCandidate[]> {
  const { rows } = await sql<Row>`select c.*, ${isHeld(table)} as is_held from ${table(waitingSaleTable)} c
    where c.entity_id = ${asked.entityId} and c.closed_day <= ${epochDay(asked.through)} ${accountsOf(asked)} ${salesAfter(asked.after)}
    order by c.account_id, c.customer_id, c.currency, c.bill_to, c.stands_alone, c.sale_id limit ${asked.limit}`.execute(db);
  return rows.map((row) => ({
    ...placeOf(row), standsAlone: row['stands_alone'] === 1n, kind: 'sale', id: String(row['sale_id']), revision: 0, usageRevision: null, isDue: true,
    isChanged: false, rate: String(row['rate']),
  }));
}

const isHeld = (table: Snapshot['table']): RawBuilder<unknown> =>
  sql`(select count(*) from ${table(heldAccountTable)} h where h.account_id = c.account_id and h.held = 1)`;

const placeOf = (row: Row) => ({
  accountId: String(row['account_id']), customerId: String(row['customer_id']), currency: String(row['currency']), billToCustomerId: String(row['bill_to']),
  reference: String(row['reference']), isHeld: row['is_held'] !== 0n,
});

const accountsOf = ({ accountIds }: CandidatesAsked): RawBuilder<unknown> =>
  accountIds === undefined ? sql`` : sql`and c.account_id in (${sql.join([...accountIds])})`;

const groupOf = ({ accountId, customerId, currency, billToCustomerId }: PlanPlace): RawBuilder<unknown> =>
  sql`${accountId}, ${customerId}, ${currency}, ${billToCustomerId}`;

const groupColumns = sql`c.account_id, c.customer_id, c.currency, c.bill_to`;

/** Contracts come first in their group: behind a sale only the next groups have any. */
function contractsAfter(after: PlanPlace | null): RawBuilder<unknown> {
  if (after === null) return sql``;
  const within = after.kind === 'contract' && !after.standsAlone;
  return within ? sql`and (${groupColumns}, c.contract_id) > (${groupOf(after)}, ${after.id})` : sql`and (${groupColumns}) > (${groupOf(after)})`;
}

function salesAfter(after: PlanPlace | null): RawBuilder<unknown> {
  if (after === null) return sql``;
  return after.kind === 'contract'
    ? sql`and (${groupColumns}) >= (${groupOf(after)})`
    : sql`and (${groupColumns}, c.stands_alone, c.sale_id) > (${groupOf(after)}, ${after.standsAlone ? 1 : 0}, ${after.id})`;
}
