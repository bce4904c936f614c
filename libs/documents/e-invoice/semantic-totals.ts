import type { InvoiceIssued } from '#ledger';
import type { AmountScale } from './semantic-amounts';
import type { DocumentAdjustment, SemanticTotals } from './semantic-invoice';
import type { PricedLine } from './semantic-lines';

type Totals = InvoiceIssued['data']['totals'];

/**
 * Net, tax and gross are the document's; what comes before them is summed from what is sent.
 *
 * @throws Error when lines, allowances and charges do not make the net: the allowances are computed so that they do.
 */
export function semanticTotals(totals: Totals, sent: { readonly lines: readonly PricedLine[]; readonly adjustments: readonly DocumentAdjustment[] }, scale: AmountScale): SemanticTotals {
  const lines = sent.lines.reduce((sum, { net }) => sum + net, 0n);
  const of = (kind: DocumentAdjustment['kind']): bigint =>
    sent.adjustments.filter((each) => each.kind === kind).reduce((sum, each) => sum + BigInt(each.amount.replace('.', '')), 0n);
  const allowances = of('allowance');
  const charges = of('charge');
  const net = scale.units(totals.net);
  if (lines - allowances + charges !== net) {
    throw new Error(`the lines sum to ${scale.text(lines)}, less ${scale.text(allowances)}, plus ${scale.text(charges)}; that is not ${totals.net}`);
  }
  return {
    lines: scale.text(lines),
    ...(allowances === 0n ? {} : { allowances: scale.text(allowances) }),
    ...(charges === 0n ? {} : { charges: scale.text(charges) }),
    net: scale.text(net),
    tax: scale.text(scale.units(totals.tax)),
    gross: scale.text(scale.units(totals.gross)),
  };
}
