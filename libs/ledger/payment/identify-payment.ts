import { formatMinor, knownCurrency, parseAmount } from '#money';
import { baseShare } from '../account/base-share';
import { recall } from '../account/repeated-request';
import { lowestFrom, type Lowest } from '../account/timeline';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { PaymentIdentified, PaymentReceived } from './payment.events';
import type { PaymentState } from './payment.state';

/** So much of a receipt is this account's. */
export interface AskedSplit {
  readonly accountId: string;
  /** Default: all that is unidentified from that day on; only the last split may leave it out. */
  readonly amount?: string;
}

/** Says whose money a receipt is. */
export interface IdentifyPayment {
  readonly paymentId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** From when it counts; default: the receipt's date. */
  readonly identifiedOn?: string;
  readonly splits: readonly AskedSplit[];
}

export interface PaymentIdentifiedAnswer {
  readonly paymentId: string;
  readonly requestId: string;
  readonly splits: readonly { readonly accountId: string; readonly amount: string }[];
}

/** Splits never exceed what of the receipt is unidentified on that day and every later one. */
export function decideIdentifyPayment(command: IdentifyPayment, state: PaymentState): Decision<PaymentIdentified, PaymentIdentifiedAnswer> {
  const { paymentId, requestId, inputHash } = command;
  const subject = { key: `identification:${requestId}`, code: 'PAYMENT.IDENTIFICATION_CONFLICT', what: `Identification ${requestId}` };
  const known = recall(state.requests, subject, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    const { digits } = knownCurrency(state.received?.currency ?? '');
    const splits = state.splits.filter((split) => split.requestId === requestId);
    return accept([], { paymentId, requestId, splits: splits.map(({ accountId, amount }) => ({ accountId, amount: formatMinor(amount, digits) })) });
  }
  const event = planIdentification(command, state);
  if ('code' in event) {
    return refuse(event);
  }
  const splits = event.data.splits.map(({ accountId, amount }) => ({ accountId, amount }));
  return accept([event], { paymentId, requestId, splits });
}

export function unknownPayment(paymentId: string): Refusal {
  return refusal('not-found', 'PAYMENT.UNKNOWN', `Payment ${paymentId} was not received; record the receipt first.`, { paymentId });
}

/** The identification as an event, on a payment that has been received; or why not. */
export function planIdentification(asked: Omit<IdentifyPayment, 'inputHash'>, state: PaymentState): PaymentIdentified | Refusal {
  const { paymentId, requestId } = asked;
  const { received } = state;
  if (received === null) {
    return unknownPayment(paymentId);
  }
  const identifiedOn = asked.identifiedOn ?? received.receivedOn;
  if (identifiedOn < received.receivedOn) {
    const message = `Payment ${paymentId} was received on ${received.receivedOn} and cannot be identified from ${identifiedOn} on; take that day or a later one.`;
    return refusal('invalid', 'PAYMENT.IDENTIFIED_BEFORE_RECEIPT', message, { paymentId, date: identifiedOn, receivedOn: received.receivedOn });
  }
  const splits = planSplits(asked.splits, { paymentId, identifiedOn, received, state });
  if ('code' in splits) {
    return splits;
  }
  if (new Set(splits.map(({ accountId }) => accountId)).size < splits.length) {
    const message = `Identification ${requestId} names an account twice; name each account once with its whole amount.`;
    return refusal('invalid', 'PAYMENT.ACCOUNT_TWICE', message, { paymentId, requestId });
  }
  return {
    type: 'PaymentIdentified',
    data: { paymentId, requestId, identifiedOn, currency: received.currency, baseCurrency: received.baseCurrency, splits },
  };
}

interface Identifying {
  readonly paymentId: string;
  readonly identifiedOn: string;
  readonly received: PaymentReceived['data'];
  readonly state: PaymentState;
}

function planSplits(
  asked: readonly AskedSplit[],
  { paymentId, identifiedOn, received, state }: Identifying,
): PaymentIdentified['data']['splits'] | Refusal {
  const free = lowestFrom(state.unidentified, identifiedOn);
  const splits: PaymentIdentified['data']['splits'] = [];
  let left = state.unidentifiedLeft;
  let baseLeft = state.unidentifiedBaseLeft;
  let spendable = free.amount;
  const currency = knownCurrency(received.currency);
  const base = knownCurrency(received.baseCurrency);
  for (const { accountId, amount: text } of asked) {
    const parsed = text === undefined ? null : parseAmount(text, currency);
    if (parsed !== null && (!parsed.ok || parsed.money.minor <= 0n)) {
      const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
      return refusal('invalid', 'PAYMENT.SPLIT_AMOUNT', `Payment ${paymentId}, amount for account ${accountId}: ${why}.`, { paymentId, accountId });
    }
    const amount = parsed === null ? spendable : parsed.money.minor;
    if (amount > spendable || amount <= 0n) {
      return exceedsUnidentified(paymentId, identifiedOn, received.currency, free);
    }
    // Shares follow what is unidentified after all movements, so that the last one closes the base amount too.
    const share = baseShare(amount, { amount: left, baseAmount: baseLeft, left, baseLeft });
    splits.push({ accountId, amount: formatMinor(amount, currency.digits), baseAmount: formatMinor(share, base.digits) });
    spendable -= amount;
    left -= amount;
    baseLeft -= share;
  }
  return splits;
}

function exceedsUnidentified(paymentId: string, day: string, currency: string, free: Lowest): Refusal {
  const available = formatMinor(free.amount > 0n ? free.amount : 0n, knownCurrency(currency).digits);
  const message = `Of payment ${paymentId} only ${available} ${currency} is unidentified from ${day} on (lowest on ${free.on}); split no more than that.`;
  return refusal('conflict', 'PAYMENT.EXCEEDS_UNIDENTIFIED', message, { paymentId, date: day, lowestOn: free.on, available });
}
