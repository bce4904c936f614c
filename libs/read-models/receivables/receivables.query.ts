import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type Question, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { disputedItems } from './disputes.query';
import { accountNames, openItems, type AccountName } from './open-items.query';
import { itemKinds, itemTable, type ItemKind } from './tables';

/** An open item. Money and credits not yet applied stand beside the invoices, with their own kind. */
export interface ReceivablesItem {
  readonly kind: ItemKind;
  /** Invoice, credit note or payment id. */
  readonly documentId: string;
  readonly documentNumber: string;
  /** Instalment of an invoice; 1 otherwise. */
  readonly part: number;
  readonly issueDate: string;
  readonly dueDate: string;
  /** Days past due on the day; negative before. Zero for what has no due date. */
  readonly daysLate: number;
  /** Open invoice amount, or amount not yet applied. */
  readonly open: string;
  readonly disputed: boolean;
}

export interface ReceivablesAccount {
  readonly customerId: string;
  readonly accountId: string;
  readonly items: readonly ReceivablesItem[];
  readonly receivables: string;
  readonly unappliedReceipts: string;
  readonly unappliedCredits: string;
  readonly balance: string;
}

export interface ReceivablesSection {
  readonly entityId: string;
  readonly currency: string;
  readonly accounts: readonly ReceivablesAccount[];
  readonly unidentified: readonly ReceivablesItem[];
  readonly totals: {
    readonly receivables: string;
    readonly unappliedReceipts: string;
    readonly unappliedCredits: string;
    readonly balance: string;
    readonly unidentifiedReceipts: string;
  };
}

export interface ReceivablesBody {
  readonly report: 'receivables';
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly sections: readonly ReceivablesSection[];
}

/** Items in one answer at most; beyond it, ask per customer or use aging. */
const itemsMax = 200_000;

interface OpenItem {
  readonly account: AccountName;
  readonly currency: string;
  readonly amount: bigint;
  readonly order: number;
  readonly shown: ReceivablesItem;
}

async function listItems(slice: Slice): Promise<OpenItem[]> {
  const accounts = await accountNames(slice);
  const disputed = new Set((await disputedItems(slice)).map((item) => item.itemKey));
  const { rows } = await sql<Row>`select o.*, i.document_id, i.document_number, i.part
    from ${await openItems(slice)} o
    join ${slice.table(itemTable)} i on i.account_key = o.account_key and i.item_key = o.item_key
    order by o.account_key, o.item_key limit ${itemsMax + 1}`.execute(slice.db);
  if (rows.length > itemsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${itemsMax} items are open. Ask for one customer at a time, or for aging.`);
  }
  return rows.map((row) => {
    const kind = itemKinds[Number(row['kind']) - 1]!;
    const currency = String(row['currency']);
    const due = Number(row['due_day']);
    const amount = row['amount'] as bigint;
    return {
      account: accounts.get(row['account_key'] as bigint)!,
      currency,
      amount,
      order: Number(row['item_key']),
      shown: {
        kind, documentId: String(row['document_id']), documentNumber: String(row['document_number']), part: Number(row['part']),
        issueDate: dayOfEpoch(Number(row['issue_day'])), dueDate: dayOfEpoch(due), daysLate: kind === 'invoice' ? slice.asOfDay - due : 0,
        open: amountText(amount, currency), disputed: disputed.has(row['item_key'] as bigint),
      },
    };
  });
}

function totalsOf(items: readonly OpenItem[], currency: string): ReceivablesSection['totals'] {
  const of = (kind: ItemKind): bigint => sumOf(items.filter((item) => item.shown.kind === kind), (item) => item.amount);
  const [receivables, receipts, credits] = [of('invoice'), of('receipt'), of('credit')];
  return {
    receivables: amountText(receivables, currency),
    unappliedReceipts: amountText(receipts, currency),
    unappliedCredits: amountText(credits, currency),
    balance: amountText(receivables - receipts - credits, currency),
    unidentifiedReceipts: amountText(of('unidentified'), currency),
  };
}

const inOrder = (items: readonly OpenItem[]): ReceivablesItem[] =>
  [...items].sort((left, right) => byText(left.shown.dueDate, right.shown.dueDate) || left.order - right.order).map((item) => item.shown);

function sectionOf(items: readonly OpenItem[]): ReceivablesSection {
  const { account, currency } = items[0]!;
  const accounts = [...grouped(items.filter((item) => item.shown.kind !== 'unidentified'), (item) => item.account.accountId)]
    .sort(([left], [right]) => byText(left, right))
    .map(([accountId, own]) => {
      const { unidentifiedReceipts: _nobodys, ...totals } = totalsOf(own, currency);
      return { customerId: own[0]!.account.customerId, accountId, items: inOrder(own), ...totals };
    });
  const unidentified = inOrder(items.filter((item) => item.shown.kind === 'unidentified'));
  return { entityId: account.entityId, currency, accounts, unidentified, totals: totalsOf(items, currency) };
}

/** Every open item with its open amount on the day. @throws ReportRefused when there are too many for one answer. */
export function receivablesReport(store: ReadStore, question: Question): Promise<ReportFigures<ReceivablesBody>> {
  return onSlice(store, 'receivables', question, async (slice) => {
    const items = await listItems(slice);
    const groups = [...grouped(items, (item) => `${item.account.entityId} ${item.currency}`)].sort(([left], [right]) => byText(left, right));
    const sections = groups.map(([, group]) => sectionOf(group));
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(
      sections.flatMap(({ entityId, currency, totals }) => [
        [`receivables ${entityId} ${currency}`, totals.receivables],
        [`balance ${entityId} ${currency}`, totals.balance],
      ]),
    );
    return {
      report: 'receivables',
      body: { report: 'receivables', asOf, knownAt, basis, sections },
      provenance: provenanceOf(slice, items.length, controlTotals),
    };
  });
}
