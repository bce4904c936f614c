import { sql } from 'kysely';
import { accountParts, dayOfEpoch, monthOf } from '#ledger';
import { askedMonths } from '../measures/asked-months';
import { itemTable, kindCode, movementCode, movementTable } from '../receivables/tables';
import { alongside } from '../reports/alongside';
import { amountText, byText, grouped, totalsOfSections } from '../reports/figures';
import type { MeasuresQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore } from '../store/read-store';
import { figureRows, percentText, sectionsOf, type FiguresBody } from './figures-body';
import { letterTable, promiseTable, remindedTable } from './tables';

/** Days after a letter in which money is taken for its effect, as long as no next letter came. */
const windowDays = 14;

export interface ReminderEffectivenessRow {
  /** Of the letters. */
  readonly month: string;
  readonly customerId?: string;
  /** Step of the policy. */
  readonly step: string;
  readonly letters: number;
  /** Instalments reminded of. */
  readonly items: number;
  readonly reminded: string;
  /** Items whose window is over. */
  readonly judged: number;
  readonly paid: number;
  readonly promised: number;
  /** Percent of the items judged. */
  readonly paidShare: string | null;
  readonly collected: string;
  /** Percent of what the items judged were open for. */
  readonly collectedShare: string | null;
  /** From the letter to the day it was paid in full, of those paid. */
  readonly medianDays: string | null;
}
export type ReminderEffectivenessBody = FiguresBody<'reminder-effectiveness', ReminderEffectivenessRow>;

export const reminderEffectivenessFormulas: readonly string[] = [
  'letters = reminders sent in the month that reached the step for some item; a letter that failed, came back for good or was taken back is none; one letter may count under several steps',
  `the window of an item begins the day after its letter and ends after ${windowDays} days, or before the next letter about it; judged = items whose window is over by asOf`,
  'collected = money applied to items judged within their windows, no more than they were open for; paid = items for which that was all of it; credit notes and write-offs collect nothing',
  'paidShare = paid ÷ judged × 100; collectedShare = collected ÷ what the items judged were open for × 100; promised = items judged that a promise was given for within the window',
  'what a customer would have paid without the letter is in it too: compare steps, not zero',
];

interface Reminded {
  readonly reminderId: string;
  readonly accountId: string;
  readonly invoiceId: string;
  readonly part: number;
  readonly step: string;
  readonly currency: string;
  readonly day: number;
  readonly amount: bigint;
}

interface Money {
  readonly day: number;
  readonly amount: bigint;
}

interface PromiseMade {
  readonly accountId: string;
  readonly currency: string;
  readonly day: number;
  readonly invoiceIds: readonly string[];
}

/** An item after a letter, as it turned out. */
interface Outcome extends Reminded {
  readonly judged: boolean;
  readonly collected: bigint;
  /** Days until all of it was paid; null: it was not. */
  readonly paidAfter: number | null;
  readonly promised: boolean;
}

const itemKey = ({ accountId, invoiceId, part }: Pick<Reminded, 'accountId' | 'invoiceId' | 'part'>): string => JSON.stringify([accountId, invoiceId, part]);

/** What reminders brought, by step. @throws ReportRefused */
export function reminderEffectiveness(store: ReadStore, question: MeasuresQuestion): Promise<ReportFigures<ReminderEffectivenessBody>> {
  return onSlice(store, 'management', question, async (slice) => {
    const months = askedMonths(question);
    const byCustomer = question.groupBy?.includes('customer') ?? false;
    const outcomes = await outcomesOf(slice, months.fromDay);
    const rows = [...grouped(outcomes, (own) => groupKey(own, byCustomer)).values()].map((own) => rowOf(own, byCustomer));
    rows.sort((left, right) => byText(left.row.month, right.row.month) || byText(left.row.customerId ?? '', right.row.customerId ?? '') || byText(left.row.step, right.row.step));
    const { asOf, knownAt, basis } = slice;
    const sections = sectionsOf(rows, ({ row }) => row);
    const body: ReminderEffectivenessBody = { report: 'reminder-effectiveness', from: months.from, asOf, knownAt, basis, formulas: reminderEffectivenessFormulas, sections };
    return { report: body.report, body, provenance: provenanceOf(slice, rows.length, totalsOfSections(sections, { collected: ({ collected }) => collected })) };
  });
}

