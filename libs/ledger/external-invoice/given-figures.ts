import { add, compare, decimalOf, isPositive, parseAmount, parseDecimal, subtract, sum, toAmount, type Currency, type Money } from '#money';
import { failed, passed, refuseUnrealDay, type Checked } from '../input-rules';
import type { Instalment, TaxCategory, TaxSummaryRow, Totals } from '../pricing';
import { refusal, type Refusal } from '../refusal';

/** What a document issued elsewhere says it asks for; it is checked, never computed again. */
export interface GivenFigures {
  readonly gross: string;
  /** Bases and taxes, together gross; absent: all of it without tax. */
  readonly taxes?: readonly { readonly category: TaxCategory; readonly rate: string; readonly base: string; readonly tax: string }[];
  /** Together gross; none due before the issue date. */
  readonly instalments: readonly { readonly dueDate: string; readonly amount: string }[];
}

export interface CheckedFigures {
  readonly totals: Totals;
  readonly taxSummary: readonly TaxSummaryRow[];
  readonly instalments: readonly Instalment[];
}

const instalmentsMax = 60;

export function checkFigures(given: GivenFigures, issueDate: string, currency: Currency): Checked<CheckedFigures> {
  const gross = amountAt('gross', given.gross, currency);
  if (!gross.ok) {
    return gross;
  }
  if (!isPositive(gross.value)) {
    return failed(refusal('invalid', 'EXTERNAL_INVOICE.ZERO', 'gross is zero; a document that asks for nothing is not recorded.', { field: 'gross' }));
  }
  const taxes = checkTaxes(given.taxes, gross.value, currency);
  if (!taxes.ok) {
    return taxes;
  }
  const instalments = checkInstalments(given.instalments, issueDate, gross.value);
  if (!instalments.ok) {
    return instalments;
  }
  const { tax, rows } = taxes.value;
  const totals = { net: toAmount(subtract(gross.value, tax)), tax: toAmount(tax), gross: toAmount(gross.value) };
  return passed({ totals, taxSummary: rows, instalments: instalments.value });
}

function amountAt(field: string, text: string, currency: Currency): Checked<Money> {
  const parsed = parseAmount(text, currency, { allowNegative: false });
  return parsed.ok ? passed(parsed.money) : failed(badNumber(field, parsed.problem));
}

const badNumber = (field: string, problem: { readonly message: string; readonly value: string }): Refusal =>
  refusal('invalid', 'AMOUNT.INVALID', `${field} ${problem.message}.`, { field, value: problem.value });

function checkTaxes(
  given: GivenFigures['taxes'],
  gross: Money,
  currency: Currency,
): Checked<{ readonly tax: Money; readonly rows: readonly TaxSummaryRow[] }> {
  const rows: { readonly row: TaxSummaryRow; readonly base: Money; readonly tax: Money }[] = [];
  for (const [index, { category, rate, ...row }] of (given ?? [{ category: 'Z', rate: '0', base: toAmount(gross), tax: '0' } as const]).entries()) {
    const percent = parseDecimal(rate, { maxDecimals: 6 });
    if (!percent.ok || percent.value.gt(100)) {
      return failed(badNumber(`taxes[${index}].rate`, percent.ok ? { message: `${JSON.stringify(rate)} is over 100 percent`, value: rate } : percent.problem));
    }
    const base = amountAt(`taxes[${index}].base`, row.base, currency);
    const tax = amountAt(`taxes[${index}].tax`, row.tax, currency);
    if (!base.ok || !tax.ok) {
      return base.ok ? (tax as Extract<typeof tax, { ok: false }>) : base;
    }
    rows.push({
      row: { category, rate: decimalOf(rate).toFixed(), base: toAmount(base.value), tax: toAmount(tax.value) },
      base: base.value,
      tax: tax.value,
    });
  }
  const tax = sum(currency, rows.map((row) => row.tax));
  const together = add(tax, sum(currency, rows.map((row) => row.base)));
  return compare(together, gross) === 0
    ? passed({ tax, rows: rows.map(({ row }) => row) })
    : failed(
        refusal('invalid', 'EXTERNAL_INVOICE.TAXES', `bases and taxes sum to ${toAmount(together)}, gross is ${toAmount(gross)}. They must be equal.`, {
          field: 'taxes',
          sum: toAmount(together),
          gross: toAmount(gross),
        }),
      );
}

function checkInstalments(given: GivenFigures['instalments'], issueDate: string, gross: Money): Checked<readonly Instalment[]> {
  if (given.length === 0 || given.length > instalmentsMax) {
    return failed(refusal('invalid', 'INSTALMENTS.COUNT', `there are ${given.length} instalments; a document has 1 to ${instalmentsMax}.`, { field: 'instalments' }));
  }
  const amounts: Money[] = [];
  for (const [index, { dueDate, amount }] of given.entries()) {
    const field = `instalments[${index}]`;
    const parsed = amountAt(`${field}.amount`, amount, gross.currency);
    if (!parsed.ok) {
      return parsed;
    }
    const reason = refuseUnrealDay(`${field}.dueDate`, dueDate) ?? refuseEarlyDue(field, dueDate, issueDate) ?? refuseEmpty(field, parsed.value);
    if (reason !== undefined) {
      return failed(reason);
    }
    amounts.push(parsed.value);
  }
  const together = sum(gross.currency, amounts);
  return compare(together, gross) === 0
    ? passed(given.map(({ dueDate }, index) => ({ number: index + 1, dueDate, amount: toAmount(amounts[index] ?? gross) })))
    : failed(
        refusal('invalid', 'INSTALMENTS.SUM', `the instalments sum to ${toAmount(together)}, gross is ${toAmount(gross)}. They must be equal.`, {
          field: 'instalments',
          sum: toAmount(together),
          gross: toAmount(gross),
        }),
      );
}

function refuseEarlyDue(field: string, dueDate: string, issueDate: string): Refusal | undefined {
  return dueDate < issueDate
    ? refusal('invalid', 'INSTALMENTS.DUE_BEFORE_ISSUE', `${field} is due on ${dueDate}, before the issue date ${issueDate}. Send that day or a later one.`, {
        field: `${field}.dueDate`,
        value: dueDate,
        issueDate,
      })
    : undefined;
}

const refuseEmpty = (field: string, amount: Money): Refusal | undefined =>
  isPositive(amount) ? undefined : refusal('invalid', 'INSTALMENTS.ZERO', `${field} asks for nothing. Leave it out.`, { field: `${field}.amount` });
