import { epochDay, firstDayOfMonth, isRealDay, monthOf } from '#ledger';
import { monthBy, monthsUpTo, type MonthAsked } from './month-ends';
import { checkReportDay, ReportRefused, type MeasuresQuestion } from '../reports/question';

/** Months a report of figures gives at most. */
const monthsMax = 36;

export interface AskedMonths {
  readonly months: readonly MonthAsked[];
  readonly from: string;
  /** Epoch day of the first day. */
  readonly fromDay: number;
}

/** The months from the one of `from` (default January of the year of `asOf`) to that of `asOf`. @throws ReportRefused */
export function askedMonths({ from, asOf }: Pick<MeasuresQuestion, 'from' | 'asOf'>): AskedMonths {
  checkReportDay('asOf', asOf);
  if (from !== undefined) checkReportDay('from', from);
  const first = monthOf(from ?? `${asOf.slice(0, 4)}-01-01`);
  if ((from !== undefined && !isRealDay(from)) || first > monthOf(asOf)) {
    throw new ReportRefused('REPORT.INVALID_DATE', `from is ${JSON.stringify(from?.slice(0, 20))}: give a calendar day as YYYY-MM-DD that is not after asOf.`);
  }
  if (monthBy(first, monthsMax) <= monthOf(asOf) || first < '0010-01') {
    throw new ReportRefused('REPORT.TOO_LARGE', `From ${first} to ${asOf} are more than ${monthsMax} months. Ask for fewer at a time.`);
  }
  return { months: monthsUpTo(first, asOf), from: firstDayOfMonth(first), fromDay: epochDay(firstDayOfMonth(first)) };
}