const monthOfDay = (day: number): string => monthOf(dayOfEpoch(day));

function groupKey({ accountId, currency, step, day }: Outcome, byCustomer: boolean): string {
  const { entityId, customerId } = accountParts(accountId);
  return JSON.stringify([entityId, currency, monthOfDay(day), step, byCustomer ? customerId : '']);
}

function rowOf(own: readonly Outcome[], byCustomer: boolean): { readonly entityId: string; readonly currency: string; readonly row: ReminderEffectivenessRow } {
  const { accountId, currency, step, day } = own[0]!;
  const { entityId, customerId } = accountParts(accountId);
  const judged = own.filter((one) => one.judged);
  const total = (list: readonly Outcome[], of: (one: Outcome) => bigint): bigint => list.reduce((sum, one) => sum + of(one), 0n);
  const collected = total(judged, (one) => one.collected);
  const paidAfter = judged.flatMap((one) => (one.paidAfter === null ? [] : [one.paidAfter])).sort((left, right) => left - right);
  const row: ReminderEffectivenessRow = {
    month: monthOfDay(day),
    ...(byCustomer ? { customerId } : {}),
    step,
    letters: new Set(own.map(({ reminderId }) => reminderId)).size,
    items: own.length,
    reminded: amountText(total(own, ({ amount }) => amount), currency),
    judged: judged.length,
    paid: paidAfter.length,
    promised: judged.filter(({ promised }) => promised).length,
    paidShare: percentText(BigInt(paidAfter.length), BigInt(judged.length)),
    collected: amountText(collected, currency),
    collectedShare: percentText(collected, total(judged, ({ amount }) => amount)),
    medianDays: medianText(paidAfter),
  };
  return { entityId, currency, row };
}

function medianText(sorted: readonly number[]): string | null {
  if (sorted.length === 0) return null;
  const middle = Math.floor(sorted.length / 2);
  return (sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2).toFixed(1);
}

async function outcomesOf(slice: Slice, fromDay: number): Promise<readonly Outcome[]> {
  const reminded = await remindedItems(slice);
  const money = grouped(await moneyFor(slice), itemKey);
  const promises = grouped(await promisesMade(slice), ({ accountId }) => accountId);
  const outcomes: Outcome[] = [];
  for (const own of grouped(reminded, itemKey).values()) {
    for (const [at, letter] of own.entries()) {
      if (letter.day < fromDay) continue;
      const next = own[at + 1]?.day;
      const until = Math.min(letter.day + windowDays, next === undefined ? Number.POSITIVE_INFINITY : next - 1);
      outcomes.push({ ...letter, ...judgement(letter, { until, asOfDay: slice.asOfDay, money: money.get(itemKey(letter)) ?? [], promises: promises.get(letter.accountId) ?? [] }) });
    }
  }
  return outcomes;
}

interface Evidence {
  /** Last day of the window. */
  readonly until: number;
  readonly asOfDay: number;
  /** Rising in days. */
  readonly money: readonly Money[];
  readonly promises: readonly PromiseMade[];
}

function judgement(letter: Reminded, { until, asOfDay, money, promises }: Evidence): Pick<Outcome, 'judged' | 'collected' | 'paidAfter' | 'promised'> {
  const inWindow = (day: number): boolean => day > letter.day && day <= until;
  let collected = 0n;
  let paidAfter: number | null = null;
  for (const { day, amount } of money.filter((one) => inWindow(one.day))) {
    collected += amount;
    paidAfter = collected >= letter.amount ? (paidAfter ?? day - letter.day) : null;
  }
  const about = ({ currency, invoiceIds }: PromiseMade): boolean => currency === letter.currency && (invoiceIds.length === 0 || invoiceIds.includes(letter.invoiceId));
  return {
    judged: until <= asOfDay,
    collected: collected < 0n ? 0n : collected > letter.amount ? letter.amount : collected,
    paidAfter,
    promised: promises.some((promise) => inWindow(promise.day) && about(promise)),
  };
}

