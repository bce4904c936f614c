import { sql } from 'kysely';
import {
  dayOfEpoch, latenessPrior, latePaymentSettings, monthOf, ownInvoicesMax, predictLatePayment, scoreLatePayment, type LatePayment, type LatePaymentScore,
} from '#ledger';
import { disputedItems } from '../receivables/disputes.query';
import { accountNames, openItems } from '../receivables/open-items.query';
import { itemTable, kindCode } from '../receivables/tables';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { lastShared } from '../reports/last-shared';
import { checkReportDay, ReportRefused, type Question, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { postDatedPayments, upTo } from './post-dated-payments';
import { settledInvoices, type SettledOfEntity } from './settled-invoices';

export interface ExpectedItem {
  readonly customerId: string;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly instalment: number;
  readonly dueDate: string;
  readonly open: string;
  /** 0.00 to 1.00. */
  readonly probabilityLate: string;
  readonly expectedOn: string;
  /** Settled invoices of the customer that it rests on; 0: those of all customers of the entity. */
  readonly ownInvoices: number;
  /** On record already, and counts on the expected day: a post-dated cheque. Absent: it is a prediction. */
  readonly paymentId?: string;
  /** Not counted in the forecast: nobody knows when a dispute ends. */
  readonly disputed: boolean;
}

export interface ExpectedCashScore {
  readonly predictions: number;
  /** Mean absolute errors in days: of the prediction, of "as late as last time", of "on the due date". */
  readonly errorDays: string;
  readonly errorLastTime: string;
  readonly errorDueDate: string;
  /** Mean squared errors of the probability: of the prediction, and of the share of late invoices so far. */
  readonly brier: string;
  readonly brierBaseRate: string;
  readonly calibration: readonly { readonly from: string; readonly predictions: number; readonly said: string; readonly late: string }[];
}

export interface ExpectedCashSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly ExpectedItem[];
  /** Per week, from its Monday; what was expected before the day counts in its own week. */
  readonly weeks: readonly { readonly from: string; readonly to: string; readonly amount: string; readonly items: number }[];
  /** Per month, by the expected day. */
  readonly months: readonly { readonly month: string; readonly amount: string; readonly items: number }[];
  readonly totals: { readonly expected: string; readonly disputed: string };
  /** How such predictions did on the invoices settled so far, all currencies of the entity; null: there are none. */
  readonly score: ExpectedCashScore | null;
}

export interface ExpectedCashBody {
  readonly report: 'expected-cash';
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  /** How a figure comes about, in words. */
  readonly formulas: readonly string[];
  readonly sections: readonly ExpectedCashSection[];
}

const rowsMax = 200_000;

export const expectedCashFormulas: readonly string[] = [
  `expected date = due date + weighted median of days late, at least tomorrow: the customer's last ${ownInvoicesMax} paid invoices, one of ` +
    `${latePaymentSettings.halfLife} invoices ago counting half, beside all customers of the entity with the weight of ${latePaymentSettings.priorWeight} invoice; ` +
    'what would have been paid by now is left out',
  'a payment on record by the day with a later value date (a post-dated cheque) is expected on that date',
  'probability of lateness = the weight of days late above zero; 1 once the due date has passed',
  `score: the customers' last ${2 * ownInvoicesMax} paid invoices, each predicted on the day it was issued from what had been paid before that day, by the dates of the payments, ` +
    'compared with what happened; what is still unpaid is not in it',
];

/** What is known of the customers of one entity. */
interface Known {
  readonly prior: readonly number[];
  readonly own: ReadonlyMap<string, readonly number[]>;
  readonly score: LatePaymentScore | null;
}

function knownOf(settled: readonly SettledOfEntity[]): Known {
  const own = new Map<string, number[]>();
  for (const { customerId, dueDay, settledDay } of settled) {
    const before = own.get(customerId) ?? [];
    before.push(settledDay - dueDay);
    own.set(customerId, before);
  }
  const sorted = settled.map(({ dueDay, settledDay }) => settledDay - dueDay).sort((left, right) => left - right);
  return { prior: latenessPrior(sorted), own, score: scoreLatePayment(settled) };
}

const nobody: Known = { prior: latenessPrior([]), own: new Map(), score: null };

interface Found extends ExpectedItem {
  readonly entityId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly expectedDay: number;
}

