import { creditorReference } from '../../documents/creditor-reference';
import type { BankLine, DiscrepancyKind, OpenItemDraft } from '../matching.types';
import { generateOpenItems, type GeneratedItems } from './generated-open-items';
import { SeededDraws } from './seeded-draws';
import { inWords, mistyped, written } from './written-numbers';

/** What a generated line truly is. */
export interface LineTruth {
  readonly kind: string;
  /** The whole number or reference of an open document in the line's currency stands in it. */
  readonly intact: boolean;
  readonly accountId: string | null;
  /** What it pays, by `invoiceId/instalment`, in minor units; empty: nothing that is open. */
  readonly pays: ReadonlyMap<string, bigint>;
  readonly discrepancy?: DiscrepancyKind;
}

export interface GeneratedSet {
  readonly items: GeneratedItems;
  readonly lines: readonly BankLine[];
  readonly truths: ReadonlyMap<string, LineTruth>;
}

export const partKey = ({ invoiceId, instalment }: { readonly invoiceId: string; readonly instalment: number }): string => `${invoiceId}/${instalment}`;

interface Made {
  readonly line: Partial<BankLine> & Pick<BankLine, 'amount' | 'currency' | 'text'>;
  readonly truth: LineTruth;
}

/** Kinds of lines with how many of a hundred they are. */
const mix: readonly (readonly [kind: keyof LineMaker, share: number])[] = [
  ['referenceExact', 22], ['numberExact', 20], ['referenceShort', 4], ['numberShort', 4], ['referenceOver', 3], ['numberOver', 2], ['discountTaken', 4],
  ['chargesKept', 3], ['severalNumbers', 5], ['bankAccountAlone', 6], ['nameAlone', 3], ['combinationAlone', 3], ['slipOfTheHand', 6], ['brokenReference', 2],
  ['partWithoutWords', 2], ['paidBefore', 4], ['paidTwice', 2], ['unknownMoney', 3], ['otherCurrency', 2],
];

/** Lines of statements over generated open items, with what each truly is. The same seed makes the same set. */
export function generateMatchingSet(seed: number, size: { readonly items: number; readonly lines: number }): GeneratedSet {
  const draws = new SeededDraws(seed);
  const items = generateOpenItems(draws, size.items);
  const maker = new LineMaker(draws, items);
  const lines: BankLine[] = [];
  const truths = new Map<string, LineTruth>();
  const total = mix.reduce((sum, [, share]) => sum + share, 0);
  while (lines.length < size.lines) {
    let at = draws.below(total);
    const [kind] = mix.find(([, share]) => (at -= share) < 0) ?? ['unknownMoney' as const];
    for (const { line, truth } of maker.make(kind)) {
      const lineId = `L${lines.length}`;
      const day = `2026-10-${String(1 + draws.below(28)).padStart(2, '0')}`;
      lines.push({ lineId, bookedOn: day, valueDate: day, ...line });
      truths.set(lineId, truth);
    }
  }
  return { items, lines, truths };
}

const nothing: ReadonlyMap<string, bigint> = new Map();

class LineMaker {
  private readonly used = new Set<OpenItemDraft>();
  private readonly byAccount = new Map<string, OpenItemDraft[]>();
  private readonly parts = new Map<string, number>();

  constructor(
    private readonly draws: SeededDraws,
    private readonly items: GeneratedItems,
  ) {
    for (const item of items.items) {
      this.byAccount.set(item.accountId, [...(this.byAccount.get(item.accountId) ?? []), item]);
      this.parts.set(item.invoiceId, (this.parts.get(item.invoiceId) ?? 0) + 1);
    }
  }

  make(kind: (typeof mix)[number][0]): readonly Made[] {
    const one = (this as unknown as Readonly<Record<string, () => Made | readonly Made[]>>)[kind]?.() ?? [];
    return Array.isArray(one) ? (one as readonly Made[]) : [one as Made];
  }

  /** An item that no other line pays; of invoices in one part. */
  private fresh(accept: (item: OpenItemDraft) => boolean = () => true): OpenItemDraft {
    for (let tries = 0; ; tries += 1) {
      const item = this.draws.of(this.items.items);
      const whole = this.parts.get(item.invoiceId) === 1;
      if (whole && !this.used.has(item) && (accept(item) || tries > 5000)) {
        this.used.add(item);
        return item;
      }
    }
  }

  private other(): string {
    return this.draws.of(this.items.items).number.replace(/\D/g, '');
  }

