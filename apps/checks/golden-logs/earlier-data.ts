/** The accounts that programs of the time wrote: a copy, so that it stays what it was when the built-in chart changes. */
const accounts: readonly (readonly [role: string, code: string, name: string])[] = [
  ['receivables', '1200', 'Trade receivables'],
  ['unapplied-receipts', '2110', 'Unapplied receipts'],
  ['unidentified-receipts', '2120', 'Unidentified receipts'],
  ['credits-to-apply', '2130', 'Credits to apply'],
  ['bank', '1000', 'Bank'],
  ['revenue', '4000', 'Revenue'],
  ['tax-payable', '2200', 'Tax payable'],
  ['opening-balance', '3900', 'Opening balance'],
  ['deferred-revenue', '2300', 'Deferred revenue'],
  ['contract-asset', '1210', 'Contract assets'],
  ['late-fee-income', '4800', 'Late fee income'],
  ['interest-income', '4810', 'Interest income'],
  ['sales-discounts', '4700', 'Early-payment discounts'],
  ['bank-charges', '6300', 'Bank charges'],
  ['withholding-receivable', '1310', 'Withholding tax receivable'],
  ['small-differences', '6390', 'Small differences'],
  ['bad-debt', '6400', 'Bad debt'],
  ['exchange', '1090', 'Currency exchange'],
  ['realised-gain', '4900', 'Realised exchange gain'],
  ['realised-loss', '6900', 'Realised exchange loss'],
  ['unrealised-gain', '4910', 'Unrealised exchange gain'],
  ['unrealised-loss', '6910', 'Unrealised exchange loss'],
  ['revaluation', '1290', 'Revaluation of foreign currency'],
];

const chartOf = (count: number): object => ({ entityId: 'UK', accounts: accounts.slice(0, count).map(([role, code, name]) => ({ role, code, name })) });

/** What programs of earlier versions wrote, by type and version: today's schema knows only the last. */
export const earlierData: Readonly<Record<string, object>> = {
  'ChartMapped.v1': chartOf(8),
  'ChartMapped.v2': chartOf(accounts.length),
};
