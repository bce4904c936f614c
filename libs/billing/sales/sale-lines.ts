import type { SaleLine } from '#ledger';
import type { SaleLineBody } from './sale.dto';

/** Lines as they were sent, with what may be left out filled in: ids by place, no tax. */
export function saleLines(lines: readonly SaleLineBody[]): SaleLine[] {
  return lines.map((line, index) => ({ ...line, lineId: line.lineId ?? String(index + 1), ...taxOf(line) }));
}

/** The category and rate of a line; a rate of zero without a category is zero-rated, any other is standard. */
export function taxOf(line: Pick<SaleLineBody, 'taxCategory' | 'taxRate'>): { taxCategory: SaleLine['taxCategory']; taxRate: string } {
  const taxRate = line.taxRate ?? '0';
  return { taxRate, taxCategory: line.taxCategory ?? (/^0(\.0+)?$/.test(taxRate) ? 'Z' : 'S') };
}
