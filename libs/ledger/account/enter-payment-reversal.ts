import { formatMinor, knownCurrency, minorOf } from '#money';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { AllocationReversed, PaymentAllocated, PaymentReversalEntered } from './account.events';
import type { AccountState, Allocation, AllocationPart, Source, Undoing } from './account.state';
import { undoingsUnder, undoneAnswer, type AllocationAnswer } from './allocation-answer';
import { allocationEvent } from './allocation-plan';
import { shareOfLeft } from './base-share';
import { planBounce, type BouncePlan } from './bounce-plan';
import { closedInBase, movedBy, type BothAmounts } from './closed-in-base';
import type { DeductionReversed, ReversalDebitRaised, ReversalDebitWithdrawn } from './correction.events';
import { textsOf } from './minors';
import { deductionReversal } from './reverse-deduction';
import { undoingEvent, undonePart, type UndonePart } from './reverse-allocation';
import { addSettled, settledShare, type SettledAmounts } from './settled-amounts';

/** The bank took money of this account back; content as in `PaymentReversed`, of the part that is this account's. */
export type EnterPaymentReversal = Omit<PaymentReversalEntered['data'], 'released'> & {
  /** Releases that the payment's stream had confirmed before; the others can no longer leave. Absent: not known. */
  readonly confirmed?: readonly string[];
};

export interface PaymentReversalEnteredAnswer {
  readonly paymentId: string;
  readonly reversalId: string;
  readonly undone: readonly AllocationAnswer[];
}

type Events = PaymentReversalEntered | AllocationReversed | PaymentAllocated | DeductionReversed | ReversalDebitRaised | ReversalDebitWithdrawn;

/**
 * Records that the money is gone and undoes, in the same append, what it had paid: unapplied money goes first, then
 * on each day that lacks money the latest allocation before it, dated by the later of value date and allocation. With
 * an allocation go the deductions that its receipt came short by. What had been refunded becomes an open item.
 * Never refused for what the account looks like. Refused only while the payment itself is not entered: that comes first.
 *
 * @throws Error when more is taken back than the payment ever brought here; the payment's own stream prevents that.
 */
export function decideEnterPaymentReversal(
  command: EnterPaymentReversal,
  state: AccountState,
): Decision<Events, PaymentReversalEnteredAnswer> {
  const { confirmed, ...data } = command;
  const { accountId, paymentId, reversalId, valueDate, currency } = data;
  const entryId = `${paymentId}~${reversalId}`;
  if (state.reversals.has(entryId)) {
    return accept([], { paymentId, reversalId, undone: undoingsUnder(state, entryId).map(undoneAnswer) });
  }
  const receipt = state.receipts.get(paymentId);
  if (receipt === undefined) {
    const message = `Payment ${paymentId} is not entered in account ${accountId} yet; enter it first, then its reversal.`;
    return refuse(refusal('conflict', 'ACCOUNT.PAYMENT_NOT_ENTERED', message, { paymentId, accountId }));
  }
  const { digits } = knownCurrency(currency);
  const refunds = [...state.refunds.values()].filter(({ source }) => source === receipt);
  const plan = planBounce(receipt, valueDate, minorOf(command.amount, digits), { refunds, ...(confirmed === undefined ? {} : { confirmed }) });
  const baseDigits = knownCurrency(command.baseCurrency).digits;
  const released = [...plan.voided].map(([{ requestId, left, baseLeft }, amount]) => ({
    requestId,
    amount: formatMinor(amount, digits),
    baseAmount: formatMinor(shareOfLeft(amount, left, baseLeft), baseDigits),
  }));
  const entered: PaymentReversalEntered = {
    type: 'PaymentReversalEntered',
    data: { ...data, ...(released.length > 0 ? { released } : {}) },
  };
  const [redone, debits] = [redoneEvents(plan, command), debitEvents(plan, command)];
  const planned = undoingEvents(plan, command);
  const undone = closedInBase(planned, leftOfReceipt(receipt, entered, [movedBy(planned), takenBy(redone), ...debits.map(debited)]));
  return accept([entered, ...undone, ...redone, ...deductionsUndone(state, undone, command), ...debits], {
    paymentId,
    reversalId,
    undone: undone.map(({ data }) => undoneAnswer(data)),
  });
}

const bothOf = (data: { readonly amount: string; readonly baseAmount?: string; readonly currency: string; readonly baseCurrency: string }, sign: 1n | -1n): BothAmounts => ({
  amount: sign * minorOf(data.amount, knownCurrency(data.currency).digits),
  baseAmount: sign * minorOf(data.baseAmount ?? '0', knownCurrency(data.baseCurrency).digits),
});
const debited = ({ type, data }: ReversalDebitRaised | ReversalDebitWithdrawn): BothAmounts => bothOf(data, type === 'ReversalDebitRaised' ? 1n : -1n);
const takenBy = (redone: readonly PaymentAllocated[]): BothAmounts => {
  const { amount, baseAmount } = movedBy(redone);
  return { amount: -amount, baseAmount: -baseAmount };
};

/** What is unapplied of the receipt once the reversal and all that follows from it are told. */
function leftOfReceipt({ unapplied, baseUnapplied }: Source, { data }: PaymentReversalEntered, follows: readonly BothAmounts[]): BothAmounts {
  const { currency, baseCurrency } = data;
  const voided = (data.released ?? []).map((release) => bothOf({ ...release, currency, baseCurrency }, 1n));
  const all = [{ amount: unapplied, baseAmount: baseUnapplied }, bothOf(data, -1n), ...voided, ...follows];
  return { amount: all.reduce((sum, { amount }) => sum + amount, 0n), baseAmount: all.reduce((sum, { baseAmount }) => sum + baseAmount, 0n) };
}

