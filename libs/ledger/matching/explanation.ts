import type { Fit } from './fit-items';
import type { DiscrepancyKind, Proposal, Reason } from './matching.types';
import type { PayerSupport } from './payer-evidence';

/** A reading of a line before it is compared with the others. */
export interface Explanation extends Proposal {
  /** Whether nothing but a number in free text speaks for it: no reference with check digits, nothing of the payer. */
  readonly thin: boolean;
}

const fitDetails: Readonly<Record<Fit['kind'], string>> = {
  exact: 'the amount is exactly what is open',
  discount: 'the amount is what is open less the early-payment discount, paid in time',
  charges: 'the amount and the charges stated are together what is open',
  short: 'the amount is less than what is open',
  over: 'the amount is more than what is open',
};

export const fitReason = ({ kind }: Fit): Reason => ({ rule: 'exact-amount', detail: kind === 'short' || kind === 'over' ? `against it: ${fitDetails[kind]}` : fitDetails[kind] });

const fitDiscrepancies: Readonly<Partial<Record<Fit['kind'], DiscrepancyKind>>> = { charges: 'fee-deducted', short: 'short', over: 'over' };
export const fitDiscrepancy = (fit: Fit): { readonly discrepancy?: DiscrepancyKind } => {
  const discrepancy = fitDiscrepancies[fit.kind];
  return discrepancy === undefined ? {} : { discrepancy };
};

export const fitsExactly = ({ kind }: Fit): boolean => kind === 'exact' || kind === 'discount' || kind === 'charges';

/** What each kind of evidence weighs. A sum from the threshold on needs no person. */
const weights = {
  reference: { base: 82, exact: 18, unequal: 10, sameBank: 8, sameName: 4, otherBank: -6, otherName: -6 },
  number: { base: 70, exact: 20, unequal: 12, sameBank: 10, sameName: 8, otherBank: -12, otherName: -15 },
  'part-of-number': { base: 45, exact: 20, unequal: 5, sameBank: 10, sameName: 8, otherBank: -15, otherName: -15 },
  'bank-account': { base: 60, exact: 30, unequal: 0, sameBank: 0, sameName: 0, otherBank: 0, otherName: -5 },
  name: { base: 40, exact: 30, unequal: 0, sameBank: 0, sameName: 0, otherBank: -20, otherName: 0 },
  amount: { base: 20, exact: 15, unequal: 0, sameBank: 0, sameName: 0, otherBank: -10, otherName: 0 },
} as const;
export type Basis = keyof typeof weights;

export function confidenceOf(basis: Basis, exact: boolean, support: PayerSupport): number {
  const weight = weights[basis];
  const bank = support.bankAccount === 'same' ? weight.sameBank : support.bankAccount === 'other' ? weight.otherBank : 0;
  const name = support.name === 'same' ? weight.sameName : support.name === 'similar' ? weight.sameName / 2 : support.name === 'other' ? weight.otherName : 0;
  return weight.base + (exact ? weight.exact : weight.unequal) + bank + name;
}

/** Two readings that take the same of the same items are one. */
export const readingKey = ({ accountId, items, deductions }: Proposal): string =>
  JSON.stringify([
    accountId,
    items.map(({ invoiceId, instalment, amount }) => `${invoiceId}/${instalment}:${amount}`).sort(),
    deductions.map(({ invoiceId, instalment, amount }) => `${invoiceId}/${instalment}:${amount}`).sort(),
  ]);
