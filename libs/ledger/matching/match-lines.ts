import { defaultMatching, type BankLine, type MatchedItem, type MatchResult, type MatchingOptions } from './matching.types';
import { readingKey } from './explanation';
import { matchLine, type Explained } from './match-line';
import { compareText, ItemsLeft, type IndexedItem, type OpenItemIndex } from './open-item-index';
import { resolutionWords } from './resolution-words';

/**
 * Matches lines with open items. Pure: the answer is the same for whatever order lines and facts come in, items that have
 * nothing to do with a line do not change it, and together the lines take no more of an item than is open of it.
 *
 * The surest lines go first, so that an unsure one does not take what a sure one pays; the rest is read again with what
 * they left. Precondition: line ids are unique, amounts are more than zero.
 */
export function matchLines(index: OpenItemIndex, lines: readonly BankLine[], options: MatchingOptions = defaultMatching): readonly MatchResult[] {
  const left = new ItemsLeft();
  const first = lines.map((line) => matchLine(index, left, line, options));
  const items = itemsByKey(index);
  const contested = contestedItems(first, items);
  const firsts = firstOfEquals(first);
  const order = [...first].sort((a, b) => certainty(b) - certainty(a) || inTime(a.line, b.line));
  const results = new Map<string, MatchResult>();
  let taken = false;
  for (const { line, thin, result: before, ...rest } of order) {
    const again = taken ? matchLine(index, left, line, options) : { line, thin, result: before, ...rest };
    const result = firsts.has(line.lineId) ? again.result : (contestedThin(again, contested) ?? again.result);
    results.set(line.lineId, result);
    if (result.kind === 'automatic') {
      for (const part of [...result.match.items, ...result.match.deductions]) {
        const item = items.get(itemKey(part));
        if (item !== undefined) left.take(item, part.amount);
      }
      taken = true;
    }
  }
  return lines.flatMap(({ lineId }) => results.get(lineId) ?? []);
}

const certainty = ({ result }: Explained): number => (result.kind === 'automatic' ? result.match.confidence : 0);

const inTime = (a: BankLine, b: BankLine): number =>
  compareText(a.bookedOn, b.bookedOn) || compareText(a.valueDate, b.valueDate) || compareText(a.lineId, b.lineId);

const itemKey = ({ invoiceId, instalment }: Pick<MatchedItem, 'invoiceId' | 'instalment'>): string => `${instalment}:${invoiceId}`;

function itemsByKey(index: OpenItemIndex): ReadonlyMap<string, IndexedItem> {
  const found = new Map<string, IndexedItem>();
  for (const { items } of index.accounts.values()) {
    for (const item of items) found.set(itemKey(item), item);
  }
  return found;
}

/** Items of which the lines, each for itself, would take more than is open. */
function contestedItems(explained: readonly Explained[], items: ReadonlyMap<string, IndexedItem>): ReadonlySet<string> {
  const claimed = new Map<string, bigint>();
  for (const { result } of explained) {
    if (result.kind !== 'automatic') continue;
    for (const part of [...result.match.items, ...result.match.deductions]) {
      claimed.set(itemKey(part), (claimed.get(itemKey(part)) ?? 0n) + part.amount);
    }
  }
  return new Set([...claimed].filter(([key, amount]) => amount > (items.get(key)?.open ?? 0n)).map(([key]) => key));
}

/**
 * Lines of which every rival for their items says and pays the same: the money came twice, and the first of them counts,
 * as it does when they come in two runs.
 */
function firstOfEquals(explained: readonly Explained[]): ReadonlySet<string> {
  const claims = new Map<string, { readonly line: BankLine; readonly reading: string }[]>();
  for (const { line, result } of explained) {
    if (result.kind !== 'automatic') continue;
    const reading = readingKey(result.match);
    for (const part of result.match.items) claims.set(itemKey(part), [...(claims.get(itemKey(part)) ?? []), { line, reading: `${reading} ${payerOf(line)}` }]);
  }
  const lost = new Set<string>();
  for (const claimants of claims.values()) {
    const [best, ...others] = [...claimants].sort((a, b) => inTime(a.line, b.line));
    const equal = others.every(({ reading }) => reading === best?.reading);
    for (const { line } of equal ? others : claimants) lost.add(line.lineId);
  }
  return new Set(explained.map(({ line }) => line.lineId).filter((lineId) => !lost.has(lineId)));
}

const payerOf = ({ name, iban, text }: BankLine): string => (name === undefined && iban === undefined ? text : `${name ?? ''} ${iban ?? ''}`);

/** A mere number in a text does not win an item that another line claims, too: one of them is mistyped. */
function contestedThin({ line, thin, result }: Explained, contested: ReadonlySet<string>): MatchResult | undefined {
  if (result.kind !== 'automatic' || !thin || !result.match.items.some((item) => contested.has(itemKey(item)))) return undefined;
  return { lineId: line.lineId, kind: 'parked', discrepancy: 'ambiguous', resolution: resolutionWords.ambiguous, proposals: [result.match] };
}