/** The deductions that go with what was undone: the receipt they made up for is gone. */
function deductionsUndone(
  state: AccountState,
  undone: readonly AllocationReversed[],
  { paymentId, reversalId, reason }: EnterPaymentReversal,
): DeductionReversed[] {
  const days = new Map<string, string>();
  for (const { data } of undone) {
    data.items.forEach(({ invoiceId, instalment }) => days.set(`${instalment} ${invoiceId}`, data.reversedOn));
  }
  const standing = [...state.deductions.values()].filter(({ data, reversed }) => data.paymentId === paymentId && reversed === null);
  return standing.flatMap((deduction, index) => {
    const { invoiceId, instalment, acceptedOn } = deduction.data;
    const on = days.get(`${instalment} ${invoiceId}`);
    const head = { reversalId: `${paymentId}~${reversalId}~deduction${index + 1}`, cause: 'payment-reversed', reason } as const;
    return on === undefined ? [] : [deductionReversal(deduction, { ...head, reversedOn: laterDay(on, acceptedOn) })];
  });
}

function debitEvents({ debits }: BouncePlan, command: EnterPaymentReversal): (ReversalDebitRaised | ReversalDebitWithdrawn)[] {
  const { accountId, paymentId, reversalId, currency, baseCurrency, reason } = command;
  const left = new Map(debits.map(({ refund }) => [refund, { left: refund.left, baseLeft: refund.baseLeft }]));
  return debits.flatMap(({ refund, on, amount, withdrawals }, index) => {
    const debitId = `${paymentId}~${reversalId}~debit${index + 1}`;
    const rest = left.get(refund) ?? refund;
    const baseAmount = amount === rest.left ? rest.baseLeft : shareOfLeft(amount, refund.amount, refund.baseAmount);
    left.set(refund, { left: rest.left - amount, baseLeft: rest.baseLeft - baseAmount });
    const head = { accountId, debitId, paymentId, currency, baseCurrency };
    const texts = textsOf({ amount, baseAmount }, command);
    const raised: ReversalDebitRaised = { type: 'ReversalDebitRaised', data: { ...head, reversalId, refundId: refund.refundId, raisedOn: on, ...texts } };
    const debit = { left: amount, baseLeft: baseAmount };
    const withdrawn = withdrawals.map((back): ReversalDebitWithdrawn => {
      const base = shareOfLeft(back.amount, debit.left, debit.baseLeft);
      debit.left -= back.amount;
      debit.baseLeft -= base;
      return { type: 'ReversalDebitWithdrawn', data: { ...head, withdrawnOn: back.on, ...textsOf({ amount: back.amount, baseAmount: base }, command), reason } };
    });
    return [raised, ...withdrawn];
  });
}

function undoingEvents(plan: BouncePlan, { accountId, paymentId, reversalId, valueDate, reason }: EnterPaymentReversal): AllocationReversed[] {
  const parts = new Map<Allocation, Map<AllocationPart, UndonePart>>();
  const add = (allocation: Allocation, one: UndonePart): void => {
    const undone = parts.get(allocation) ?? new Map<AllocationPart, UndonePart>();
    const before = undone.get(one.part);
    undone.set(one.part, before === undefined ? one : { part: one.part, ...addSettled(before, one) });
    parts.set(allocation, undone);
  };
  for (const [allocation, undone] of plan.undone) {
    undone.forEach((amount, part) => add(allocation, undonePart(part, amount)));
  }
  for (const { allocation, undoing, amount } of byUndoing(plan.overtaken)) {
    add(allocation, { part: undoing.part, ...settledShare(amount, undoing) });
  }
  return [...parts].map(([allocation, undone], index) =>
    undoingEvent(allocation, [...undone.values()], {
      accountId,
      reversalId: `${paymentId}~${reversalId}~${index + 1}`,
      reversedOn: laterDay(valueDate, allocation.allocatedOn),
      cause: 'payment-reversed',
      reason,
    }),
  );
}

/** Each undoing once, with all that is overtaken of it: its share in base currency is taken of the sum. */
function byUndoing(overtaken: BouncePlan['overtaken']): BouncePlan['overtaken'] {
  const sums = new Map<Undoing, BouncePlan['overtaken'][number]>();
  for (const one of overtaken) {
    sums.set(one.undoing, { ...one, amount: one.amount + (sums.get(one.undoing)?.amount ?? 0n) });
  }
  return [...sums.values()];
}

/** Takes overtaken undoings back on their own days, one event per allocation and day. */
function redoneEvents(plan: BouncePlan, { accountId, paymentId, reversalId }: EnterPaymentReversal): PaymentAllocated[] {
  const grouped = new Map<string, BouncePlan['overtaken']>();
  for (const one of byUndoing(plan.overtaken)) {
    const key = `${one.undoing.on} ${one.allocation.allocationId}`;
    grouped.set(key, [...(grouped.get(key) ?? []), one]);
  }
  return [...grouped.values()].flatMap((group, index) => {
    const first = group[0];
    if (first === undefined) {
      return [];
    }
    const parts = new Map<AllocationPart, SettledAmounts & { readonly item: AllocationPart['item'] }>();
    for (const { undoing, amount } of group) {
      const before = parts.get(undoing.part);
      const settled = settledShare(amount, undoing);
      parts.set(undoing.part, { item: undoing.part.item, ...(before === undefined ? settled : addSettled(before, settled)) });
    }
    const head = { accountId, allocationId: `${paymentId}~${reversalId}~redone${index + 1}`, source: first.allocation.source, rule: 'redone' } as const;
    const event = allocationEvent(head, first.undoing.on, [...parts.values()]);
    return [{ ...event, data: { ...event.data, redoes: first.allocation.allocationId } }];
  });
}
