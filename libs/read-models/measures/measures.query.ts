import { collectionEffectiveness, countBackDays, daysSalesOutstanding, monthOf, salesGrowth } from '#ledger';
import type { Decimal } from '#money';
import { amountText, byText, grouped } from '../reports/figures';
import { lastShared } from '../reports/last-shared';
import type { MeasuresQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf } from '../reports/snapshot';
import type { ReadStore } from '../store/read-store';
import { askedMonths } from './asked-months';
import { endsOf, monthBy, monthsUpTo, type MonthAsked } from './month-ends';
import { movedFigures, paidFigures, type MovedFigure, type Owner, type PaidFigure } from './month-figures.query';

/** Figures that may be missing, each with its text at one or two decimals. */
export interface MeasureFigures {
  readonly dso: string | null;
  readonly dsoRolling: string | null;
  readonly dsoCountBack: string | null;
  readonly dsoBestPossible: string | null;
  readonly dsoDelinquent: string | null;
  /** Percent. */
  readonly collectionEffectiveness: string | null;
  readonly salesGrowth: string | null;
  readonly salesGrowthYear: string | null;
  readonly daysToPay: string | null;
  readonly daysLate: string | null;
}

export interface MeasuresRow extends MeasureFigures {
  readonly month: string;
  /** Last day counted. */
  readonly to: string;
  readonly days: number;
  /** Present when customers are told apart. */
  readonly customerId?: string;
  readonly receivables: string;
  readonly current: string;
  readonly sales: string;
  /** Instalments that `daysToPay` and `daysLate` are the mean of. */
  readonly paidItems: number;
  /** Why a figure is missing, by its name. */
  readonly missing: Readonly<Record<string, string>>;
}

export interface MeasuresSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly MeasuresRow[];
}

export interface MeasuresBody {
  readonly report: 'measures';
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  /** How a figure comes about, in words. */
  readonly formulas: readonly string[];
  readonly sections: readonly MeasuresSection[];
}

const lookBack = 24;
const rolling = 3;

export const measuresFormulas: readonly string[] = [
  'receivables = what is open on invoices at the end of the month, tax included; money and credit not yet used are not taken off; current = the part not overdue on that day',
  'sales = invoices for goods and services issued in the month less credit notes on such, tax included; reminder fees and interest are owed, and are no sales',
  'dso = receivables ÷ sales of the month × its days',
  `dsoRolling = receivables ÷ sales of the last ${rolling} months × their days`,
  `dsoCountBack = days it takes, back from the end of the month, until monthly sales cover the receivables; at most ${lookBack} months before the first one asked for`,
  'dsoBestPossible = current ÷ sales of the month × its days; dsoDelinquent = dso − dsoBestPossible',
  'collectionEffectiveness = (receivables at the beginning + sales − receivables) ÷ (receivables at the beginning + sales − current) × 100',
  'salesGrowth = (sales − sales of the month before) ÷ sales of the month before × 100; salesGrowthYear: of the same month a year before',
  'daysToPay = mean days from the issue date to the day the last money was applied, of invoice instalments paid in full in the month and still so at asOf; ' +
    'daysLate: from the due date, early ones below zero; ' +
    'what a credit note, a deduction, a write-off or money of another currency helped to settle is left out',
  'a month that asOf cuts short counts its days so far, and its growth is not said',
];

/** Sums of one owner at the end of every month; place 0 is the day before the first month. */
interface Series {
  readonly receivables: readonly bigint[];
  readonly current: readonly bigint[];
  readonly sales: readonly bigint[];
}

function seriesOf(moved: readonly MovedFigure[], places: number): Series {
  const filled = (): bigint[] => Array.from({ length: places }, () => 0n);
  const [receivables, current, sales] = [filled(), filled(), filled()];
  for (const { place, currentBelow, owed, sold } of moved) {
    sales[place]! += sold;
    for (let at = place; at < places; at += 1) receivables[at]! += owed;
    for (let at = place; at < Math.min(places, currentBelow); at += 1) current[at]! += owed;
  }
  return { receivables, current, sales };
}

/** What one row is reckoned from. */
interface RowInput {
  readonly months: readonly MonthAsked[];
  readonly series: Series;
  readonly paid: readonly PaidFigure[];
  /** From 1. */
  readonly place: number;
}

const said = (figure: Decimal | null, digits: number): string | null => figure?.toFixed(digits) ?? null;

function growthBefore({ months, series, place }: RowInput, back: number): string | null {
  if (!months[place - 1]!.whole) return null;
  return said(salesGrowth(series.sales[place - back] ?? 0n, series.sales[place]!), 2);
}

