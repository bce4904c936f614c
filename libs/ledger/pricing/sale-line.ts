import { Decimal, parseAmount, parseDecimal, type AmountProblem, type Currency } from '#money';
import { failed, passed, type Checked } from '../input-rules';
import { refusal, type Refusal, type RefusalData } from '../refusal';
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
const percentDecimalsMax = 6;
const hundred = new Decimal(100);

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
    if (seen.has(line.lineId)) {
      return failed(bad('LINE.DUPLICATE_ID', index, line, 'lineId', 'stands twice. Give every line of a document its own id.', line.lineId));
    }
    seen.add(line.lineId);
    const result = checkLine(line, index, currency);
    if (!result.ok) {
      return result;
    }
    checked.push(result.value);
  }
  return passed(checked);
}

function bad(code: string, index: number, line: LineToPrice, field: string, message: string, value = ''): Refusal {
  const data: RefusalData = { field: `lines[${index}].${field}`, lineId: line.lineId, ...(value === '' ? {} : { value }) };
  return refusal('invalid', code, `line ${JSON.stringify(line.lineId)} (lines[${index}]): ${field} ${message}`, data);
}

function checkLine(line: LineToPrice, index: number, currency: Currency): Checked<CheckedLine> {
  const quantity = parseDecimal(line.quantity, { maxDecimals: quantityDecimalsMax });
  if (!quantity.ok) {
    return failed(badNumber('LINE.QUANTITY', index, line, 'quantity', quantity.problem));
  }
  const unitPrice = parseDecimal(line.unitPrice, { maxDecimals: unitPriceDecimalsMax });
  if (!unitPrice.ok) {
    return failed(badNumber('LINE.UNIT_PRICE', index, line, 'unitPrice', unitPrice.problem));
  }
  const taxRate = checkTaxRate(line, index);
  if (!taxRate.ok) {
    return taxRate;
  }
  const exact = afterDiscount(line, index, quantity.value.times(unitPrice.value), currency);
  if (!exact.ok) {
    return exact;
  }
  return passed({ lineId: line.lineId, taxCategory: line.taxCategory, taxRate: taxRate.value, exact: exact.value });
}

function badNumber(code: string, index: number, line: LineToPrice, field: string, problem: AmountProblem): Refusal {
  const remedy = problem.rule === 'negative' ? ' What comes back is a return.' : '';
  return bad(code, index, line, field, `${problem.message}.${remedy}`, problem.value);
}

function checkTaxRate(line: LineToPrice, index: number): Checked<Decimal> {
  const rate = parseDecimal(line.taxRate, { maxDecimals: percentDecimalsMax });
  if (!rate.ok) {
    return failed(badNumber('LINE.TAX_RATE', index, line, 'taxRate', rate.problem));
  }
  if (rate.value.gt(hundred)) {
    return failed(bad('LINE.TAX_RATE', index, line, 'taxRate', `is over 100 percent. Send "20" for twenty percent.`, line.taxRate));
  }
  if (line.taxCategory !== 'S' && !rate.value.isZero()) {
    const message = `is ${line.taxRate}, but category ${line.taxCategory} bears no tax. Send rate "0" or category "S".`;
    return failed(bad('LINE.TAX_RATE', index, line, 'taxRate', message, line.taxRate));
  }
  return passed(rate.value);
}

function afterDiscount(line: LineToPrice, index: number, full: Decimal, currency: Currency): Checked<Decimal> {
  if (line.discountPercent !== undefined && line.discountAmount !== undefined) {
    return failed(bad('LINE.TWO_DISCOUNTS', index, line, 'discountPercent', 'and discountAmount were both given. Send one of them.'));
  }
  if (line.discountPercent !== undefined) {
    const percent = parseDecimal(line.discountPercent, { maxDecimals: percentDecimalsMax });
    if (!percent.ok) {
      return failed(badNumber('LINE.DISCOUNT', index, line, 'discountPercent', percent.problem));
    }
    if (percent.value.gt(hundred)) {
      return failed(
        bad('LINE.DISCOUNT_OVER_LINE', index, line, 'discountPercent', 'is over 100 percent. A discount takes off at most the line.', line.discountPercent),
      );
    }
    return passed(full.times(hundred.minus(percent.value)).div(hundred));
  }
  if (line.discountAmount !== undefined) {
    const amount = parseAmount(line.discountAmount, currency, { allowNegative: false });
    if (!amount.ok) {
      return failed(badNumber('LINE.DISCOUNT', index, line, 'discountAmount', amount.problem));
    }
    const left = full.minus(new Decimal(line.discountAmount));
    return left.isNegative() && !left.isZero()
      ? failed(
          bad('LINE.DISCOUNT_OVER_LINE', index, line, 'discountAmount', `is more than the line, ${full.toFixed()}. Take off at most that.`, line.discountAmount),
        )
      : passed(left);
  }
  return passed(full);
}
