import { formatMinor, knownCurrency, parseAmount, type Currency } from '#money';
import { baseShare } from '../account/base-share';
import { recall } from '../account/repeated-request';
import { copyTimeline, emptyTimeline, lowestFrom, move, type Timeline } from '../account/timeline';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { unknownPayment } from './identify-payment';
import type { PaymentIdentificationReversed, PaymentReceived, PaymentReversed } from './payment.events';
import { paymentFold } from './payment.fold';
import { receiptLeft, type PaymentState, type Split } from './payment.state';
import { byIdentifiedOn, latestSplits, splitsBase } from './split-order';

/** The bank took money back, wholly or in part. */
export interface ReversePayment {
  readonly paymentId: string;
  /** The bank's own reference of the reversal. */
  readonly reversalId: string;
  readonly inputHash: string;
  readonly valueDate: string;
  /** Default: all that is left of the receipt. */
  readonly amount?: string;
  readonly reason: string;
}

export interface PaymentReversedAnswer {
  readonly paymentId: string;
  readonly reversalId: string;
  readonly amount: string;
}

type Events = PaymentReversed | PaymentIdentificationReversed;

/**
 * Takes the reversal from unidentified money first, then from the splits, the latest first. A split that only counts
 * from a later day than the value date loses its identification on that later day: it never was there to be given.
 */
