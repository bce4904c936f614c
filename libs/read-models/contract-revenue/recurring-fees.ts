import { sql } from 'kysely';
import { Decimal, decimalOf, minorOf } from '#money';
import { currencyDigits } from '#ledger';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { recurringChangeTable, recurringContractTable } from './contract-revenue.projection';

/** What an item brings in from a day on. Minor units. */
export interface FeeFrom {
  readonly fromDay: number;
  readonly plan: string;
  readonly monthly: bigint;
  readonly yearly: bigint;
}

/** An item of a contract over time; the days rise. */
export interface RecurringItem {
  readonly entityId: string;
  readonly currency: string;
  readonly customerId: string;
  readonly fees: readonly FeeFrom[];
  /** First day on which the contract has ended; null: open-ended. */
  readonly endedFrom: number | null;
}

/** How many of an interval are in a year, as a quotient of whole numbers. */
const perYear: Readonly<Record<string, readonly [number, number]>> = { day: [365, 1], week: [365, 7], month: [12, 1], year: [1, 1] };

/** A fee for every so many units, as money a year and a month, each rounded once from the exact value. */
export function yearlyAndMonthly(fee: string, unit: string, count: number, currency: string): { yearly: bigint; monthly: bigint } {
  const [times, days] = perYear[unit]!;
  const digits = currencyDigits(currency);
  const yearly = decimalOf(fee).times(times).div(days * count);
  const minor = (value: Decimal): bigint => minorOf(value.toFixed(digits, Decimal.ROUND_HALF_UP), digits);
  return { yearly: minor(yearly), monthly: minor(yearly.div(12)) };
}

/** Everything that recurs, as known: of two statements for one day the later one counts, and so does the later end. */
export async function recurringItems({ db, table, knownAt, entityId, customerId }: Slice): Promise<RecurringItem[]> {
  const { rows } = await sql<Row>`select c.contract_id, c.entity_id, c.customer_id, c.currency, h.item_id, h.plan, h.from_day, h.trial_days, h.fee,
      h.interval_unit, h.interval_count
    from ${table(recurringChangeTable)} h join ${table(recurringContractTable)} c on c.contract_id = h.contract_id
    where h.sequence <= ${knownAt} and ${entityId === null ? sql`1 = 1` : sql`c.entity_id = ${entityId}`}
      and ${customerId === null ? sql`1 = 1` : sql`c.customer_id = ${customerId}`}
    order by c.contract_id, h.item_id, case when h.item_id = '' then 0 else h.from_day end, h.sequence, h.line`.execute(db);
  const items: RecurringItem[] = [];
  let endedFrom: number | null = null;
  let contractId = '';
  for (let start = 0; start < rows.length; ) {
    const first = rows[start]!;
    if (first['contract_id'] !== contractId) endedFrom = null;
    contractId = String(first['contract_id']);
    let end = start;
    while (end < rows.length && rows[end]!['contract_id'] === contractId && rows[end]!['item_id'] === first['item_id']) end += 1;
    // The rows without an item come first: they say when the contract ends.
    if (first['item_id'] === '') endedFrom = Number(rows[end - 1]!['from_day']);
    else items.push(itemOf(rows.slice(start, end), endedFrom));
    start = end;
  }
  return items;
}

function itemOf(rows: readonly Row[], endedFrom: number | null): RecurringItem {
  const [first] = rows as [Row, ...Row[]];
  const currency = String(first['currency']);
  const fees = rows.map((row, index) => {
    const trialDays = index === 0 ? Number(row['trial_days']) : 0;
    const plan = String(row['plan']);
    return {
      fromDay: Number(row['from_day']) + trialDays, plan, ...yearlyAndMonthly(String(row['fee']), String(row['interval_unit']), Number(row['interval_count']), currency),
    };
  });
  return { entityId: String(first['entity_id']), currency, customerId: String(first['customer_id']), fees, endedFrom };
}

/** What stands on a day; null: nothing recurs. A change within the trial takes effect when the trial is over. */
export function feeOn({ fees, endedFrom }: RecurringItem, day: number): FeeFrom | null {
  if (endedFrom !== null && day >= endedFrom) return null;
  const trialEnd = fees[0]!.fromDay;
  if (day < trialEnd) return null;
  const fee = fees.findLast(({ fromDay }) => fromDay <= day);
  return fee === undefined || fee.monthly === 0n ? null : fee;
}
