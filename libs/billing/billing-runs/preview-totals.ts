import { currencyDigits } from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { BillingPreviewAnswer, PreviewInvoice } from './billing-run.answer';

/** What a preview comes to, by currency. */
export class PreviewTotals {
  private readonly sums = new Map<string, { invoices: number; net: bigint; tax: bigint; gross: bigint }>();

  add({ currency, net, tax, gross }: PreviewInvoice): void {
    const digits = currencyDigits(currency);
    const sum = this.sums.get(currency) ?? { invoices: 0, net: 0n, tax: 0n, gross: 0n };
    sum.invoices += 1;
    sum.net += minorOf(net, digits);
    sum.tax += minorOf(tax, digits);
    sum.gross += minorOf(gross, digits);
    this.sums.set(currency, sum);
  }

  list(): BillingPreviewAnswer['totals'] {
    return [...this.sums].map(([currency, { invoices, net, tax, gross }]) => {
      const digits = currencyDigits(currency);
      return { currency, invoices, net: formatMinor(net, digits), tax: formatMinor(tax, digits), gross: formatMinor(gross, digits) };
    });
  }
}