function figuresOf(input: RowInput): { figures: MeasureFigures; paidItems: number } {
  const { months, series: { receivables, current, sales }, paid, place } = input;
  const { days } = months[place - 1]!;
  const owed = receivables[place]!;
  const month = { sales: sales[place]!, days };
  const newestFirst = Array.from({ length: place }, (_, back) => ({ sales: sales[place - back]!, days: months[place - 1 - back]!.days }));
  const last = newestFirst.slice(0, rolling).reduce((sum, each) => ({ sales: sum.sales + each.sales, days: sum.days + each.days }));
  const dso = daysSalesOutstanding(owed, month);
  const best = daysSalesOutstanding(current[place]!, month);
  const period = { beginning: receivables[place - 1]!, sales: month.sales, ending: owed, endingCurrent: current[place]!, months: 1 };
  const inMonth = paid.filter((figure) => figure.place === place);
  const paidItems = inMonth.reduce((sum, { items }) => sum + items, 0);
  const mean = (sumOf: (figure: PaidFigure) => number): string | null =>
    paidItems === 0 ? null : (inMonth.reduce((sum, figure) => sum + sumOf(figure), 0) / paidItems).toFixed(2);
  const figures = {
    dso: said(dso, 1),
    dsoRolling: said(daysSalesOutstanding(owed, last), 1),
    dsoCountBack: said(countBackDays(owed, newestFirst), 1),
    dsoBestPossible: said(best, 1),
    dsoDelinquent: dso === null || best === null ? null : said(dso.minus(best), 1),
    collectionEffectiveness: said(collectionEffectiveness(period), 2),
    salesGrowth: growthBefore(input, 1),
    salesGrowthYear: growthBefore(input, 12),
    daysToPay: mean(({ daysToPay }) => daysToPay),
    daysLate: mean(({ daysLate }) => daysLate),
  };
  return { figures, paidItems };
}

const noSales = 'no more was sold than credited in the month';
const noPayment = 'no invoice was paid in full in the month';
const reasons: Readonly<Record<keyof MeasureFigures, string>> = {
  dso: noSales,
  dsoRolling: `no more was sold than credited in the last ${rolling} months`,
  dsoCountBack: 'sales of the months looked back at do not cover the receivables',
  dsoBestPossible: noSales,
  dsoDelinquent: noSales,
  collectionEffectiveness: 'nothing could be collected',
  salesGrowth: 'nothing was sold in the month before',
  salesGrowthYear: 'nothing was sold in the month a year before',
  daysToPay: noPayment,
  daysLate: noPayment,
};

function missingOf(figures: MeasureFigures, whole: boolean): Record<string, string> {
  const names = (Object.keys(reasons) as (keyof MeasureFigures)[]).filter((name) => figures[name] === null);
  return Object.fromEntries(names.map((name) => [name, !whole && name.startsWith('salesGrowth') ? 'the month is not over' : reasons[name]]));
}

function rowsOf(owner: Owner, byCustomer: boolean, input: Omit<RowInput, 'place'>): MeasuresRow[] {
  const { months, series } = input;
  const rows: MeasuresRow[] = [];
  for (let place = lookBack + 1; place <= months.length; place += 1) {
    const { figures, paidItems } = figuresOf({ ...input, place });
    const [receivables, current, sales] = [series.receivables[place]!, series.current[place]!, series.sales[place]!];
    if (byCustomer && receivables === 0n && sales === 0n && paidItems === 0) continue;
    const { month, to, days, whole } = months[place - 1]!;
    const say = (amount: bigint): string => amountText(amount, owner.currency);
    rows.push({
      month, to, days, ...(byCustomer ? { customerId: owner.customerId } : {}),
      receivables: say(receivables), current: say(current), sales: say(sales), paidItems, ...figures, missing: missingOf(figures, whole),
    });
  }
  return rows;
}

/** Figures for management by month, or by month and customer. @throws ReportRefused */
export async function measures(store: ReadStore, question: MeasuresQuestion): Promise<ReportFigures<MeasuresBody>> {
  const knownAtShared = question.knownAt ?? { sequence: await lastShared(store, 'receivables', 'management') };
  return onSlice(store, 'receivables', { ...question, knownAt: knownAtShared }, async (slice) => {
    const { from } = askedMonths(question);
    const first = monthOf(from);
    const byCustomer = question.groupBy?.includes('customer') ?? false;
    const months = monthsUpTo(monthBy(first, -lookBack), question.asOf);
    const ends = endsOf(months);
    const keyOf = ({ entityId, currency, customerId }: Owner): string => JSON.stringify([entityId, currency, customerId]);
    const paid = grouped(await paidFigures(slice, ends, byCustomer), keyOf);
    const owners = [...grouped(await movedFigures(slice, ends, byCustomer), keyOf)].map(([key, moved]) => {
      const series = seriesOf(moved, ends.length);
      return { owner: moved[0]!, rows: rowsOf(moved[0]!, byCustomer, { months, series, paid: paid.get(key) ?? [] }), owed: series.receivables.at(-1)! };
    });
    const controls: Record<string, string> = {};
    const sections = [...grouped(owners, ({ owner: { entityId, currency } }) => JSON.stringify([entityId, currency])).values()].map((own): MeasuresSection => {
      const { entityId, currency } = own[0]!.owner;
      controls[`owed ${entityId} ${currency}`] = amountText(own.reduce((sum, { owed }) => sum + owed, 0n), currency);
      const rows = own.flatMap(({ rows: each }) => each);
      return { entityId, currency, rows: rows.sort((left, right) => byText(left.month, right.month) || byText(left.customerId ?? '', right.customerId ?? '')) };
    });
    sections.sort((left, right) => byText(left.entityId, right.entityId) || byText(left.currency, right.currency));
    const { asOf, knownAt, basis } = slice;
    const body: MeasuresBody = { report: 'measures', from, asOf, knownAt, basis, formulas: measuresFormulas, sections };
    const provenance = provenanceOf(slice, sections.reduce((sum, { rows }) => sum + rows.length, 0), controls);
    return { report: body.report, body, provenance: { ...provenance, settled: question.knownAt !== undefined && slice.settled } };
  });
}
