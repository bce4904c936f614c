import { sql } from 'kysely';
import { disputedItems } from '../receivables/disputes.query';
import { accountNames, openItems, type AccountName } from '../receivables/open-items.query';
import { kindCode, settingTable } from '../receivables/tables';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import type { AgingQuestion, ReportAnswer } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';

/** Figures of one customer, or the totals of a section. Arrays run over the section's buckets. */
export interface AgingFigures {
  readonly amounts: readonly string[];
  readonly items: readonly number[];
  /** Sum of the buckets. */
  readonly total: string;
  /** Part of the total that is in dispute. */
  readonly disputed: string;
  readonly unappliedReceipts: string;
  readonly unappliedCredits: string;
  /** What the customer owes on balance: total less receipts and credits not yet applied. */
  readonly balance: string;
}

export interface AgingRow extends AgingFigures {
  readonly customerId: string;
  readonly accountId: string;
}

export interface AgingSection {
  readonly entityId: string;
  readonly currency: string;
  /** Names of the buckets: "current", "1-30", … "91+". */
  readonly buckets: readonly string[];
  readonly rows: readonly AgingRow[];
  readonly totals: AgingFigures;
  /** Money received whose payer is not known. No customer owes less for it yet. */
  readonly unidentifiedReceipts: string;
}

export interface AgingBody {
  readonly report: 'aging';
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly by: 'due-date' | 'invoice-date';
  readonly sections: readonly AgingSection[];
}

const defaultBuckets: readonly number[] = [30, 60, 90];

export const bucketNames = (ends: readonly number[]): string[] => [
  'current',
  ...ends.map((end, index) => `${(ends[index - 1] ?? 0) + 1}-${end}`),
  `${ends.at(-1)! + 1}+`,
];

interface Cell {
  readonly account: AccountName;
  readonly currency: string;
  readonly amounts: bigint[];
  readonly items: number[];
  disputed: bigint;
  receipts: bigint;
  credits: bigint;
  unidentified: bigint;
}

/** Bucket ends per entity, as configured at the last fact that counts. */
async function bucketSettings({ db, table, knownAt }: Slice): Promise<Map<string, readonly number[]>> {
  const settings = table(settingTable);
  const { rows } = await sql<Row>`select s.entity_id, s.buckets from ${settings} s
    where s.sequence = (select max(t.sequence) from ${settings} t where t.entity_id = s.entity_id and t.sequence <= ${knownAt})`.execute(db);
  return new Map(rows.map((row) => [String(row['entity_id']), JSON.parse(String(row['buckets'])) as number[]]));
}

class AgingSheet {
  readonly #cells = new Map<string, Cell>();

  constructor(
    private readonly accounts: ReadonlyMap<bigint, AccountName>,
    private readonly endsOf: (entityId: string) => readonly number[],
  ) {}

