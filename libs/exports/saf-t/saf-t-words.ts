import { createHash } from 'node:crypto';
import type { AccountRole } from '#ledger';

export interface Grouping {
  readonly category: string;
  readonly code: string;
}

const receivable = (code: string): Grouping => ({ category: 'balanseverdiForOmloepsmiddel', code });
const liability = (code: string): Grouping => ({ category: 'kortsiktigGjeld', code });
const income = (code: string): Grouping => ({ category: 'salgsinntekt', code });
const otherIncome = (code: string): Grouping => ({ category: 'annenDriftsinntekt', code });
const cost = (code: string): Grouping => ({ category: 'annenDriftskostnad', code });

/** Where the account of a role belongs in the Norwegian business specification (næringsspesifikasjon). */
const groupings: Readonly<Record<AccountRole, Grouping>> = {
  receivables: receivable('1500'),
  'unapplied-receipts': liability('2900'),
  'unidentified-receipts': liability('2990'),
  'credits-to-apply': liability('2990'),
  bank: receivable('1920'),
  revenue: income('3000'),
  'tax-payable': liability('2740'),
  'opening-balance': { category: 'egenkapital', code: '2050' },
  'deferred-revenue': liability('2900'),
  'contract-asset': receivable('1530'),
  'late-fee-income': otherIncome('3900'),
  'interest-income': { category: 'finansinntekt', code: '8050' },
  'sales-discounts': income('3000'),
  'bank-charges': cost('7700'),
  'withholding-receivable': receivable('1570'),
  'small-differences': cost('7700'),
  'bad-debt': cost('7830'),
  exchange: receivable('1570'),
  'realised-gain': { category: 'finansinntekt', code: '8060' },
  'realised-loss': { category: 'finanskostnad', code: '8160' },
  'unrealised-gain': { category: 'finansinntekt', code: '8060' },
  'unrealised-loss': { category: 'finanskostnad', code: '8160' },
  revaluation: receivable('1500'),
  'gateway-clearing': receivable('1920'),
  'gateway-fees': cost('7700'),
  'collection-fees': cost('7700'),
};

export const groupingOf = (role: AccountRole): Grouping => groupings[role];

const standardRates: Readonly<Record<string, string>> = { '25': '3', '15': '31', '12': '33' };

/** The Norwegian standard tax code of one of our tax codes; `NA` where there is none, and outside Norway. */
export function standardTaxCode(category: string, rate: string, country: string): string {
  if (country !== 'NO') {
    return 'NA';
  }
  switch (category) {
    case 'S':
      return standardRates[rate.replace(/\.0+$/, '')] ?? 'NA';
    case 'Z':
      return '5';
    case 'E':
    case 'O':
      return '6';
    case 'AE':
      return '51';
    case 'G':
      return '52';
    default:
      return 'NA';
  }
}

/** An id of at most so many characters: a longer one keeps its beginning, and a hash that tells it from others like it. */
export function shortId(id: string, length: number): string {
  if (id.length <= length) {
    return id;
  }
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${id.slice(0, length - 13)}~${hash}`;
}
