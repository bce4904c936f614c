import { formatMinor, knownCurrency, parseAmount, type Currency } from '#money';
import { baseShare } from '../account/base-share';
import { recall } from '../account/repeated-request';
import { copyTimeline, emptyTimeline, lowestFrom, move } from '../account/timeline';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { unknownPayment } from './identify-payment';
import type { PaymentIdentificationReversed, PaymentReceived, PaymentReversed } from './payment.events';
import { receiptLeft, type PaymentState, type Split } from './payment.state';
import { byIdentifiedOn } from './split-order';

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
    const message = `Only ${available} ${received.currency} of payment ${paymentId} lay where it can be taken back on ${valueDate}; the rest has moved to another account since: take a later value date.`;
    return refuse(refusal('conflict', 'PAYMENT.MOVED_SINCE', message, { paymentId, date: valueDate, available }));
  }
  return accept(events(command, received, taken), { paymentId, reversalId, amount: formatMinor(amount, currency.digits) });
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

interface Piece {
  readonly amount: bigint;
  readonly baseAmount: bigint;
}

interface Taken {
  readonly unidentified: Piece;
  readonly fromAccounts: ReadonlyMap<string, Piece>;
  /** Identifications that come after the value date, in the order they are undone. */
  readonly never: readonly (Piece & { readonly split: Split })[];
  readonly lacking: bigint;
}

const none: Piece = { amount: 0n, baseAmount: 0n };
const plus = (left: Piece, right: Piece): Piece => ({ amount: left.amount + right.amount, baseAmount: left.baseAmount + right.baseAmount });

function takeBack(state: PaymentState, valueDate: string, amount: bigint): Taken {
  const free = lowestFrom(state.unidentified, valueDate).amount;
  const fromFree = free < amount ? free : amount;
  let rest = amount - fromFree;
  let unidentified = fromFree === 0n ? none : { amount: fromFree, baseAmount: freeBase(state, fromFree) };
  const fromAccounts = new Map<string, Piece>();
  const never: (Piece & { split: Split })[] = [];
  const timelines = new Map([...state.byAccount].map(([accountId, timeline]) => [accountId, copyTimeline(timeline)]));
  for (const split of [...state.splits].sort(byIdentifiedOn).reverse()) {
    const timeline = timelines.get(split.accountId) ?? emptyTimeline();
    const from = split.identifiedOn > valueDate ? split.identifiedOn : valueDate;
    const theirs = lowestFrom(timeline, from).amount;
    const least = [split.left, theirs, rest].reduce((low, one) => (one < low ? one : low));
    if (least <= 0n) {
      continue;
    }
    move(timeline, from, -least);
    rest -= least;
    const piece = { amount: least, baseAmount: baseShare(least, { amount: split.amount, baseAmount: split.baseAmount, left: split.left, baseLeft: split.baseLeft }) };
    if (split.identifiedOn > valueDate) {
      never.push({ ...piece, split });
      unidentified = plus(unidentified, piece);
    } else {
      fromAccounts.set(split.accountId, plus(fromAccounts.get(split.accountId) ?? none, piece));
    }
  }
  return { unidentified, fromAccounts, never, lacking: rest };
}

const freeBase = (state: PaymentState, amount: bigint): bigint =>
  baseShare(amount, {
    amount: state.unidentifiedLeft,
    baseAmount: state.unidentifiedBaseLeft,
    left: state.unidentifiedLeft,
    baseLeft: state.unidentifiedBaseLeft,
  });

function events(command: ReversePayment, received: PaymentReceived['data'], taken: Taken): Events[] {
  const { paymentId, reversalId, valueDate, reason } = command;
  const { currency, baseCurrency } = received;
  const texts = ({ amount, baseAmount }: Piece): { amount: string; baseAmount: string } => ({
    amount: formatMinor(amount, knownCurrency(currency).digits),
    baseAmount: formatMinor(baseAmount, knownCurrency(baseCurrency).digits),
  });
  const undone = taken.never.map(
    (piece, index): PaymentIdentificationReversed => ({
      type: 'PaymentIdentificationReversed',
      data: {
        paymentId,
        requestId: `${reversalId}~${index + 1}`,
        reversedOn: piece.split.identifiedOn,
        currency,
        baseCurrency,
        accountId: piece.split.accountId,
        ...texts(piece),
        reason,
        reversalId,
      },
    }),
  );
  const parts = [...taken.fromAccounts].map(([accountId, piece]) => ({ accountId, ...texts(piece) }));
  const whole = [...taken.fromAccounts.values()].reduce(plus, taken.unidentified);
  const reversed: PaymentReversed = {
    type: 'PaymentReversed',
    data: {
      paymentId,
      entityId: received.entityId,
      reversalId,
      valueDate,
      currency,
      ...texts(whole),
      baseCurrency,
      reason,
      parts: taken.unidentified.amount > 0n ? [texts(taken.unidentified), ...parts] : parts,
    },
  };
  return [...undone, reversed];
}
