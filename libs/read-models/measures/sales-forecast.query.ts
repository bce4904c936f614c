import { forecastSales, historyMin, lastDayOfMonth, monthOf, type ForecastMethod, type SalesForecast } from '#ledger';
import { amountText, byText, grouped, totalsOfSections } from '../reports/figures';
import { checkReportDay, ReportRefused, type ForecastQuestion, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf } from '../reports/snapshot';
import type { ReadStore } from '../store/read-store';
import { monthBy } from './month-ends';
import { salesByMonth, type SalesOfMonth } from './sales-months.query';

export interface SalesForecastRow {
  readonly month: string;
  readonly sales: string;
  /** Eight in ten of the past forecasts so far ahead were no farther off than from `low` to `high`; null where too few were made. */
  readonly low: string | null;
  readonly high: string | null;
}

export interface SalesForecastSection {
  readonly entityId: string;
  readonly currency: string;
  /** Whole months the forecast rests on, and the last of them. */
  readonly history: number;
  readonly historyTo: string;
  /** Null: there is no forecast, and `missing` says why. */
  readonly method: ForecastMethod | null;
  readonly missing: string | null;
  /** Mean error of each method over the same past months, the one used first. */
  readonly scores: readonly { readonly method: ForecastMethod; readonly error: string }[];
  readonly scoredMonths: number;
  readonly rows: readonly SalesForecastRow[];
}

export interface SalesForecastBody {
  readonly report: 'sales-forecast';
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly formulas: readonly string[];
  readonly sections: readonly SalesForecastSection[];
}

export const salesForecastFormulas: readonly string[] = [
  'sales = invoiced less credited, without tax, fees and interest; the history is every whole month from the first with sales to the last before or at asOf',
  'last-month = sales of the last whole month; mean-of-three = mean of the last three; same-month-last-year = sales of that month a year before',
  'last-year-with-growth = same month last year × the last three months ÷ the same three a year before',
  'error = mean of how far each forecast of the last 12 months was off, each made from the months before it alone',
  'the method with the smallest error is used; last-month and same-month-last-year are the baselines',
  'low and high: eight in ten of those forecasts, as many months ahead, were no farther off',
];

const monthsMax = 12;

/** What the next months may bring, by the method that was least off before. @throws ReportRefused */
export async function salesForecast(store: ReadStore, question: ForecastQuestion): Promise<ReportFigures<SalesForecastBody>> {
  const { months: ahead = 3 } = question;
  if (!Number.isInteger(ahead) || ahead < 1 || ahead > monthsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `months is ${ahead}: give 1 to ${monthsMax}.`);
  }
  checkReportDay('asOf', question.asOf);
  return onSlice(store, 'revenue', question, async (slice) => {
    const { asOf, knownAt, basis } = slice;
    const last = lastDayOfMonth(monthOf(asOf)) === asOf ? monthOf(asOf) : monthBy(monthOf(asOf), -1);
    const sales = grouped(await salesByMonth(slice, null), ({ entityId, currency }) => JSON.stringify([entityId, currency]));
    const sections = [...sales.values()]
      .map((own) => sectionOf(own, last, ahead))
      .sort((one, other) => byText(one.entityId, other.entityId) || byText(one.currency, other.currency));
    const body: SalesForecastBody = { report: 'sales-forecast', asOf, knownAt, basis, formulas: salesForecastFormulas, sections };
    return { report: body.report, body, provenance: provenanceOf(slice, sections.reduce((sum, { rows }) => sum + rows.length, 0), totalsOfSections(sections, { forecast: ({ sales }) => sales })) };
  });
}

function sectionOf(own: readonly SalesOfMonth[], last: string, ahead: number): SalesForecastSection {
  const { entityId, currency } = own[0]!;
  const history = historyOf(own, last);
  const forecast = forecastSales(history, ahead);
  return {
    entityId,
    currency,
    history: history.length,
    historyTo: last,
    method: forecast?.method ?? null,
    missing: forecast === null ? `${history.length} whole months of sales are fewer than the ${historyMin} that a forecast needs` : null,
    scores: forecast?.scores.map(({ method, error }) => ({ method, error: amountText(error, currency) })) ?? [],
    scoredMonths: forecast?.scored ?? 0,
    rows: rowsOf(forecast, last, currency),
  };
}

/** Net sales of every month from the first with any to the last whole one; a month without sales is zero. */
function historyOf(own: readonly SalesOfMonth[], last: string): readonly bigint[] {
  const byMonth = new Map(own.map(({ month, net }) => [month, net]));
  const history: bigint[] = [];
  const first = [...byMonth.keys()].reduce((one, other) => (one < other ? one : other));
  for (let month = first; month <= last; month = monthBy(month, 1)) history.push(byMonth.get(month) ?? 0n);
  return history;
}

const rowsOf = (forecast: SalesForecast | null, last: string, currency: string): readonly SalesForecastRow[] =>
  (forecast?.months ?? []).map(({ ahead, sales, within }) => ({
    month: monthBy(last, ahead),
    sales: amountText(sales, currency),
    low: within === null ? null : amountText(sales - within, currency),
    high: within === null ? null : amountText(sales + within, currency),
  }));
