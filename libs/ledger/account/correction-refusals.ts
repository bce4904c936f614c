import { formatMinor, knownCurrency } from '#money';
import { refusal, type Refusal } from '../refusal';
import type { OpenItem } from './account.state';

/** The item gives no more from that day on. */
export function beyondOpen(code: string, item: OpenItem, on: string, { asked, payable }: { readonly asked: bigint; readonly payable: bigint }): Refusal {
  const { invoiceId, instalment, issueDate, currency } = item;
  const { digits } = knownCurrency(currency);
  const available = formatMinor(payable, digits);
  const why = on < issueDate ? `it is issued on ${issueDate}; take that day or a later one` : `only ${available} ${currency} is open from then on; take no more than that`;
  return refusal('conflict', code, `Invoice ${invoiceId}, instalment ${instalment}, on ${on}: ${why}.`, {
    invoiceId, instalment, date: on, asked: formatMinor(asked, digits), available,
  });
}
