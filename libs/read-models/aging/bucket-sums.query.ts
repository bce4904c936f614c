import { sql, type RawBuilder } from 'kysely';
import { accountsAsked, counted, isCurrent } from '../receivables/open-items.query';
import { kindCode, movementTable, openTable, totalTable } from '../receivables/tables';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';

/** Open sums of one account in one currency, in minor units. Arrays run over the buckets: current first, oldest last. */
export interface BucketSums {
  readonly accountKey: bigint;
  readonly currency: string;
  readonly amounts: bigint[];
  readonly items: number[];
  receipts: bigint;
  credits: bigint;
  unidentified: bigint;
}

export interface Ageing {
  /** Last day of every bucket after the current one, counted in days late. */
  readonly ends: readonly number[];
  readonly by: 'due-date' | 'invoice-date';
}

/** First day of every bucket, latest first; the oldest bucket has none. */
const firstDays = ({ asOfDay }: Slice, { ends }: Ageing): number[] => [asOfDay, ...ends.map((end) => asOfDay - end)];

/** Whether a day falls into a bucket. */
function within(day: RawBuilder<unknown>, firsts: readonly number[], bucket: number): RawBuilder<unknown> {
  const [first, end] = [firsts[bucket], firsts[bucket - 1]];
  if (first === undefined) return sql`${day} < ${end}`;
  return end === undefined ? sql`${day} >= ${first}` : sql`${day} >= ${first} and ${day} < ${end}`;
}

/**
 * What every account with an open item owes, by age: from what is kept open where the question is about now, else
 * from the movements that count.
 */
export async function bucketSums(slice: Slice, ageing: Ageing): Promise<BucketSums[]> {
  if (!(await isCurrent(slice))) return pastSums(slice, ageing);
  return ageing.by === 'due-date' ? currentSums(slice, ageing) : scannedSums(slice, ageing);
}

const emptySums = (accountKey: bigint, currency: string, width: number): BucketSums => ({
  accountKey, currency, amounts: Array<bigint>(width).fill(0n), items: Array<number>(width).fill(0), receipts: 0n, credits: 0n, unidentified: 0n,
});

class SumsByAccount {
  readonly #sums = new Map<string, BucketSums>();

  constructor(private readonly width: number) {}

  of(row: Row): BucketSums {
    const [accountKey, currency] = [row['account_key'] as bigint, String(row['currency'])];
    const key = `${accountKey} ${currency}`;
    let sums = this.#sums.get(key);
    if (sums === undefined) {
      sums = emptySums(accountKey, currency, this.width);
      this.#sums.set(key, sums);
    }
    return sums;
  }