  /** Who pays as the bank tells it: mostly the customer itself, some by somebody we do not know. */
  private payer(accountId: string, strangers = 4): Partial<BankLine> {
    if (this.draws.chance(strangers)) return { name: `Zahlstelle ${this.draws.below(100_000)}`, iban: `FR76${this.draws.below(1_000_000_000)}00000000000000` };
    const iban = this.items.ibans.get(accountId);
    const name = this.items.payers.get(accountId)?.names[0] ?? '';
    return { ...(iban === undefined ? {} : { iban }), name: this.draws.chance(50) ? name.toUpperCase() : name };
  }

  private line(item: OpenItemDraft, amount: bigint, text: string, more: Partial<BankLine> = {}): Made['line'] {
    return { currency: item.currency, amount, text, ...more };
  }

  private truth(kind: string, item: OpenItemDraft, amount: bigint, more: Partial<LineTruth> = {}): LineTruth {
    return { kind, intact: true, accountId: item.accountId, pays: new Map([[partKey(item), amount]]), ...more };
  }

  private reference(item: OpenItemDraft): Partial<BankLine> {
    const plain = creditorReference(item.number) ?? '';
    return { reference: this.draws.chance(50) ? plain : plain.replace(/(.{4})/g, '$1 ').trim() };
  }

  private number(item: OpenItemDraft): string {
    return inWords(this.draws, written(this.draws, item.number), this.other());
  }

  referenceExact(): Made {
    const item = this.fresh();
    const inText = this.draws.chance(20);
    const { reference = '' } = this.reference(item);
    const line = this.line(item, item.open, inText ? `${reference} Danke` : inWords(this.draws, '', this.other()), { ...this.payer(item.accountId, 8), ...(inText ? {} : { reference }) });
    return { line, truth: this.truth('reference, exact', item, item.open) };
  }

  numberExact(): Made {
    const item = this.fresh();
    return { line: this.line(item, item.open, this.number(item), this.payer(item.accountId)), truth: this.truth('number, exact', item, item.open) };
  }

  private less(item: OpenItemDraft): bigint {
    const part = (item.open * BigInt(30 + this.draws.below(60))) / 100n;
    return part === item.open - (item.discount?.amount ?? 0n) ? part - 1n : part;
  }

  referenceShort(): Made {
    const item = this.fresh();
    const amount = this.less(item);
    const line = this.line(item, amount, 'Teilzahlung', { ...this.payer(item.accountId), ...this.reference(item) });
    return { line, truth: this.truth('reference, short', item, amount, { discrepancy: 'short' }) };
  }

  numberShort(): Made {
    const item = this.fresh();
    const amount = this.less(item);
    return { line: this.line(item, amount, this.number(item), this.payer(item.accountId, 0)), truth: this.truth('number, short', item, amount, { discrepancy: 'short' }) };
  }

  referenceOver(): Made {
    const item = this.fresh();
    const line = this.line(item, item.open + BigInt(1 + this.draws.below(50_000)), '', { ...this.payer(item.accountId), ...this.reference(item) });
    return { line, truth: this.truth('reference, over', item, item.open, { discrepancy: 'over' }) };
  }

  numberOver(): Made {
    const item = this.fresh();
    const line = this.line(item, item.open + BigInt(1 + this.draws.below(50_000)), this.number(item), this.payer(item.accountId, 0));
    return { line, truth: this.truth('number, over', item, item.open, { discrepancy: 'over' }) };
  }

  discountTaken(): Made {
    const item = this.fresh(({ discount }) => discount !== undefined && discount.amount > 0n);
    const amount = item.open - (item.discount?.amount ?? 0n);
    const by = this.draws.chance(50) ? this.reference(item) : {};
    const line = this.line(item, amount, 'reference' in by ? '' : this.number(item), { ...this.payer(item.accountId), ...by });
    return { line, truth: this.truth('discount taken', item, amount) };
  }

  chargesKept(): Made {
    const item = this.fresh();
    const charges = BigInt(150 + this.draws.below(800));
    const line = this.line(item, item.open - charges, this.number(item), { ...this.payer(item.accountId), ...this.reference(item), charges });
    return { line, truth: this.truth('charges kept by a bank', item, item.open - charges, { discrepancy: 'fee-deducted' }) };
  }

  private several(most: number): readonly OpenItemDraft[] {
    for (let tries = 0; tries < 500; tries += 1) {
      const first = this.draws.of(this.items.items);
      const open = (this.byAccount.get(first.accountId) ?? []).filter((item) => item.currency === first.currency && !this.used.has(item) && this.parts.get(item.invoiceId) === 1);
      if (open.length < 2) continue;
      const taken = open.filter(() => this.draws.chance(60)).slice(0, most);
      if (taken.length < 2) continue;
      for (const item of taken) this.used.add(item);
      return taken;
    }
    return [this.fresh()];
  }

