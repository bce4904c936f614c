import type { AccountRole } from '#ledger';

export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense';

/** Where the account of a role stands in the books. */
const kinds: Readonly<Record<AccountRole, AccountKind>> = {
  receivables: 'asset',
  'unapplied-receipts': 'liability',
  'unidentified-receipts': 'liability',
  'credits-to-apply': 'liability',
  bank: 'asset',
  revenue: 'income',
  'tax-payable': 'liability',
  'opening-balance': 'equity',
  'deferred-revenue': 'liability',
  'contract-asset': 'asset',
  'late-fee-income': 'income',
  'interest-income': 'income',
  'sales-discounts': 'income',
  'bank-charges': 'expense',
  'withholding-receivable': 'asset',
  'small-differences': 'expense',
  'bad-debt': 'expense',
  exchange: 'asset',
  'realised-gain': 'income',
  'realised-loss': 'expense',
  'unrealised-gain': 'income',
  'unrealised-loss': 'expense',
  revaluation: 'asset',
  'gateway-clearing': 'asset',
  'gateway-fees': 'expense',
  'collection-fees': 'expense',
};

export const kindOfRole = (role: AccountRole): AccountKind => kinds[role];

/** Accounts of the profit and loss begin each year at zero; the others carry their balance on. */
export const isProfitAndLoss = (role: AccountRole): boolean => kindOfRole(role) === 'income' || kindOfRole(role) === 'expense';