  cell(accountKey: bigint, currency: string): Cell {
    const key = `${accountKey} ${currency}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const account = this.accounts.get(accountKey)!;
      const width = this.endsOf(account.entityId).length + 2;
      cell = {
        account, currency, amounts: Array<bigint>(width).fill(0n), items: Array<number>(width).fill(0), disputed: 0n, receipts: 0n, credits: 0n,
        unidentified: 0n,
      };
      this.#cells.set(key, cell);
    }
    return cell;
  }

  cells(): Cell[] {
    return [...this.#cells.values()];
  }
}

/** Adds the bucket figures of the accounts whose entity has these bucket ends, in one grouped query. */
async function fillBuckets(slice: Slice, sheet: AgingSheet, scope: BucketScope): Promise<void> {
  const { ends, by, items, wanted } = scope;
  const column = sql.ref(by === 'due-date' ? 'due_day' : 'issue_day');
  const lasts = [slice.asOfDay, ...ends.map((end) => slice.asOfDay - end)];
  const figures = lasts.concat(Number.MIN_SAFE_INTEGER).map((first, index) => {
    const inBucket = index === 0 ? sql`${column} >= ${first}` : sql`${column} >= ${first} and ${column} < ${lasts[index - 1]!}`;
    return sql`cast(coalesce(sum(case when ${inBucket} then amount end), 0) as bigint) as ${sql.ref(`a${index}`)},
      count(case when ${inBucket} then 1 end) as ${sql.ref(`n${index}`)}`;
  });
  const { rows } = await sql<Row>`select account_key, currency, ${sql.join(figures)} from ${items} o
    where kind = ${kindCode.invoice} group by account_key, currency`.execute(slice.db);
  for (const row of rows) {
    const accountKey = row['account_key'] as bigint;
    if (!wanted(accountKey)) continue;
    const cell = sheet.cell(accountKey, String(row['currency']));
    for (let bucket = 0; bucket < cell.amounts.length; bucket += 1) {
      cell.amounts[bucket] = row[`a${bucket}`] as bigint;
      cell.items[bucket] = Number(row[`n${bucket}`]);
    }
  }
}

interface BucketScope {
  readonly ends: readonly number[];
  readonly by: 'due-date' | 'invoice-date';
  readonly items: Awaited<ReturnType<typeof openItems>>;
  readonly wanted: (accountKey: bigint) => boolean;
}

async function fillUnapplied(slice: Slice, sheet: AgingSheet, items: BucketScope['items']): Promise<void> {
  const { rows } = await sql<Row>`select account_key, currency, kind, cast(sum(amount) as bigint) as amount from ${items} o
    where kind <> ${kindCode.invoice} group by account_key, currency, kind`.execute(slice.db);
  for (const row of rows) {
    const cell = sheet.cell(row['account_key'] as bigint, String(row['currency']));
    const amount = row['amount'] as bigint;
    if (Number(row['kind']) === kindCode.receipt) cell.receipts += amount;
    else if (Number(row['kind']) === kindCode.credit) cell.credits += amount;
    else cell.unidentified += amount;
  }
}

function figuresOf(cells: readonly Cell[], currency: string, width: number): AgingFigures {
  const amounts = Array.from({ length: width }, (_unused, bucket) => sumOf(cells, (cell) => cell.amounts[bucket]!));
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  const receipts = sumOf(cells, (cell) => cell.receipts);
  const credits = sumOf(cells, (cell) => cell.credits);
  return {
    amounts: amounts.map((amount) => amountText(amount, currency)),
    items: amounts.map((_unused, bucket) => cells.reduce((sum, cell) => sum + cell.items[bucket]!, 0)),
    total: amountText(total, currency),
    disputed: amountText(sumOf(cells, (cell) => cell.disputed), currency),
    unappliedReceipts: amountText(receipts, currency),
    unappliedCredits: amountText(credits, currency),
    balance: amountText(total - receipts - credits, currency),
  };
}

function sectionOf(cells: readonly Cell[], ends: readonly number[]): AgingSection {
  const { account, currency } = cells[0]!;
  const buckets = bucketNames(ends);
  const customers = cells
    .filter((cell) => cell.account.customerId !== '')
    .sort((left, right) => byText(left.account.customerId, right.account.customerId));
  return {
    entityId: account.entityId,
    currency,
    buckets,
    rows: customers.map((cell) => ({
      customerId: cell.account.customerId, accountId: cell.account.accountId, ...figuresOf([cell], currency, buckets.length),
    })),
    totals: figuresOf(customers, currency, buckets.length),
    unidentifiedReceipts: amountText(sumOf(cells, (cell) => cell.unidentified), currency),
  };
}

async function sheetOf(slice: Slice, by: BucketScope['by']): Promise<AgingSection[]> {
  const settings = await bucketSettings(slice);
  const endsOf = (entityId: string): readonly number[] => settings.get(entityId) ?? defaultBuckets;
  const accounts = await accountNames(slice);
  const sheet = new AgingSheet(accounts, endsOf);
  const items = await openItems(slice);
  const shapes = new Map([...accounts.values()].map(({ entityId }) => [endsOf(entityId).join(), endsOf(entityId)]));
  for (const [shape, ends] of shapes) {
    const wanted = (accountKey: bigint): boolean => endsOf(accounts.get(accountKey)!.entityId).join() === shape;
    await fillBuckets(slice, sheet, { ends, by, items, wanted });
  }
  await fillUnapplied(slice, sheet, items);
  for (const item of await disputedItems(slice)) sheet.cell(item.accountKey, item.currency).disputed += item.amount;
  const sections = grouped(sheet.cells(), (cell) => `${cell.account.entityId} ${cell.currency}`);
  return [...sections].sort(([left], [right]) => byText(left, right)).map(([, cells]) => sectionOf(cells, endsOf(cells[0]!.account.entityId)));
}

/**
 * Open invoice instalments by age on a day: current is due on or after it, then the entity's buckets as configured
 * when the figures were known. Money and credits not yet applied stand in columns of their own.
 */
export function aging(store: ReadStore, question: AgingQuestion): Promise<ReportAnswer<AgingBody>> {
  const by = question.by ?? 'due-date';
  return onSlice(store, 'receivables', question, async (slice) => {
    const sections = await sheetOf(slice, by);
    const controlTotals = Object.fromEntries(
      sections.flatMap(({ entityId, currency, totals }) => [
        [`receivables ${entityId} ${currency}`, totals.total],
        [`balance ${entityId} ${currency}`, totals.balance],
      ]),
    );
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    const { asOf, knownAt, basis } = slice;
    return { report: 'aging', body: { report: 'aging', asOf, knownAt, basis, by, sections }, provenance: provenanceOf(slice, rowCount, controlTotals) };
  });
}