  private together(kind: string, taken: readonly OpenItemDraft[], intact: boolean): Omit<LineTruth, 'accountId'> {
    return { kind, intact, pays: new Map(taken.map((item) => [partKey(item), item.open])) };
  }

  severalNumbers(): Made {
    const taken = this.several(4);
    const [first = this.fresh()] = taken;
    const text = taken.map(({ number }) => number).join(this.draws.of([', ', ' ', ' + ', '/', ' und ']));
    const line = this.line(first, taken.reduce((sum, { open }) => sum + open, 0n), text, this.payer(first.accountId));
    return { line, truth: { ...this.together('several numbers', taken, true), accountId: first.accountId } };
  }

  bankAccountAlone(): Made {
    const item = this.fresh();
    return { line: this.line(item, item.open, 'Zahlung', this.payer(item.accountId, 0)), truth: this.truth('bank account and amount alone', item, item.open, { intact: false }) };
  }

  nameAlone(): Made {
    const item = this.fresh();
    const { name = '' } = this.payer(item.accountId, 0);
    const line = this.line(item, item.open, 'Danke', { name, iban: `AT61${this.draws.below(1_000_000_000)}00000000` });
    return { line, truth: this.truth('name and amount alone', item, item.open, { intact: false, discrepancy: 'unknown-payer' }) };
  }

  combinationAlone(): Made {
    const taken = this.several(3);
    const [first = this.fresh()] = taken;
    const line = this.line(first, taken.reduce((sum, { open }) => sum + open, 0n), 'Sammelzahlung', this.payer(first.accountId, 0));
    return { line, truth: { ...this.together('combination without words', taken, false), accountId: first.accountId } };
  }

  slipOfTheHand(): Made {
    const item = this.fresh();
    const amount = this.draws.chance(70) ? item.open : this.less(item);
    const line = this.line(item, amount, inWords(this.draws, mistyped(this.draws, item.number), this.other()), this.payer(item.accountId, 30));
    return { line, truth: this.truth('number with a slip', item, amount, { intact: false }) };
  }

  brokenReference(): Made {
    const item = this.fresh();
    const line = this.line(item, item.open, '', { ...this.payer(item.accountId, 30), reference: mistyped(this.draws, creditorReference(item.number) ?? '') });
    return { line, truth: this.truth('reference with a slip', item, item.open, { intact: false }) };
  }

  partWithoutWords(): Made {
    const item = this.fresh();
    const amount = this.less(item);
    return { line: this.line(item, amount, 'Abschlag', this.payer(item.accountId, 0)), truth: this.truth('part without words', item, amount, { intact: false, discrepancy: 'short' }) };
  }

  paidBefore(): Made {
    const one = this.draws.of(this.items.settled);
    const by = this.draws.chance(50) ? { reference: creditorReference(one.number) ?? '' } : {};
    const text = 'reference' in by ? '' : inWords(this.draws, written(this.draws, one.number), this.other());
    const line = { currency: one.currency, amount: one.amount, text, ...this.payer(one.accountId), ...by };
    return { line, truth: { kind: 'paid before', intact: false, accountId: one.accountId, pays: nothing, discrepancy: 'duplicate' } };
  }

  /** Two lines for one item: either may be the payment. */
  paidTwice(): readonly Made[] {
    const item = this.fresh();
    const line = this.line(item, item.open, this.number(item), { ...this.payer(item.accountId, 0), ...this.reference(item) });
    return [
      { line, truth: this.truth('paid twice', item, item.open, { intact: false }) },
      { line, truth: this.truth('paid twice', item, item.open, { intact: false }) },
    ];
  }

  unknownMoney(): Made {
    const line = { currency: 'EUR', amount: BigInt(1_000 + this.draws.below(500_000)), text: inWords(this.draws, 'Gutschrift', this.other()), ...this.payer('', 100) };
    return { line, truth: { kind: 'unknown money', intact: false, accountId: null, pays: nothing, discrepancy: 'unknown-payer' } };
  }

  otherCurrency(): Made {
    const item = this.fresh(({ currency }) => currency !== 'EUR');
    const line = { currency: 'EUR', amount: item.open, text: this.number(item), ...this.payer(item.accountId), ...this.reference(item) };
    return { line, truth: { ...this.truth('other currency', item, 0n, { intact: false, discrepancy: 'wrong-currency' }), pays: nothing } };
  }
}
