import type { MappedChart } from './entity.state';

/** Account codes an entity starts with when it brings none of its own. */
export const builtInChart: MappedChart['accounts'] = [
  { role: 'receivables', code: '1200', name: 'Trade receivables' },
  { role: 'unapplied-receipts', code: '2110', name: 'Unapplied receipts' },
  { role: 'unidentified-receipts', code: '2120', name: 'Unidentified receipts' },
  { role: 'credits-to-apply', code: '2130', name: 'Credits to apply' },
  { role: 'bank', code: '1000', name: 'Bank' },
  { role: 'revenue', code: '4000', name: 'Revenue' },
  { role: 'tax-payable', code: '2200', name: 'Tax payable' },
  { role: 'opening-balance', code: '3900', name: 'Opening balance' },
];
