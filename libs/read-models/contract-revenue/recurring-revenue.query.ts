import { addDays, epochDay, firstDayOfMonth, lastDayOfMonth, monthOf, nextMonth } from '#ledger';
import { firstDayOf } from '../journal/trial-balance.query';
import { amountText, byText, grouped, sumOf, totalsOfSections } from '../reports/figures';
import { checkReportDay, ReportRefused, type RecurringRevenueQuestion, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf } from '../reports/snapshot';
import type { ReadStore } from '../store/read-store';
import { feeOn, recurringItems, type RecurringItem } from './recurring-fees';

/** Opening + new + expansion − contraction − churn = monthly. */
export interface RecurringFigures {
  readonly opening: string;
  /** From customers (and plans, where rows tell them apart) that brought in nothing at the end of the month before. */
  readonly new: string;
  readonly expansion: string;
  readonly contraction: string;
  /** From those that bring in nothing any more. */
  readonly churn: string;
  /** Monthly recurring revenue. */
  readonly monthly: string;
  /** Annual recurring revenue. */
  readonly annual: string;
}

export interface RecurringRow extends RecurringFigures {
  readonly month: string;
  readonly customerId?: string;
  readonly plan?: string;
}

export interface RecurringSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly RecurringRow[];
}

export interface RecurringRevenueBody {
  readonly report: 'recurring-revenue';
  /** First month, as its first day. */
  readonly from: string;
  /** The last month is measured on this day, every other one on its last. */
  readonly asOf: string;
  readonly knownAt: number;
  readonly groupBy: readonly ('customer' | 'plan')[];
  readonly formula: string;
  readonly sections: readonly RecurringSection[];
}

const formula =
  'monthly = sum over the subscriptions and retainers in force on the last day of the month, trials left out, of fee after discount × intervals a year ÷ 12; ' +
  'annual = the same × intervals a year; a year has 12 months or 365 days. Use and overage are left out. Movement is counted per customer, and per plan where rows tell plans apart.';

const monthsMax = 600;
const rowsMax = 200_000;

/** Whose movement is counted as one; monthly and yearly amounts at the end of each month, the month before the first one at place 0. */
interface Payer {
  readonly customerId: string;
  readonly plan: string;
  readonly monthly: bigint[];
  readonly yearly: bigint[];
}

function monthsFrom(from: string, asOf: string): string[] {
  checkReportDay('from', from);
  checkReportDay('asOf', asOf);
  const months: string[] = [];
  for (let month = monthOf(from); month <= monthOf(asOf); month = nextMonth(month)) {
    if (months.length === monthsMax) {
      throw new ReportRefused('REPORT.TOO_LARGE', `More than ${monthsMax} months from ${from} to ${asOf}. Ask for a later from.`);
    }
    months.push(month);
  }
  return months;
}

function payersOf(items: readonly RecurringItem[], days: readonly number[], byPlan: boolean): Payer[] {
  const payers = new Map<string, Payer>();
  for (const item of items) {
    for (const [place, day] of days.entries()) {
      const fee = feeOn(item, day);
      if (fee === null) continue;
      const plan = byPlan ? fee.plan : '';
      const key = `${item.customerId}\n${plan}`;
      const payer = payers.get(key) ?? { customerId: item.customerId, plan, monthly: days.map(() => 0n), yearly: days.map(() => 0n) };
      payers.set(key, payer);
      payer.monthly[place]! += fee.monthly;
      payer.yearly[place]! += fee.yearly;
    }
  }
  return [...payers.values()];
}

function figuresOf(payers: readonly Payer[], place: number, currency: string): RecurringFigures | null {
  const changes = payers.map(({ monthly }) => ({ before: monthly[place - 1]!, now: monthly[place]! }));
  const sum = (chosen: (change: { before: bigint; now: bigint }) => boolean): string => {
    const difference = sumOf(changes.filter(chosen), ({ before, now }) => now - before);
    return amountText(difference < 0n ? -difference : difference, currency);
  };
  if (changes.every(({ before, now }) => before === 0n && now === 0n)) return null;
  return {
    opening: amountText(sumOf(changes, ({ before }) => before), currency),
    new: sum(({ before, now }) => before === 0n && now > 0n),
    expansion: sum(({ before, now }) => before !== 0n && now > before),
    contraction: sum(({ before, now }) => now !== 0n && now < before),
    churn: sum(({ before, now }) => before > 0n && now === 0n),
    monthly: amountText(sumOf(changes, ({ now }) => now), currency),
    annual: amountText(sumOf(payers, ({ yearly }) => yearly[place]!), currency),
  };
}

/** What subscriptions and retainers bring in a month and a year, and how that came to change. */
export function recurringRevenue(store: ReadStore, question: RecurringRevenueQuestion): Promise<ReportFigures<RecurringRevenueBody>> {
  const groupBy = (['customer', 'plan'] as const).filter((name) => question.groupBy?.includes(name));
  return onSlice(store, 'contract-revenue', question, async (slice) => {
    const { asOf, knownAt } = slice;
    const months = monthsFrom(firstDayOf(question), asOf);
    const from = firstDayOfMonth(months[0]!);
    const days = [epochDay(addDays(from, -1)), ...months.map((month) => epochDay(lastDayOfMonth(month) < asOf ? lastDayOfMonth(month) : asOf))];
    const sections = [...grouped(await recurringItems(slice), (item) => `${item.entityId} ${item.currency}`)]
      .sort(([left], [right]) => byText(left, right))
      .map(([, items]) => {
        const { entityId, currency } = items[0]!;
        return { entityId, currency, rows: rowsOf(payersOf(items, days, groupBy.includes('plan')), { months, groupBy, currency }) };
      })
      .filter(({ rows }) => rows.length > 0);
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    return {
      report: 'recurring-revenue',
      body: { report: 'recurring-revenue', from, asOf, knownAt, groupBy, formula, sections },
      provenance: provenanceOf(slice, rowCount, totalsOfSections(sections, movements)),
    };
  });
}

/** What came and went over the months: the last month's revenue less the first opening. */
const movements: Readonly<Record<string, (row: RecurringRow) => string>> = {
  new: (row) => row.new, expansion: (row) => row.expansion, contraction: (row) => row.contraction, churn: (row) => row.churn,
};

interface RowsAsked {
  readonly months: readonly string[];
  readonly groupBy: RecurringRevenueBody['groupBy'];
  readonly currency: string;
}

function rowsOf(payers: readonly Payer[], { months, groupBy, currency }: RowsAsked): RecurringRow[] {
  const nameOf = ({ customerId, plan }: Payer) => ({ ...(groupBy.includes('customer') ? { customerId } : {}), ...(groupBy.includes('plan') ? { plan } : {}) });
  const groups = [...grouped(payers, (payer) => JSON.stringify(Object.values(nameOf(payer))))].sort(([left], [right]) => byText(left, right));
  if (groups.length * months.length > rowsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `${groups.length} groups over ${months.length} months are more than ${rowsMax} rows. Ask for fewer months, or by plan alone.`);
  }
  return months.flatMap((month, index) =>
    groups.flatMap(([, group]) => {
      const figures = figuresOf(group, index + 1, currency);
      return figures === null ? [] : [{ month, ...nameOf(group[0]!), ...figures }];
    }),
  );
}
