import type { SeededDraws } from './seeded-draws';
import type { KnownPayer, MatchingFacts, OpenItemDraft, SettledInvoice } from '../matching.types';

/** Names that many bear, so that a name alone says little. */
const surnames = ['Müller', 'Schmidt', 'Weber', 'Martin', 'Rossi', 'Smith', 'Novák', 'Jansen', 'Bauer', 'García'];
const trades = ['Bau', 'Handel', 'Logistik', 'Elektro', 'Garten', 'Druck', 'Technik', 'Möbel'];
const forms = ['GmbH', 'KG', 'AG', 'Ltd', ''];

/** Amounts in minor units that come again and again. */
const usual = [9_900n, 10_000n, 11_900n, 23_800n, 50_000n, 100_000n, 119_000n];

export interface GeneratedItems {
  readonly facts: MatchingFacts;
  readonly items: readonly OpenItemDraft[];
  readonly settled: readonly SettledInvoice[];
  readonly payers: ReadonlyMap<string, KnownPayer>;
  /** Bank accounts their owners pay from, known to us or not. */
  readonly ibans: ReadonlyMap<string, string>;
}

const numberOf = (at: number): string => (at % 3 === 0 ? `INV-2026-${String(at).padStart(6, '0')}` : at % 3 === 1 ? String(1_000_000 + at) : `RE${String(2_000_000 + at)}`);

const amountOf = (draws: SeededDraws): bigint => (draws.chance(30) ? draws.of(usual) : BigInt(1_000 + draws.below(2_000_000)));

const currencyOf = (draws: SeededDraws): string => (draws.chance(90) ? 'EUR' : draws.of(['USD', 'GBP', 'CHF']));

function payer(draws: SeededDraws, at: number): { readonly known: KnownPayer; readonly iban: string } {
  const iban = `DE${String(10 + (at % 89))}${String(500_105_170_000_000_000n + BigInt(at) * 7n)}`;
  const plain = `${draws.of(surnames)} ${draws.of(trades)}`;
  const name = `${draws.chance(60) ? `${plain} ${String(at)}` : plain} ${draws.of(forms)}`.trim();
  return { known: { accountId: `C${at}~E`, names: [name], ibans: draws.chance(70) ? [iban] : [] }, iban };
}

/**
 * Open items as a busy ledger has them: three ways of numbering side by side, numbers one slip apart, amounts and names
 * that come again, several currencies, instalments, discounts.
 */
export function generateOpenItems(draws: SeededDraws, count: number): GeneratedItems {
  const customers = Math.max(20, Math.floor(count / 8));
  const payers = new Map<string, KnownPayer>();
  const ibans = new Map<string, string>();
  for (let at = 0; at < customers; at += 1) {
    const { known, iban } = payer(draws, at);
    payers.set(known.accountId, known);
    ibans.set(known.accountId, iban);
  }
  const items: OpenItemDraft[] = [];
  const settled: SettledInvoice[] = [];
  for (let at = 1; items.length < count; at += 1) {
    const accountId = `C${draws.below(customers)}~E`;
    const base = { invoiceId: `inv-${at}`, number: numberOf(at), accountId, currency: currencyOf(draws) };
    const amount = amountOf(draws);
    if (draws.chance(10)) settled.push({ ...base, amount });
    else items.push(...openParts(draws, base, amount));
  }
  return { facts: { items, settled, payers: [...payers.values()] }, items, settled, payers, ibans };
}

type Base = Pick<OpenItemDraft, 'invoiceId' | 'number' | 'accountId' | 'currency'>;

function openParts(draws: SeededDraws, base: Base, amount: bigint): readonly OpenItemDraft[] {
  const dueDate = `2026-0${1 + draws.below(9)}-${String(1 + draws.below(28)).padStart(2, '0')}`;
  if (draws.chance(3)) {
    const half = amount / 2n;
    return [
      { ...base, instalment: 1, open: half, dueDate },
      { ...base, instalment: 2, open: amount - half, dueDate: dueDate.replace('2026', '2027') },
    ];
  }
  const discount = draws.chance(15) ? { discount: { amount: (amount * 2n) / 100n, until: '2026-12-31' } } : {};
  return [{ ...base, instalment: 1, open: amount, dueDate, ...discount }];
}
