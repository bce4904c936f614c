import { sql, type RawBuilder } from 'kysely';
import { documentTable } from '../management/tables';
import { accountsAsked, counted } from '../receivables/open-items.query';
import { accountTable, kindCode, movementCode, movementTable } from '../receivables/tables';
import { alongside } from '../reports/alongside';
import { ReportRefused } from '../reports/question';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { endsUpTo, firstEndFrom } from './month-ends';

/** Whose figures they are; the customer is empty where customers are not told apart. */
export interface Owner {
  readonly entityId: string;
  readonly customerId: string;
  readonly currency: string;
}

/** Minor units moved between two ends, of items that are not overdue at the ends before `currentBelow`. */
export interface MovedFigure extends Owner {
  readonly place: number;
  readonly currentBelow: number;
  /** Change of what is owed on invoices. */
  readonly owed: bigint;
  /** Invoiced for goods and services less credited, tax included. */
  readonly sold: bigint;
}

/** Invoice instalments paid in full between two ends. */
export interface PaidFigure extends Owner {
  readonly place: number;
  readonly items: number;
  /** Sums of days since the issue date, and since the due date (early ones count below zero). */
  readonly daysToPay: number;
  readonly daysLate: number;
}

const figuresMax = 500_000;

async function found(slice: Slice, query: RawBuilder<unknown>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select * from (${query}) figures limit ${figuresMax + 1}`.execute(slice.db);
  if (rows.length > figuresMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${figuresMax} figures. Ask for one legal entity, one customer or fewer months at a time.`);
  }
  return rows;
}

const ownerOf = (row: Row): Owner => ({ entityId: String(row['entity_id']), customerId: String(row['customer_id']), currency: String(row['currency']) });
const customerColumn = (byCustomer: boolean): RawBuilder<unknown> => (byCustomer ? sql`a.customer_id` : sql`''`);

/** What was owed and sold, by the end it first counts at. */
export async function movedFigures(slice: Slice, ends: readonly number[], byCustomer: boolean): Promise<MovedFigure[]> {
  const { table, day } = slice;
  const { invoice, credit } = kindCode;
  // A fee or interest is owed like any invoice, and is no sale; neither is what is credited of it.
  const charges = sql`select sequence from ${(await alongside(slice, 'management'))(documentTable)} where sale = 0`;
  const rows = await found(slice, sql`
    select entity_id, customer_id, currency, place, current_below, cast(sum(owed) as bigint) as owed, cast(sum(sold) as bigint) as sold from (
      select a.entity_id, ${customerColumn(byCustomer)} as customer_id, m.currency,
        ${firstEndFrom(ends, sql.ref(`m.${day}`))} as place, ${endsUpTo(ends, sql`m.due_day`)} as current_below,
        case when m.kind = ${invoice} then m.amount else 0 end as owed,
        case when m.movement <> ${movementCode.opened} or m.sequence in (${charges}) then 0 when m.kind = ${invoice} then m.amount else -m.amount end as sold
      from ${table(movementTable)} m join ${table(accountTable)} a on a.account_key = m.account_key
      where ${counted(slice, 'm')} and ${accountsAsked(slice, 'm')}
        and (m.kind = ${invoice} or (m.kind = ${credit} and m.movement = ${movementCode.opened}))
    ) moved group by entity_id, customer_id, currency, place, current_below`);
  return rows.map((row) => ({
    ...ownerOf(row), place: Number(row['place']), currentBelow: Number(row['current_below']), owed: row['owed'] as bigint, sold: row['sold'] as bigint,
  }));
}

/**
 * How long customers took to pay, by the end the last money counts at. What a credit note, a deduction or a write-off
 * helped to settle, and what money of another currency paid, is left out.
 */
export async function paidFigures(slice: Slice, ends: readonly number[], byCustomer: boolean): Promise<PaidFigure[]> {
  const { table, day } = slice;
  const gone = sql`${movementCode['written-off']}, ${movementCode.deducted}, ${movementCode.exchanged}`;
  const rows = await found(slice, sql`
    select entity_id, customer_id, currency, place, count(*) as items,
      cast(sum(settled_day - issue_day) as bigint) as days_to_pay, cast(sum(settled_day - due_day) as bigint) as days_late
    from (
      select a.entity_id, ${customerColumn(byCustomer)} as customer_id, s.currency, s.settled_day, s.issue_day, s.due_day,
        ${firstEndFrom(ends, sql`s.settled_day`)} as place
      from (
        select m.account_key, m.item_key, min(m.currency) as currency, min(m.issue_day) as issue_day, min(m.due_day) as due_day, max(m.${sql.ref(day)}) as settled_day
        from ${table(movementTable)} m
        where m.kind = ${kindCode.invoice} and ${counted(slice, 'm')} and ${accountsAsked(slice, 'm')}
        group by m.account_key, m.item_key
        having sum(m.amount) = 0
          and sum(case when m.movement in (${gone}) then 1 else 0 end) = 0
          and sum(case when m.movement = ${movementCode.allocated} then 1 else 0 end) > 0
          and sum(case when m.movement = ${movementCode.opened} then 1 else 0 end) > 0
      ) s join ${table(accountTable)} a on a.account_key = s.account_key
      where s.settled_day > ${ends[0]!} and not exists (
        select 1 from ${table(movementTable)} m join ${table(movementTable)} c
          on c.account_key = m.account_key and c.sequence = m.sequence and c.kind = ${kindCode.credit}
        where m.account_key = s.account_key and m.item_key = s.item_key and ${counted(slice, 'm')} and m.movement = ${movementCode.allocated}
      )
    ) paid group by entity_id, customer_id, currency, place`);
  return rows.map((row) => ({
    ...ownerOf(row), place: Number(row['place']), items: Number(row['items']), daysToPay: Number(row['days_to_pay']), daysLate: Number(row['days_late']),
  }));
}
