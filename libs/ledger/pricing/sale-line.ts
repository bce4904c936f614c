import { Decimal, parseAmount, parseDecimal, toDecimal, type AmountProblem, type Currency } from '#money';
import { failed, passed, type Checked } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import type { SaleLine } from '../sale/sale.events';

export type TaxCategory = SaleLine['taxCategory'];

/** What pricing needs of a line; a return line is one too. */
export type LineToPrice = Pick<
  SaleLine,
  'lineId' | 'quantity' | 'unitPrice' | 'discountPercent' | 'discountAmount' | 'taxCategory' | 'taxRate'
>;

/** A line that passed every rule. */
export interface CheckedLine {
  readonly lineId: string;
  readonly taxCategory: TaxCategory;
  /** Percent. */
  readonly taxRate: Decimal;
  /** Quantity × unit price less discount, unrounded. */
  readonly exact: Decimal;
}

export const linesMax = 5000;
export const quantityDecimalsMax = 6;
export const unitPriceDecimalsMax = 6;
export const percentDecimalsMax = 6;
const hundred = new Decimal(100);

/** A line and its place, to say which one a refusal is about. */
interface PlacedLine {
  readonly line: LineToPrice;
  readonly index: number;
}

/** Checks the lines of one document: their number, their ids, and each line for itself. */
export function checkLines(lines: readonly LineToPrice[], currency: Currency): Checked<readonly CheckedLine[]> {
  if (lines.length === 0 || lines.length > linesMax) {
    return failed(
      refusal('invalid', 'LINES.COUNT', `there are ${lines.length} lines; a document has 1 to ${linesMax}. Split what is larger.`, {
        field: 'lines',
        count: lines.length,
        max: linesMax,
      }),
    );
  }
  const seen = new Set<string>();
  const checked: CheckedLine[] = [];
  for (const [index, line] of lines.entries()) {
    const placed = { line, index };
    if (seen.has(line.lineId)) {
      return failed(bad(placed, 'LINE.DUPLICATE_ID', 'lineId', 'stands twice. Give every line of a document its own id.'));
    }
    seen.add(line.lineId);
    const result = checkLine(placed, currency);
    if (!result.ok) {
      return result;
    }
    checked.push(result.value);
  }
  return passed(checked);
}

type Field = 'lineId' | 'quantity' | 'unitPrice' | 'taxRate' | 'discountPercent' | 'discountAmount';

function bad({ line, index }: PlacedLine, code: string, field: Field, message: string): Refusal {
  const value = (line[field] ?? '').slice(0, 40);
  return refusal('invalid', code, `line ${JSON.stringify(line.lineId)} (lines[${index}]): ${field} ${message}`, {
    field: `lines[${index}].${field}`,
    lineId: line.lineId,
    value,
  });
}

function badNumber(placed: PlacedLine, code: string, field: Field, problem: AmountProblem): Refusal {
  const remedy = problem.rule === 'negative' ? ' What comes back is a return.' : '';
  return bad(placed, code, field, `${problem.message}.${remedy}`);
}

function checkLine(placed: PlacedLine, currency: Currency): Checked<CheckedLine> {
  const { line } = placed;
  const quantity = parseDecimal(line.quantity, { maxDecimals: quantityDecimalsMax });
  if (!quantity.ok) {
    return failed(badNumber(placed, 'LINE.QUANTITY', 'quantity', quantity.problem));
  }
  const unitPrice = parseDecimal(line.unitPrice, { maxDecimals: unitPriceDecimalsMax });
  if (!unitPrice.ok) {
    return failed(badNumber(placed, 'LINE.UNIT_PRICE', 'unitPrice', unitPrice.problem));
  }
  const taxRate = checkTaxRate(placed);
  if (!taxRate.ok) {
    return taxRate;
  }
  const exact = afterDiscount(placed, quantity.value.times(unitPrice.value), currency);
  return exact.ok
    ? passed({ lineId: line.lineId, taxCategory: line.taxCategory, taxRate: taxRate.value, exact: exact.value })
    : exact;
}

function checkTaxRate(placed: PlacedLine): Checked<Decimal> {
  const { taxRate, taxCategory } = placed.line;
  const rate = parseDecimal(taxRate, { maxDecimals: percentDecimalsMax });
  if (!rate.ok) {
    return failed(badNumber(placed, 'LINE.TAX_RATE', 'taxRate', rate.problem));
  }
  if (rate.value.gt(hundred)) {
    return failed(bad(placed, 'LINE.TAX_RATE', 'taxRate', 'is over 100 percent. Send "20" for twenty percent.'));
  }
  if (taxCategory !== 'S' && !rate.value.isZero()) {
    const message = `is ${taxRate}, but category ${taxCategory} bears no tax. Send rate "0" or category "S".`;
    return failed(bad(placed, 'LINE.TAX_RATE', 'taxRate', message));
  }
  return passed(rate.value);
}

function afterDiscount(placed: PlacedLine, full: Decimal, currency: Currency): Checked<Decimal> {
  const { discountPercent, discountAmount } = placed.line;
  if (discountPercent !== undefined && discountAmount !== undefined) {
    return failed(bad(placed, 'LINE.TWO_DISCOUNTS', 'discountPercent', 'and discountAmount were both given. Send one of them.'));
  }
  if (discountPercent !== undefined) {
    return afterPercent(placed, full, discountPercent);
  }
  return discountAmount === undefined ? passed(full) : afterAmount(placed, full, discountAmount, currency);
}

function afterPercent(placed: PlacedLine, full: Decimal, discountPercent: string): Checked<Decimal> {
  const percent = parseDecimal(discountPercent, { maxDecimals: percentDecimalsMax });
  if (!percent.ok) {
    return failed(badNumber(placed, 'LINE.DISCOUNT', 'discountPercent', percent.problem));
  }
  return percent.value.gt(hundred)
    ? failed(bad(placed, 'LINE.DISCOUNT_OVER_LINE', 'discountPercent', 'is over 100 percent. A discount takes off at most the line.'))
    : passed(full.times(hundred.minus(percent.value)).times('0.01'));
}

function afterAmount(placed: PlacedLine, full: Decimal, discountAmount: string, currency: Currency): Checked<Decimal> {
  const amount = parseAmount(discountAmount, currency, { allowNegative: false });
  if (!amount.ok) {
    return failed(badNumber(placed, 'LINE.DISCOUNT', 'discountAmount', amount.problem));
  }
  const left = full.minus(toDecimal(amount.money));
  return left.lt(0)
    ? failed(bad(placed, 'LINE.DISCOUNT_OVER_LINE', 'discountAmount', `is more than the line, ${full.toFixed()}. Take off at most that.`))
    : passed(left);
}
