import type { AccountRole } from './entity.events';

export interface ChartEntry {
  readonly role: AccountRole;
  readonly code: string;
  readonly name: string;
}

/** Account codes an entity starts with when it brings none of its own. */
export const builtInChart: readonly ChartEntry[] = [
  { role: 'receivables', code: '1200', name: 'Trade receivables' },
  { role: 'unapplied-receipts', code: '2110', name: 'Unapplied receipts' },
  { role: 'unidentified-receipts', code: '2120', name: 'Unidentified receipts' },
  { role: 'credits-to-apply', code: '2130', name: 'Credits to apply' },
  { role: 'bank', code: '1000', name: 'Bank' },
  { role: 'revenue', code: '4000', name: 'Revenue' },
  { role: 'tax-payable', code: '2200', name: 'Tax payable' },
  { role: 'opening-balance', code: '3900', name: 'Opening balance' },
  { role: 'deferred-revenue', code: '2300', name: 'Deferred revenue' },
  { role: 'contract-asset', code: '1210', name: 'Contract assets' },
  { role: 'late-fee-income', code: '4800', name: 'Late fee income' },
  { role: 'interest-income', code: '4810', name: 'Interest income' },
  { role: 'sales-discounts', code: '4700', name: 'Early-payment discounts' },
  { role: 'bank-charges', code: '6300', name: 'Bank charges' },
  { role: 'withholding-receivable', code: '1310', name: 'Withholding tax receivable' },
  { role: 'small-differences', code: '6390', name: 'Small differences' },
  { role: 'bad-debt', code: '6400', name: 'Bad debt' },
  { role: 'exchange', code: '1090', name: 'Currency exchange' },
  { role: 'realised-gain', code: '4900', name: 'Realised exchange gain' },
  { role: 'realised-loss', code: '6900', name: 'Realised exchange loss' },
  { role: 'unrealised-gain', code: '4910', name: 'Unrealised exchange gain' },
  { role: 'unrealised-loss', code: '6910', name: 'Unrealised exchange loss' },
  { role: 'revaluation', code: '1290', name: 'Revaluation of foreign currency' },
  { role: 'gateway-clearing', code: '1050', name: 'Payment gateway clearing' },
  { role: 'gateway-fees', code: '6310', name: 'Payment gateway fees' },
  { role: 'collection-fees', code: '6410', name: 'Collection agency fees' },
];

/**
 * A chart with the roles it does not name, each at its built-in account. A code that the chart uses for something else
 * is told apart by a suffix.
 */
export function completedChart(accounts: readonly ChartEntry[]): ChartEntry[] {
  const roles = new Set(accounts.map(({ role }) => role));
  const codes = new Set(accounts.map(({ code }) => code));
  const added = builtInChart
    .filter(({ role }) => !roles.has(role))
    .map((entry) => (codes.has(entry.code) ? { ...entry, code: `${entry.code}.X` } : entry));
  return [...accounts, ...added];
}
