import { confidenceOf, fitDiscrepancy, fitReason, fitsExactly, type Explanation } from './explanation';
import { fitItems, tookLateDiscount } from './fit-items';
import type { BankLine, DiscrepancyKind, Reason } from './matching.types';
import type { Mention, Mentions } from './mentions';
import { slipsOf } from './number-atoms';
import type { IndexedInvoice, ItemsLeft, OpenItemIndex } from './open-item-index';
import { payerSupport, type PayerEvidence, type PayerSupport } from './payer-evidence';

export interface Reading {
  readonly index: OpenItemIndex;
  readonly left: ItemsLeft;
  readonly line: BankLine;
  readonly payer: PayerEvidence;
}

const openOf = ({ left }: Reading, invoice: IndexedInvoice) => invoice.items.filter((item) => left.of(item) > 0n);

/** One reading per account of the documents that the line names. */
export function explainMentions(reading: Reading, { mentions, unknown }: Mentions): readonly Explanation[] {
  const byAccount = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const { accountId } = mention.invoice;
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), mention]);
  }
  return [...byAccount].flatMap(([accountId, named]) => {
    const sure = named.filter(({ by }) => by !== 'part-of-number');
    const taken = sure.length > 0 ? sure : named.slice(0, 5);
    return sure.length > 0 ? explainTogether(reading, { accountId, named: taken, unknown }) : taken.flatMap((mention) => explainTogether(reading, { accountId, named: [mention], unknown }));
  });
}

interface NamedTogether {
  readonly accountId: string;
  readonly named: readonly Mention[];
  readonly unknown: readonly string[];
}

function explainTogether(reading: Reading, { accountId, named, unknown }: NamedTogether): readonly Explanation[] {
  const { index, line, left, payer } = reading;
  const support = payerSupport(index, payer, accountId);
  const reasons = [...named.slice(0, 12).map(mentionReason), ...support.reasons];
  const open = named.filter(({ invoice }) => openOf(reading, invoice).length > 0);
  const base = { accountId, thin: false, deductions: [], items: [] } as const;
  if (open.length === 0) return [{ ...base, rest: line.amount, confidence: 60, reasons, discrepancy: 'duplicate' }];
  if (open.some(({ invoice }) => invoice.currency !== line.currency)) {
    return [{ ...base, rest: line.amount, confidence: 55, reasons, discrepancy: 'wrong-currency' }];
  }
  const fit = fitItems(line, open.flatMap(({ invoice }) => openOf(reading, invoice)), left);
  const exact = fitsExactly(fit);
  const basis = strongestOf(open);
  const doubt = doubtOf(reading, { named, open, exact, support, unknown });
  const confidence = Math.min(100, confidenceOf(basis, exact, support) - doubt.weight);
  const thin = basis !== 'reference' && support.bankAccount !== 'same' && support.name !== 'same';
  const discrepancy = doubt.discrepancy === undefined ? fitDiscrepancy(fit) : { discrepancy: doubt.discrepancy };
  return [{ accountId, ...fit, confidence, reasons: [...reasons, fitReason(fit), ...doubt.reasons], thin, ...discrepancy }];
}

const mentionReason = ({ by, invoice, words }: Mention): Reason =>
  by === 'reference'
    ? { rule: 'structured-reference', detail: `reference ${words.slice(0, 30)} is that of ${invoice.number}` }
    : { rule: 'number-in-text', detail: by === 'number' ? `the text names ${invoice.number}` : `the text has "${words}", which may mean ${invoice.number}` };

/** Several documents are as sure as the least sure of them. */
function strongestOf(open: readonly Mention[]): Mention['by'] {
  if (open.every(({ by }) => by === 'reference')) return 'reference';
  return open.some(({ by }) => by === 'part-of-number') ? 'part-of-number' : 'number';
}

interface Named {
  readonly named: readonly Mention[];
  readonly open: readonly Mention[];
  readonly exact: boolean;
  readonly support: PayerSupport;
  readonly unknown: readonly string[];
}

interface Doubt {
  readonly weight: number;
  readonly reasons: readonly Reason[];
  readonly discrepancy?: DiscrepancyKind;
}

const none: Doubt = { weight: 0, reasons: [] };

/** What speaks against taking the line by its word. */
function doubtOf(reading: Reading, named: Named): Doubt {
  const { exact, open } = named;
  const settled = named.named.filter((mention) => !open.includes(mention));
  if (!exact && settled.some(({ invoice }) => invoice.settledAmount === reading.line.amount)) {
    const detail = 'against it: the line also names a document of exactly this amount that was paid before';
    return { weight: 25, reasons: [{ rule: 'exact-amount', detail }], discrepancy: 'duplicate' };
  }
  if (!exact && tookLateDiscount(reading.line, open.flatMap(({ invoice }) => openOf(reading, invoice)), reading.left)) {
    const detail = 'against it: the amount is short by the early-payment discount, which was not allowed any more';
    return { weight: 20, reasons: [{ rule: 'exact-amount', detail }], discrepancy: 'short' };
  }
  if (!exact && open.length > 1) {
    return { weight: 15, reasons: [{ rule: 'combination', detail: 'against it: the line names several documents and does not pay them exactly' }] };
  }
  if (!exact && named.unknown.length > 0 && open.some(({ by }) => by !== 'reference')) {
    return { weight: 15, reasons: [{ rule: 'number-in-text', detail: 'against it: the line has another number that is none of ours, and the amount is another' }] };
  }
  const look = open.every(({ by }) => by === 'reference') ? undefined : lookAlike(reading, named);
  if (look === undefined) return none;
  const detail = `against it: ${look.number} differs by one slip of the hand only and would fit as well`;
  return { weight: 25, reasons: [{ rule: 'number-in-text', detail }], discrepancy: 'ambiguous' };
}

/** Another document, a slip of the hand away from the one named, that the line may mean as well. */
function lookAlike(reading: Reading, { open, exact, support }: Named): IndexedInvoice | undefined {
  const own = new Set(open.map(({ invoice }) => invoice));
  for (const { invoice, by } of open) {
    if (by === 'reference') continue;
    for (const slip of slipsOf(invoice.keys.joined)) {
      const near = (reading.index.byJoined.get(slip) ?? []).find((one) => !own.has(one) && mayMean(reading, one, { exact, support, accountId: invoice.accountId }));
      if (near !== undefined) return near;
    }
  }
  return undefined;
}

/** Whether the payer is known to be the one named rather than the one of the look-alike, whose document then is no rival. */
function speaksAgainst(near: PayerSupport, named: PayerSupport): boolean {
  if (named.bankAccount === 'same') return near.bankAccount !== 'same';
  return named.name === 'same' && near.name !== 'same' && near.bankAccount !== 'same';
}

interface Compared {
  readonly exact: boolean;
  readonly support: PayerSupport;
  readonly accountId: string;
}

function mayMean(reading: Reading, near: IndexedInvoice, { exact, support, accountId }: Compared): boolean {
  const { line, left } = reading;
  if (near.currency !== line.currency) return false;
  const items = openOf(reading, near);
  const fits = items.length === 0 ? near.settledAmount === line.amount : fitsExactly(fitItems(line, items, left));
  if (near.accountId !== accountId && speaksAgainst(payerSupport(reading.index, reading.payer, near.accountId), support)) return false;
  if (exact) return fits;
  return fits || items.length > 0;
}
