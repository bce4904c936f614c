import { formatMinor, knownCurrency, parseAmount } from '#money';
import { recall } from '../account/repeated-request';
import { emptyTimeline, lowestFrom } from '../account/timeline';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { unknownPayment } from './identify-payment';
import type { PaymentIdentificationReversed, PaymentReceived } from './payment.events';
import type { PaymentState } from './payment.state';
import { latestSplits, splitsBase } from './split-order';

/** Takes identified money back from an account that has released it, to be identified anew. */
export interface ReverseIdentification {
  readonly paymentId: string;
  readonly requestId: string;
  readonly inputHash: string;
  readonly accountId: string;
  /** Default: all that is the account's from that day on. */
  readonly amount?: string;
  /** Default: today, or the receipt's date if that is later. */
  readonly reversedOn?: string;
  readonly today: string;
  readonly reason: string;
}

export interface IdentificationReversedAnswer {
  readonly paymentId: string;
  readonly requestId: string;
}

export function decideReverseIdentification(
  command: ReverseIdentification,
  state: PaymentState,
): Decision<PaymentIdentificationReversed, IdentificationReversedAnswer> {
  const { paymentId, requestId } = command;
  const subject = { key: `identification-reversal:${requestId}`, code: 'PAYMENT.IDENTIFICATION_REVERSAL_CONFLICT', what: `Request ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], { paymentId, requestId });
  }
  const { received } = state;
  if (received === null) {
    return refuse(unknownPayment(paymentId));
  }
  return takeBack(command, state, received);
}

function takeBack(
  command: ReverseIdentification,
  state: PaymentState,
  { receivedOn, currency, baseCurrency }: PaymentReceived['data'],
): Decision<PaymentIdentificationReversed, IdentificationReversedAnswer> {
  const { paymentId, requestId, accountId, reason } = command;
  const { digits } = knownCurrency(currency);
  const reversedOn = command.reversedOn ?? laterDay(command.today, receivedOn);
  const theirs = lowestFrom(state.byAccount.get(accountId) ?? emptyTimeline(), reversedOn);
  const parsed = command.amount === undefined ? null : parseAmount(command.amount, knownCurrency(currency));
  if (parsed !== null && (!parsed.ok || parsed.money.minor <= 0n)) {
    const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
    return refuse(refusal('invalid', 'PAYMENT.AMOUNT', `Payment ${paymentId}, amount to take back from ${accountId}: ${why}.`, { paymentId, accountId }));
  }
  const amount = parsed === null ? theirs.amount : parsed.money.minor;
  if (amount > theirs.amount || amount <= 0n) {
    const available = formatMinor(theirs.amount > 0n ? theirs.amount : 0n, digits);
    const message = `Of payment ${paymentId} only ${available} ${currency} is account ${accountId}'s from ${reversedOn} on (lowest on ${theirs.on}); take back no more than that.`;
    return refuse(refusal('conflict', 'PAYMENT.EXCEEDS_IDENTIFIED', message, { paymentId, accountId, date: reversedOn, lowestOn: theirs.on, available }));
  }
  const baseAmount = formatMinor(splitsBase(latestSplits(state, accountId, reversedOn), amount), knownCurrency(baseCurrency).digits);
  const data = { paymentId, requestId, reversedOn, currency, baseCurrency, accountId, amount: formatMinor(amount, digits), baseAmount, reason };
  return accept([{ type: 'PaymentIdentificationReversed', data }], { paymentId, requestId });
}
