import { formatMinor, knownCurrency, minorOf } from '#money';
import type { InvoiceWrittenOff } from './correction.events';

/** Items that were settled without money, or opened again, with their sum. */
export interface SettledAnswer {
  readonly currency: string;
  readonly amount: string;
  readonly items: readonly { readonly invoiceId: string; readonly instalment: number; readonly amount: string }[];
}

export function settledAnswer({ currency, items }: Pick<InvoiceWrittenOff['data'], 'currency' | 'items'>): SettledAnswer {
  const { digits } = knownCurrency(currency);
  const amount = formatMinor(items.reduce((sum, item) => sum + minorOf(item.amount, digits), 0n), digits);
  return { currency, amount, items: items.map(({ invoiceId, instalment, amount: part }) => ({ invoiceId, instalment, amount: part })) };
}