/** Items of letters that were sent, as known; of each item in the order of its letters. */
async function remindedItems(slice: Slice): Promise<readonly Reminded[]> {
  const { table, knownAt, asOfDay } = slice;
  const rows = await figureRows(slice, sql`
    select r.reminder_id, r.account_id, r.invoice_id, r.part, r.step, r.currency, r.run_day, r.amount from ${table(remindedTable)} r
    join (select reminder_id, max(sequence) as sequence from ${table(letterTable)} where sequence <= ${knownAt} group by reminder_id) o on o.reminder_id = r.reminder_id
    join ${table(letterTable)} l on l.reminder_id = o.reminder_id and l.sequence = o.sequence and l.sent = 1
    where r.sequence <= ${knownAt} and r.run_day <= ${asOfDay}
    order by r.account_id, r.invoice_id, r.part, r.run_day, r.sequence`);
  return rows
    .map((row) => ({
      reminderId: String(row['reminder_id']), accountId: String(row['account_id']), invoiceId: String(row['invoice_id']), part: Number(row['part']),
      step: String(row['step']), currency: String(row['currency']), day: Number(row['run_day']), amount: row['amount'] as bigint,
    }))
    .filter(({ accountId }) => isAsked(slice, accountId));
}

function isAsked({ entityId, customerId }: Slice, accountId: string): boolean {
  const own = accountParts(accountId);
  return (entityId === null || own.entityId === entityId) && (customerId === null || own.customerId === customerId);
}

/** Money applied to items that letters reminded of, and taken off them again, by day; what a credit note settles is left out. */
async function moneyFor(slice: Slice): Promise<readonly (Money & Pick<Reminded, 'accountId' | 'invoiceId' | 'part'>)[]> {
  const receivables = await alongside(slice, 'receivables');
  const { table, knownAt, asOfDay } = slice;
  const applied = sql`${movementCode.allocated}, ${movementCode.unallocated}, ${movementCode.exchanged}`;
  const rows = await figureRows(slice, sql`
    select r.account_id, r.invoice_id, r.part, m.effective_day, cast(sum(-m.amount) as bigint) as amount
    from (select distinct account_id, invoice_id, part from ${table(remindedTable)} where sequence <= ${knownAt}) r
    join ${receivables(itemTable)} i on i.document_id = r.invoice_id and i.part = r.part and i.kind = ${kindCode.invoice}
    join ${receivables(movementTable)} m on m.account_key = i.account_key and m.item_key = i.item_key
    where m.movement in (${applied}) and m.sequence <= ${knownAt} and m.effective_day <= ${asOfDay} and not exists (
      select 1 from ${receivables(movementTable)} c where c.account_key = m.account_key and c.sequence = m.sequence and c.kind = ${kindCode.credit})
    group by r.account_id, r.invoice_id, r.part, m.effective_day order by m.effective_day`);
  return rows.map((row) => ({
    accountId: String(row['account_id']), invoiceId: String(row['invoice_id']), part: Number(row['part']), day: Number(row['effective_day']), amount: BigInt(String(row['amount'])),
  }));
}

async function promisesMade(slice: Slice): Promise<readonly PromiseMade[]> {
  const { table, knownAt, asOfDay } = slice;
  const rows = await figureRows(slice, sql`
    select account_id, currency, given_day, invoices from ${table(promiseTable)} where sequence <= ${knownAt} and given_day <= ${asOfDay} order by given_day`);
  return rows.map((row) => ({
    accountId: String(row['account_id']), currency: String(row['currency']), day: Number(row['given_day']), invoiceIds: JSON.parse(String(row['invoices'])) as string[],
  }));
}
