import { formatMinor, knownCurrency, minorOf } from '#money';
import { table, type TableRow } from '../page/table';
import type { Sheet } from '../page/sheet';
import { shownDay, shownDecimal, shownPrice } from '../text/figures';
import { label } from '../text/labels';

/** A line of an invoice or credit note, as far as both print it. */
export interface PrintedLine {
  readonly description: string;
  readonly productCode?: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent?: string;
  readonly discountAmount?: string;
  readonly net: string;
  readonly taxRate: string;
  readonly taxNote?: string;
  readonly servicePeriod?: { readonly from: string; readonly to: string };
  /** Said beneath, besides. */
  readonly notes?: readonly string[];
}

function discountOf({ discountPercent, discountAmount }: PrintedLine, language: string): string {
  if (discountPercent !== undefined) {
    return `${label('discount', language)} ${shownDecimal(discountPercent, language)} %`;
  }
  return discountAmount === undefined ? '' : `${label('discount', language)} ${shownDecimal(discountAmount, language)}`;
}

function rowOf(line: PrintedLine, number: number, { language, digits }: { readonly language: string; readonly digits: number }): TableRow {
  const { description, productCode, quantity, unitPrice, net, taxRate, taxNote, servicePeriod, notes = [] } = line;
  const period = servicePeriod === undefined ? '' : `${shownDay(servicePeriod.from, language)} – ${shownDay(servicePeriod.to, language)}`;
  return {
    cells: [
      String(number), description, shownDecimal(quantity, language), shownPrice(unitPrice, digits, language), `${shownDecimal(taxRate, language)} %`, shownDecimal(net, language),
    ],
    notes: [productCode ?? '', period, discountOf(line, language), taxNote ?? '', ...notes].filter((note) => note !== ''),
  };
}

/** The lines, over as many pages as it takes, with the sum so far carried forward. */
export function lineTable(sheet: Sheet, lines: readonly PrintedLine[], currency: string): void {
  const { language } = sheet.head;
  const { digits } = knownCurrency(currency);
  const sums: bigint[] = [0n];
  for (const { net } of lines) {
    sums.push((sums.at(-1) ?? 0n) + minorOf(net, digits));
  }
  table(
    sheet,
    [
      { title: '#', width: 18 },
      { title: label('description', language) },
      { title: label('quantity', language), width: 50, align: 'right' },
      { title: label('unitPrice', language), width: 64, align: 'right' },
      { title: label('taxRate', language), width: 36, align: 'right' },
      { title: `${label('net', language)} ${currency}`, width: 76, align: 'right' },
    ],
    lines.map((line, index) => rowOf(line, index + 1, { language, digits })),
    {
      // Net, tax and total, and two lines that may stand above them.
      keep: 105,
      carried: (rows) => ({ title: label('carried', language), amount: shownDecimal(formatMinor(sums[rows] ?? 0n, digits), language) }),
    },
  );
}
