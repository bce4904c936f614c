import { exactCombinations } from './exact-combinations';
import type { Reading } from './explain-mentions';
import { confidenceOf, fitsExactly, type Basis, type Explanation } from './explanation';
import { fitItems } from './fit-items';
import type { Reason } from './matching.types';
import type { Mentions } from './mentions';
import { slipsOf } from './number-atoms';
import { mayBePart } from './part-of';
import { amountKey, compareText, type IndexedItem } from './open-item-index';
import { payerSupport } from './payer-evidence';

const exactAmount: Reason = { rule: 'exact-amount', detail: 'the amount is exactly what is open' };

/** Readings by who pays and how much, for lines that name no document, or to hold against those that do. */
export function explainPayer(reading: Reading, mentions: Mentions): readonly Explanation[] {
  const { payer } = reading;
  if (payer.byIban.length > 0) return payer.byIban.slice(0, 5).flatMap((accountId) => byAccount(reading, accountId, 'bank-account', mentions));
  if (payer.byName.length > 0) return payer.byName.slice(0, 5).flatMap((accountId) => byAccount(reading, accountId, 'name', mentions));
  return byAmount(reading);
}

function byAccount(reading: Reading, accountId: string, basis: Basis, mentions: Mentions): readonly Explanation[] {
  const account = reading.index.accounts.get(accountId);
  if (account === undefined) return [];
  const support = payerSupport(reading.index, reading.payer, accountId);
  const readings = [...combined(reading, account.items), ...reduced(reading, account.items)];
  const { complete } = readings.length === 0 ? { complete: true } : { complete: readings.every((one) => one.complete) };
  const alone = readings.length === 1 && complete;
  const made = readings.map(({ items, fit, usual }) => {
    const part = partOfOther(reading, account.items, items);
    const doubt = (alone ? 0 : 20) + (usual ? 0 : 15) + (part === undefined ? 0 : 15) + numbersAgainst(mentions, items);
    const reasons: Reason[] = [...support.reasons, exactAmount];
    if (items.length > 1) reasons.push({ rule: 'combination', detail: `the amount is exactly that of ${items.length} open items` });
    if (!alone) reasons.push({ rule: 'combination', detail: 'against it: other open items of this customer are exactly the amount, too' });
    if (part !== undefined) reasons.push({ rule: 'exact-amount', detail: `against it: the amount may as well be a part of ${part}` });
    const confidence = Math.max(0, confidenceOf(basis, true, support) - doubt);
    return { accountId, ...fit, confidence, reasons, thin: false, ...(alone ? {} : { discrepancy: 'ambiguous' as const }) };
  });
  return made.length > 0 ? made : [onAccount(reading, accountId, basis)];
}

/** An item of which the amount may be a part: then that is as likely as the payment of another in full. */
function partOfOther({ line, left }: Reading, all: readonly IndexedItem[], taken: readonly IndexedItem[]): string | undefined {
  return all.find((item) => item.currency === line.currency && left.of(item) > line.amount && !taken.includes(item) && mayBePart(line.amount, left.of(item)))?.number;
}

interface Taken {
  readonly items: readonly IndexedItem[];
  readonly fit: ReturnType<typeof fitItems>;
  readonly complete: boolean;
  /** One item, or the oldest so many: what payers do. Other sets may come about by chance. */
  readonly usual: boolean;
}

function combined(reading: Reading, all: readonly IndexedItem[]): readonly Taken[] {
  const { line, left } = reading;
  const { found, complete } = exactCombinations(line, all, left);
  const open = all.filter((item) => item.currency === line.currency && left.of(item) > 0n);
  return found.map((items) => {
    const oldest = new Set(open.slice(0, items.length));
    return { items, fit: fitItems(line, items, left), complete, usual: items.length === 1 || items.every((item) => oldest.has(item)) };
  });
}

/** One item less its discount or the charges stated. */
function reduced(reading: Reading, all: readonly IndexedItem[]): readonly Taken[] {
  const { line, left } = reading;
  return all.flatMap((item) => {
    if (item.currency !== line.currency || left.of(item) <= line.amount) return [];
    const fit = fitItems(line, [item], left);
    return fitsExactly(fit) ? [{ items: [item], fit, complete: true, usual: true }] : [];
  });
}

/** A number in the text that is not that of these items speaks against them, a mistyped one less. */
function numbersAgainst({ mentions, unknown }: Mentions, items: readonly IndexedItem[]): number {
  const meant = new Set(items.map(({ invoice }) => invoice));
  if (mentions.some(({ invoice, by }) => by !== 'part-of-number' && !meant.has(invoice))) return 25;
  if (unknown.length === 0) return 0;
  const near = [...meant].some(({ keys }) => {
    const slips = new Set([keys.joined, ...slipsOf(keys.joined)]);
    return unknown.some((digits) => slips.has(digits));
  });
  return near ? 0 : 15;
}

/** Whose it is, though not for what. */
function onAccount({ index, line, payer }: Reading, accountId: string, basis: Basis): Explanation {
  const { reasons } = payerSupport(index, payer, accountId);
  const open = (index.accounts.get(accountId)?.items ?? []).filter(({ currency }) => currency === line.currency);
  const foreign = open.length === 0 && (index.accounts.get(accountId)?.items.length ?? 0) > 0;
  const sum = open.reduce((all, item) => all + item.open, 0n);
  const discrepancy = foreign ? 'wrong-currency' : sum < line.amount ? 'over' : 'short';
  return { accountId, items: [], deductions: [], rest: line.amount, confidence: basis === 'name' ? 30 : 45, reasons: [...reasons], thin: true, discrepancy };
}

const amountOnlyMax = 5;

function byAmount(reading: Reading): readonly Explanation[] {
  const { index, line, left, payer } = reading;
  const found = (index.byAmount.get(amountKey(line.currency, line.amount)) ?? []).slice(0, amountOnlyMax + 1);
  if (found.length > amountOnlyMax) return [];
  const sorted = [...found].sort((a, b) => compareText(a.dueDate, b.dueDate) || compareText(a.invoiceId, b.invoiceId));
  return sorted.flatMap((item) => {
    if (left.of(item) <= 0n) return [];
    const fit = fitItems(line, [item], left);
    if (!fitsExactly(fit)) return [];
    const support = payerSupport(index, payer, item.accountId);
    return [{ accountId: item.accountId, ...fit, confidence: confidenceOf('amount', true, support), reasons: [exactAmount, ...support.reasons], thin: true, discrepancy: 'unknown-payer' as const }];
  });
}