  all(): BucketSums[] {
    return [...this.#sums.values()];
  }
}

/** Money and credits not yet applied, from the totals kept per account. */
async function addUnapplied({ db, table, ...slice }: Slice, sums: SumsByAccount): Promise<void> {
  const { rows } = await sql<Row>`select kind, account_key, currency, amount from ${table(totalTable)}
    where kind <> ${kindCode.invoice} and items > 0 and ${accountsAsked({ db, table, ...slice })}`.execute(db);
  for (const row of rows) {
    const [own, amount] = [sums.of(row), row['amount'] as bigint];
    if (Number(row['kind']) === kindCode.receipt) own.receipts = amount;
    else if (Number(row['kind']) === kindCode.credit) own.credits = amount;
    else own.unidentified = amount;
  }
}

/** Rows that a look at the spread of due days takes. */
const sampleRows = 2_000;

/** Whether more of the open items seem to be in the oldest bucket than not yet due: only the speed depends on it. */
async function isMostlyOld({ db, table }: Slice, firsts: readonly number[]): Promise<boolean> {
  const { rows } = await sql<Row>`select count(case when due_day < ${firsts.at(-1)!} then 1 end) as old, count(case when due_day >= ${firsts[0]!} then 1 end) as due
    from (select due_day from ${table(openTable)} where kind = ${kindCode.invoice} limit ${sampleRows}) o`.execute(db);
  return (rows[0]!['old'] as bigint) >= (rows[0]!['due'] as bigint);
}

/**
 * Every bucket but one is summed over its range of due days, account by account; the one left out, the oldest or the
 * current one, is the rest of the account's total.
 */
async function currentSums(slice: Slice, ageing: Ageing): Promise<BucketSums[]> {
  const { db, table } = slice;
  const firsts = firstDays(slice, ageing);
  const rest = (await isMostlyOld(slice, firsts)) ? firsts.length : 0;
  const read = [...firsts.keys(), firsts.length].filter((bucket) => bucket !== rest);
  const figures = read.map((bucket) => {
    const inBucket = within(sql.ref('o.due_day'), firsts, bucket);
    return sql`cast(coalesce(sum(case when ${inBucket} then o.amount end), 0) as bigint) as ${sql.ref(`a${bucket}`)},
      count(case when ${inBucket} then 1 end) as ${sql.ref(`n${bucket}`)}`;
  });
  const range = rest === 0 ? sql`o.due_day < ${firsts[0]}` : sql`o.due_day >= ${firsts.at(-1)}`;
  const { rows } = await sql<Row>`select t.account_key, t.currency, t.amount, t.items, ${sql.join(figures)}
    from ${table(totalTable)} t
    left join ${table(openTable)} o on o.kind = t.kind and o.account_key = t.account_key and o.currency = t.currency and ${range}
    where t.kind = ${kindCode.invoice} and t.items > 0 and ${accountsAsked(slice, 't')}
    group by t.kind, t.account_key, t.currency`.execute(db);
  const sums = new SumsByAccount(firsts.length + 1);
  for (const row of rows) {
    const { amounts, items } = sums.of(row);
    let [amount, count] = [row['amount'] as bigint, Number(row['items'])];
    for (const bucket of read) {
      amount -= amounts[bucket] = row[`a${bucket}`] as bigint;
      count -= items[bucket] = Number(row[`n${bucket}`]);
    }
    amounts[rest] = amount;
    items[rest] = count;
  }
  await addUnapplied(slice, sums);
  return sums.all();
}

/** By invoice date: what is open now is kept in the order of due days, so every open item is read. */
async function scannedSums(slice: Slice, ageing: Ageing): Promise<BucketSums[]> {
  const { db, table } = slice;
  const firsts = firstDays(slice, ageing);
  const buckets = [...firsts.keys(), firsts.length];
  const figures = buckets.map((bucket) => {
    const inBucket = within(sql.ref('issue_day'), firsts, bucket);
    return sql`cast(coalesce(sum(case when ${inBucket} then amount end), 0) as bigint) as ${sql.ref(`a${bucket}`)},
      count(case when ${inBucket} then 1 end) as ${sql.ref(`n${bucket}`)}`;
  });
  const { rows } = await sql<Row>`select account_key, currency, ${sql.join(figures)} from ${table(openTable)}
    where kind = ${kindCode.invoice} and ${accountsAsked(slice)} group by account_key, currency`.execute(db);
  const sums = new SumsByAccount(buckets.length);
  for (const row of rows) {
    const { amounts, items } = sums.of(row);
    for (const bucket of buckets) {
      amounts[bucket] = row[`a${bucket}`] as bigint;
      items[bucket] = Number(row[`n${bucket}`]);
    }
  }
  await addUnapplied(slice, sums);
  return sums.all();
}

/**
 * Every movement that counts is read once, in the order it is stored in: first summed per item, then per account. One
 * text per account holds its figures: grouping all items by account at once would sort them first.
 */
async function pastSums(slice: Slice, ageing: Ageing): Promise<BucketSums[]> {
  const { db, table } = slice;
  const firsts = firstDays(slice, ageing);
  const sumWhere = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`cast(coalesce(sum(case when ${condition} then o.amount end), 0) as bigint)`;
  const buckets = [...firsts.keys(), firsts.length].map((bucket) => {
    const inBucket = sql`o.kind = ${kindCode.invoice} and ${within(sql.ref('o.day'), firsts, bucket)}`;
    return sql`${sumWhere(inBucket)}, count(case when ${inBucket} then 1 end)`;
  });
  const unapplied = [kindCode.receipt, kindCode.credit, kindCode.unidentified].map((kind) => sumWhere(sql`o.kind = ${kind}`));
  const day = sql.ref(ageing.by === 'due-date' ? 'due_day' : 'issue_day');
  const { rows } = await sql<Row>`select t.account_key, t.currency, (
      select concat_ws(' ', count(*), ${sql.join([...unapplied, ...buckets])}) from (
        select min(m.kind) as kind, min(m.${day}) as day, cast(sum(m.amount) as bigint) as amount from ${table(movementTable)} m
        where m.account_key = t.account_key and m.currency = t.currency and ${counted(slice, 'm')}
        group by m.account_key, m.item_key having sum(m.amount) <> 0) o) as figures
    from (select account_key, currency from ${table(totalTable)} where ${accountsAsked(slice)} group by account_key, currency) t`.execute(db);
  return rows.flatMap((row) => {
    const [open, receipts, credits, unidentified, ...figures] = String(row['figures']).split(' ');
    if (open === '0') return [];
    const sums = emptySums(row['account_key'] as bigint, String(row['currency']), firsts.length + 1);
    for (let bucket = 0; bucket <= firsts.length; bucket += 1) {
      sums.amounts[bucket] = BigInt(figures[2 * bucket]!);
      sums.items[bucket] = Number(figures[2 * bucket + 1]!);
    }
    return [{ ...sums, receipts: BigInt(receipts!), credits: BigInt(credits!), unidentified: BigInt(unidentified!) }];
  });
}
