import { Decimal } from '#money';
import type { InvoiceIssued } from '#ledger';
import type { EInvoiceTexts } from './e-invoice-texts';
import { plain, type AmountScale } from './semantic-amounts';
import type { DocumentAdjustment } from './semantic-invoice';
import type { PricedLine } from './semantic-lines';
import { taxClassOf } from './semantic-taxes';

/**
 * The document's discount as one allowance per tax rate: what the lines of a rate sum to before it, less the base that is
 * taxed. The base is the frozen one, so that lines − allowances + charges = net holds to the last unit, whatever the
 * document's rounding.
 */
export function documentAdjustments(
  data: InvoiceIssued['data'],
  lines: readonly PricedLine[],
  { scale, texts }: { readonly scale: AmountScale; readonly texts: EInvoiceTexts },
): readonly DocumentAdjustment[] {
  return data.taxSummary.flatMap((row): readonly DocumentAdjustment[] => {
    const tax = taxClassOf(row);
    const sum = lines.filter(({ line }) => line.tax.category === tax.category && line.tax.rate === tax.rate).reduce((total, { net }) => total + net, 0n);
    const off = sum - scale.units(row.base);
    if (off === 0n) {
      return [];
    }
    if (off < 0n) {
      return [{ kind: 'charge', amount: scale.text(-off), reason: texts.rounding, tax }];
    }
    const percent = data.documentDiscountPercent;
    const share = percent === undefined || data.taxInclusive !== undefined ? {} : { percent: plain(new Decimal(percent)), baseAmount: scale.text(sum) };
    return [{ kind: 'allowance', amount: scale.text(off), ...share, reason: texts.discount, reasonCode: '95', tax }];
  });
}
