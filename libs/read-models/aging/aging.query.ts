import { sql } from 'kysely';
import { accountIdOf } from '#ledger';
import { disputedItems } from '../receivables/disputes.query';
import { accountNames, type AccountName } from '../receivables/open-items.query';
import { topCustomers } from '../receivables/parents.query';
import { settingTable } from '../receivables/tables';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import type { AgingQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { bucketSums, type Ageing, type BucketSums } from './bucket-sums.query';

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
  /** Present when children are rolled up into their parents. */
  readonly rollUp?: true;
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
  readonly sums: BucketSums;
  disputed: bigint;
}

/** Bucket ends per entity, as configured at the last fact that counts. */
async function bucketSettings({ db, table, knownAt }: Slice): Promise<Map<string, readonly number[]>> {
  const settings = table(settingTable);
  const { rows } = await sql<Row>`select s.entity_id, s.buckets from ${settings} s
    where s.sequence = (select max(t.sequence) from ${settings} t where t.entity_id = s.entity_id and t.sequence <= ${knownAt})`.execute(db);
  return new Map(rows.map((row) => [String(row['entity_id']), JSON.parse(String(row['buckets'])) as number[]]));
}

type Figures = Pick<BucketSums, 'amounts' | 'items' | 'receipts' | 'credits'> & { readonly disputed: bigint };

function totalsOf(cells: readonly Cell[], width: number): Figures {
  const amounts = Array<bigint>(width).fill(0n);
  const items = Array<number>(width).fill(0);
  let [disputed, receipts, credits] = [0n, 0n, 0n];
  for (const cell of cells) {
    for (let bucket = 0; bucket < width; bucket += 1) {
      amounts[bucket]! += cell.sums.amounts[bucket]!;
      items[bucket]! += cell.sums.items[bucket]!;
    }
    disputed += cell.disputed;
    receipts += cell.sums.receipts;
    credits += cell.sums.credits;
  }
  return { amounts, items, disputed, receipts, credits };
}

/** Most figures of most customers are zero, whose text is made once. */
function amountTexts(currency: string): (amount: bigint) => string {
  const zero = amountText(0n, currency);
  return (amount) => (amount === 0n ? zero : amountText(amount, currency));
}

function figuresOf({ amounts, items, receipts, credits }: Omit<Figures, 'disputed'>, disputed: bigint, text: (amount: bigint) => string): AgingFigures {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return {
    amounts: amounts.map(text),
    items,
    total: text(total),
    disputed: text(disputed),
    unappliedReceipts: text(receipts),
    unappliedCredits: text(credits),
    balance: text(total - receipts - credits),
  };
}

type Top = (customerId: string) => string;
const itself: Top = (customerId) => customerId;

/** One cell for each customer at the top of its line, with everything below it. */
function rolledUp(cells: readonly Cell[], top: Top): Cell[] {
  return [...grouped(cells, ({ account }) => top(account.customerId))].map(([customerId, group]) => {
    const [{ account, sums }] = group as [Cell];
    const { disputed, ...totals } = totalsOf(group, sums.amounts.length);
    return {
      account: { customerId, entityId: account.entityId, accountId: accountIdOf(account.entityId, customerId) },
      sums: { ...sums, ...totals, unidentified: sumOf(group, (cell) => cell.sums.unidentified) },
      disputed,
    };
  });
}

function sectionOf(found: readonly Cell[], ends: readonly number[], top: Top): AgingSection {
  const cells = top === itself ? found : rolledUp(found, top);
  const { account: { entityId }, sums: { currency } } = cells[0]!;
  const buckets = bucketNames(ends);
  const text = amountTexts(currency);
  const customers = cells
    .filter((cell) => cell.account.customerId !== '')
    .sort((left, right) => byText(left.account.customerId, right.account.customerId));
  const totals = totalsOf(customers, buckets.length);
  return {
    entityId,
    currency,
    buckets,
    rows: customers.map(({ account: { customerId, accountId }, sums, disputed }) => ({ customerId, accountId, ...figuresOf(sums, disputed, text) })),
    totals: figuresOf(totals, totals.disputed, text),
    unidentifiedReceipts: text(sumOf(cells, (cell) => cell.sums.unidentified)),
  };
}

/** Entities with the same bucket ends are summed in one go. */
async function cellsOf(slice: Slice, by: Ageing['by'], endsOf: (entityId: string) => readonly number[]): Promise<Cell[]> {
  const accounts = await accountNames(slice);
  const endsByEntity = new Map([...accounts.values()].map(({ entityId }) => [entityId, endsOf(entityId)]));
  const shapes = new Map([...endsByEntity.values()].map((ends) => [ends.join(), ends]));
  const shapeByEntity = new Map([...endsByEntity].map(([entityId, ends]) => [entityId, ends.join()]));
  const cells: Cell[] = [];
  for (const [shape, ends] of shapes) {
    for (const sums of await bucketSums(slice, { ends, by })) {
      const account = accounts.get(sums.accountKey)!;
      if (shapeByEntity.get(account.entityId) === shape) cells.push({ account, sums, disputed: 0n });
    }
  }
  await addDisputed(slice, cells);
  return cells;
}

async function addDisputed(slice: Slice, cells: readonly Cell[]): Promise<void> {
  const items = await disputedItems(slice);
  if (items.length === 0) return;
  const byAccount = new Map(cells.map((cell) => [`${cell.sums.accountKey} ${cell.sums.currency}`, cell]));
  for (const item of items) byAccount.get(`${item.accountKey} ${item.currency}`)!.disputed += item.amount;
}

async function sectionsOf(slice: Slice, by: Ageing['by'], top: Top): Promise<AgingSection[]> {
  const settings = await bucketSettings(slice);
  const endsOf = (entityId: string): readonly number[] => settings.get(entityId) ?? defaultBuckets;
  const sections = grouped(await cellsOf(slice, by, endsOf), (cell) => `${cell.account.entityId} ${cell.sums.currency}`);
  return [...sections].sort(([left], [right]) => byText(left, right)).map(([, cells]) => sectionOf(cells, endsOf(cells[0]!.account.entityId), top));
}

/**
 * Open invoice instalments by age on a day: current is due on or after it, then the entity's buckets as configured
 * when the figures were known. Money and credits not yet applied stand in columns of their own.
 */
export function aging(store: ReadStore, question: AgingQuestion): Promise<ReportFigures<AgingBody>> {
  const by = question.by ?? 'due-date';
  return onSlice(store, 'receivables', question, async (slice) => {
    const sections = await sectionsOf(slice, by, question.rollUp === true ? await topCustomers(slice) : itself);
    const controlTotals = Object.fromEntries(
      sections.flatMap(({ entityId, currency, totals }) => [
        [`receivables ${entityId} ${currency}`, totals.total],
        [`balance ${entityId} ${currency}`, totals.balance],
      ]),
    );
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    const { asOf, knownAt, basis } = slice;
    const body: AgingBody = { report: 'aging', asOf, knownAt, basis, by, ...(question.rollUp === true ? { rollUp: true } : {}), sections };
    return { report: 'aging', body, provenance: provenanceOf(slice, rowCount, controlTotals) };
  });
}