export function decideReversePayment(command: ReversePayment, state: PaymentState): Decision<Events, PaymentReversedAnswer> {
  const { paymentId, reversalId, valueDate } = command;
  const subject = { key: `reversal:${reversalId}`, code: 'PAYMENT.REVERSAL_CONFLICT', what: `Reversal ${reversalId} of payment ${paymentId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.reversals.get(reversalId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], { paymentId, reversalId, amount: recorded.amount });
  }
  const { received } = state;
  if (received === null) {
    return refuse(unknownPayment(paymentId));
  }
  const currency = knownCurrency(received.currency);
  const amount = amountToReverse(command, state, currency);
  if (typeof amount !== 'bigint') {
    return refuse(amount);
  }
  if (valueDate < received.receivedOn) {
    const message = `Payment ${paymentId} was received on ${received.receivedOn} and cannot be taken back on ${valueDate}; take that day or a later one.`;
    return refuse(refusal('invalid', 'PAYMENT.REVERSED_BEFORE_RECEIPT', message, { paymentId, date: valueDate, receivedOn: received.receivedOn }));
  }
  const taken = takeBack(state, valueDate, amount);
  if (taken.lacking > 0n) {
    const available = formatMinor(amount - taken.lacking, currency.digits);
    const lay = `Only ${available} ${received.currency} of payment ${paymentId} lay where it can be taken back on ${valueDate}`;
    const message = `${lay}; the rest has moved to another account since: take a later value date.`;
    return refuse(refusal('conflict', 'PAYMENT.MOVED_SINCE', message, { paymentId, date: valueDate, available }));
  }
  return accept(events(command, state, received, taken), { paymentId, reversalId, amount: formatMinor(amount, currency.digits) });
}

function amountToReverse({ paymentId, amount: text }: ReversePayment, state: PaymentState, currency: Currency): bigint | Refusal {
  const left = receiptLeft(state);
  const parsed = text === undefined ? null : parseAmount(text, currency);
  if (parsed !== null && (!parsed.ok || parsed.money.minor <= 0n)) {
    const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
    return refusal('invalid', 'PAYMENT.AMOUNT', `Payment ${paymentId}, amount taken back: ${why}.`, { paymentId });
  }
  const amount = parsed === null ? left : parsed.money.minor;
  if (amount > left || amount <= 0n) {
    const available = formatMinor(left, currency.digits);
    const message = `Of payment ${paymentId} only ${available} ${currency.code} is left; no more than that can be taken back.`;
    return refusal('conflict', 'PAYMENT.EXCEEDS_RECEIPT', message, { paymentId, available });
  }
  return amount;
}

/** Amounts in minor units. */
interface Taken {
  readonly unidentified: bigint;
  readonly fromAccounts: ReadonlyMap<string, bigint>;
  /** Identifications that come after the value date, in the order they are undone; part of `unidentified`. */
  readonly never: readonly { readonly split: Split; readonly amount: bigint }[];
  readonly lacking: bigint;
}

const least = (...amounts: readonly [bigint, ...bigint[]]): bigint => amounts.reduce((low, one) => (one < low ? one : low));

/**
 * What is unidentified on the value date, then the identifications that come after it, then what the accounts have on
 * it. Later identifications go before the accounts, so that they are undone on their own day and do not use up what an
 * account has from an earlier one.
 */
function takeBack(state: PaymentState, valueDate: string, amount: bigint): Taken {
  const free = copyTimeline(state.unidentified);
  const timelines = new Map([...state.byAccount].map(([accountId, timeline]) => [accountId, copyTimeline(timeline)]));
  const theirs = (accountId: string): Timeline => timelines.get(accountId) ?? emptyTimeline();
  const latestFirst = [...state.splits].sort(byIdentifiedOn).reverse();
  const fromAccounts = new Map<string, bigint>();
  const never: { split: Split; amount: bigint }[] = [];
  let unidentified = least(lowestFrom(free, valueDate).amount, amount);
  move(free, valueDate, -unidentified);
  let rest = amount - unidentified;
  for (const split of latestFirst.filter(({ identifiedOn }) => identifiedOn > valueDate)) {
    const { accountId, identifiedOn } = split;
    const later = least(split.left, rest, lowestFrom(theirs(accountId), identifiedOn).amount);
    const unbound = copyTimeline(free);
    move(unbound, identifiedOn, later);
    const undone = least(later, lowestFrom(unbound, valueDate).amount);
    if (undone > 0n) {
      move(theirs(accountId), identifiedOn, -undone);
      move(free, identifiedOn, undone);
      move(free, valueDate, -undone);
      never.push({ split, amount: undone });
      unidentified += undone;
      rest -= undone;
    }
  }
  for (const accountId of new Set(latestFirst.map((split) => split.accountId))) {
    const there = least(rest, lowestFrom(theirs(accountId), valueDate).amount);
    if (there > 0n) {
      move(theirs(accountId), valueDate, -there);
      fromAccounts.set(accountId, there);
      rest -= there;
    }
  }
  return { unidentified, fromAccounts, never, lacking: rest };
}

/** Base amounts are taken from a copy that each event changes in turn, as the fold will. */
function events(command: ReversePayment, before: PaymentState, received: PaymentReceived['data'], taken: Taken): Events[] {
  const { paymentId, reversalId, valueDate, reason } = command;
  const { entityId, currency, baseCurrency, heldBy } = received;
  const state = structuredClone(before);
  const texts = (amount: bigint, baseAmount: bigint): { amount: string; baseAmount: string } => ({
    amount: formatMinor(amount, knownCurrency(currency).digits),
    baseAmount: formatMinor(baseAmount, knownCurrency(baseCurrency).digits),
  });
  const undone = taken.never.map(({ split, amount }, index): PaymentIdentificationReversed => {
    const { accountId, identifiedOn: reversedOn } = split;
    const requestId = `${reversalId}~${index + 1}`;
    const amounts = texts(amount, splitsBase(latestSplits(state, accountId, reversedOn), amount));
    const data = { paymentId, requestId, reversedOn, currency, baseCurrency, accountId, ...amounts, reason, reversalId };
    paymentFold.evolve(state, { type: 'PaymentIdentificationReversed', data }, 0, command.inputHash);
    return { type: 'PaymentIdentificationReversed', data };
  });
  const pieces: { accountId?: string; amount: bigint; base: bigint }[] = [];
  if (taken.unidentified > 0n) {
    const [amount, base] = [state.unidentifiedLeft, state.unidentifiedBaseLeft];
    pieces.push({ amount: taken.unidentified, base: baseShare(taken.unidentified, { amount, baseAmount: base, left: amount, baseLeft: base }) });
  }
  for (const [accountId, amount] of taken.fromAccounts) {
    pieces.push({ accountId, amount, base: splitsBase(latestSplits(state, accountId, valueDate), amount) });
  }
  const parts = pieces.map(({ accountId, amount, base }) => ({ ...(accountId === undefined ? {} : { accountId }), ...texts(amount, base) }));
  const total = pieces.reduce((sum, { amount }) => sum + amount, 0n);
  const baseTotal = pieces.reduce((sum, { base }) => sum + base, 0n);
  const data = { paymentId, entityId, reversalId, valueDate, currency, ...texts(total, baseTotal), baseCurrency, reason, parts, ...(heldBy === undefined ? {} : { heldBy }) };
  return [...undone, { type: 'PaymentReversed', data }];
}
