import type { CreditNoteIssued, InvoiceIssued } from '#ledger';
import { bodySize, grey, leading, type Sheet } from '../page/sheet';
import { table } from '../page/table';
import { shownDecimal } from '../text/figures';
import { categoryLabel, label } from '../text/labels';

type Issued = Pick<InvoiceIssued['data'] | CreditNoteIssued['data'], 'totals' | 'taxSummary' | 'currency' | 'base'>;

const step = bodySize * leading;

/** Net, tax and total at the right, the total large. */
export function totals(sheet: Sheet, issued: Issued, totalLabel: string, before: readonly (readonly [name: string, amount: string])[] = []): void {
  const { language } = sheet.head;
  const { currency } = issued;
  const rows = [...before, [label('subtotal', language), issued.totals.net], [label('tax', language), issued.totals.tax]] as const;
  sheet.ensure((rows.length + 3) * step + 12);
  const from = sheet.left + sheet.width * 0.56;
  sheet.y += 4;
  for (const [name, amount] of rows) {
    sheet.line(name, from, sheet.y, { colour: grey });
    sheet.lineTo(shownDecimal(amount, language), sheet.right, sheet.y);
    sheet.y += step + 1;
  }
  sheet.rule(sheet.y + 1, { from, colour: sheet.accent, weight: 0.8 });
  sheet.y += 6;
  sheet.line(totalLabel, from, sheet.y, { bold: true, size: 11 });
  sheet.lineTo(`${currency} ${shownDecimal(issued.totals.gross, language)}`, sheet.right, sheet.y, { bold: true, size: 11, colour: sheet.accent });
  sheet.y += 11 * leading + 8;
}

/** Per category and rate what is taxed and the tax on it; in the accounting currency too where that is another. */
export function taxSummary(sheet: Sheet, { taxSummary: rows, currency, base }: Issued): void {
  const { language } = sheet.head;
  sheet.ensure((rows.length + 3) * (step + 8));
  sheet.paragraph(label('taxSummary', language), { bold: true, size: 8.5, colour: sheet.accent });
  sheet.y += 2;
  const shown = rows.map(({ category, rate, base: taxed, tax }) => ({
    cells: [categoryLabel(category, language), `${shownDecimal(rate, language)} %`, shownDecimal(taxed, language), shownDecimal(tax, language)],
  }));
  table(sheet, [
    { title: label('category', language) },
    { title: label('rate', language), width: 56, align: 'right' },
    { title: `${label('taxBase', language)} ${currency}`, width: 100, align: 'right' },
    { title: `${label('taxRate', language)} ${currency}`, width: 90, align: 'right' },
  ], shown);
  if (base.currency !== currency) {
    sheet.paragraph(
      `${label('inBase', language)}: ${base.currency} ${shownDecimal(base.tax, language)} (${label('atRate', language)} ${shownDecimal(base.rate, language)})`,
      { size: 8, colour: grey },
    );
  }
  sheet.y += 6;
}