async function expectedItems(slice: Slice, known: ReadonlyMap<string, Known>): Promise<Found[]> {
  const { db, table, asOfDay } = slice;
  const names = await accountNames(slice);
  const disputed = new Set((await disputedItems(slice)).map(({ accountKey, itemKey }) => `${accountKey} ${itemKey}`));
  const { rows } = await sql<Row>`select o.account_key, o.item_key, o.currency, o.due_day, o.amount, i.document_id, i.document_number, i.part
    from ${await openItems(slice)} o join ${table(itemTable)} i on i.account_key = o.account_key and i.item_key = o.item_key
    where o.kind = ${kindCode.invoice} and o.amount > 0 limit ${rowsMax + 1}`.execute(db);
  if (rows.length > rowsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${rowsMax} open items. Ask for one legal entity or one customer at a time.`);
  }
  const postDated = await postDatedPayments(slice);
  return rows.flatMap((row) => {
    const { entityId, customerId } = names.get(row['account_key'] as bigint)!;
    const currency = String(row['currency']);
    const dueDay = Number(row['due_day']);
    const { prior, own } = known.get(entityId) ?? nobody;
    const predicted: LatePayment = predictLatePayment(own.get(customerId) ?? [], prior, asOfDay - dueDay);
    // Paid today would be on record: the first day that is still ahead is tomorrow.
    const expectedDay = Math.max(dueDay + predicted.expectedLateness, asOfDay + 1);
    const key = `${String(row['account_key'])} ${String(row['item_key'])}`;
    const head = {
      entityId, currency, customerId, documentId: String(row['document_id']), documentNumber: String(row['document_number']), instalment: Number(row['part']),
      dueDate: dayOfEpoch(dueDay), ownInvoices: predicted.ownInvoices, disputed: disputed.has(key),
    };
    const on = (day: number, amount: bigint, probabilityLate: string) => ({
      ...head, amount, expectedDay: day, open: amountText(amount, currency), probabilityLate, expectedOn: dayOfEpoch(day),
    });
    const payments = upTo(row['amount'] as bigint, postDated.get(key) ?? []);
    const left = (row['amount'] as bigint) - sumOf(payments, ({ amount }) => amount);
    return [
      ...(left > 0n ? [on(expectedDay, left, predicted.probabilityLate.toFixed(2))] : []),
      // A promise on paper is no prediction, and a dispute does not stop a cheque from being paid in.
      ...payments.map(({ day, amount, paymentId }) => ({ ...on(day, amount, day > dueDay ? '1.00' : '0.00'), paymentId, disputed: false })),
    ];
  });
}

/** Day 0 was a Thursday: weeks begin on Mondays. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

const inOrder = (left: Found, right: Found): number =>
  left.expectedDay - right.expectedDay || byText(left.customerId, right.customerId) || byText(left.documentId, right.documentId) || left.instalment - right.instalment;

function sectionOf(entityId: string, currency: string, found: readonly Found[], score: LatePaymentScore | null): ExpectedCashSection {
  const rows = [...found].sort(inOrder);
  const counted = rows.filter(({ disputed }) => !disputed);
  const weeks = [...grouped(counted, ({ expectedDay }) => String(mondayOf(expectedDay)))].map(([monday, items]) => ({
    from: dayOfEpoch(Number(monday)), to: dayOfEpoch(Number(monday) + 6), amount: amountText(sumOf(items, ({ amount }) => amount), currency), items: items.length,
  }));
  const months = [...grouped(counted, ({ expectedOn }) => monthOf(expectedOn))].map(([month, items]) => ({
    month, amount: amountText(sumOf(items, ({ amount }) => amount), currency), items: items.length,
  }));
  const sum = (items: readonly Found[]): string => amountText(sumOf(items, ({ amount }) => amount), currency);
  return {
    entityId,
    currency,
    rows: rows.map(({ entityId: _entity, currency: _currency, amount: _amount, expectedDay: _day, ...row }) => row),
    weeks,
    months,
    totals: { expected: sum(counted), disputed: sum(rows.filter(({ disputed }) => disputed)) },
    score: score === null ? null : scoreText(score),
  };
}

const scoreText = ({ predictions, calibration, ...means }: LatePaymentScore): ExpectedCashScore => ({
  predictions,
  errorDays: means.errorDays.toFixed(2),
  errorLastTime: means.errorLastTime.toFixed(2),
  errorDueDate: means.errorDueDate.toFixed(2),
  brier: means.brier.toFixed(4),
  brierBaseRate: means.brierBaseRate.toFixed(4),
  calibration: calibration.map(({ from, predictions: count, said, late }) => ({ from: from.toFixed(1), predictions: count, said: said.toFixed(2), late: late.toFixed(2) })),
});

/** When open invoices will be paid, from what each customer did before, summed to a cash forecast. @throws ReportRefused */
export async function expectedCash(store: ReadStore, question: Question): Promise<ReportFigures<ExpectedCashBody>> {
  checkReportDay('asOf', question.asOf);
  const knownAtShared = question.knownAt ?? { sequence: await lastShared(store, 'receivables', 'documents') };
  return onSlice(store, 'receivables', { ...question, knownAt: knownAtShared }, async (slice) => {
    const known = new Map([...grouped(await settledInvoices(slice), ({ entityId }) => entityId)].map(([entityId, settled]) => [entityId, knownOf(settled)]));
    const found = await expectedItems(slice, known);
    const sections = [...grouped(found, ({ entityId, currency }) => JSON.stringify([entityId, currency])).values()]
      .map((items) => sectionOf(items[0]!.entityId, items[0]!.currency, items, known.get(items[0]!.entityId)?.score ?? null))
      .sort((left, right) => byText(left.entityId, right.entityId) || byText(left.currency, right.currency));
    const { asOf, knownAt, basis } = slice;
    const body: ExpectedCashBody = { report: 'expected-cash', asOf, knownAt, basis, formulas: expectedCashFormulas, sections };
    const controls = Object.fromEntries(sections.map(({ entityId, currency, totals }) => [`expected ${entityId} ${currency}`, totals.expected]));
    const provenance = provenanceOf(slice, found.length, controls);
    return { report: body.report, body, provenance: { ...provenance, settled: question.knownAt !== undefined && slice.settled } };
  });
}
