import { formatMinor, knownCurrency, parseAmount } from '#money';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { PaymentReleased } from './account.events';
import type { AccountState, Source } from './account.state';
import { exceedsUnapplied } from './allocation-refusals';
import { shareOfLeft } from './base-share';
import { recall } from './repeated-request';
import { lowestFrom, type Timeline } from './timeline';

/** Lets unapplied money leave the account, so that it can be identified elsewhere. */
export interface ReleasePayment {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  readonly paymentId: string;
  /** Default: all that is unapplied from that day on. */
  readonly amount?: string;
  /** Default: today, or the day it was identified if that is later. */
  readonly releasedOn?: string;
  readonly today: string;
  readonly reason: string;
  /** The account it moves to; the steps that follow take it there. */
  readonly movesTo?: string;
  /** What the payment itself still holds for this account: a refund that came back after a bounce is not among it. Absent: all. */
  readonly identified?: Timeline;
}

export interface PaymentReleasedAnswer {
  readonly paymentId: string;
  readonly releasedOn: string;
  readonly amount: string;
}

export function decideReleasePayment(command: ReleasePayment, state: AccountState): Decision<PaymentReleased, PaymentReleasedAnswer> {
  const { accountId, requestId, paymentId } = command;
  const subject = { key: `payment-release:${requestId}`, code: 'PAYMENT_RELEASE.CONFLICT', what: `Release ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const receipt = state.receipts.get(paymentId);
  if (receipt === undefined) {
    const message = `Payment ${paymentId} is not in account ${accountId}; look up the account's unapplied money.`;
    return refuse(refusal('not-found', 'PAYMENT_RELEASE.UNKNOWN_PAYMENT', message, { paymentId, accountId }));
  }
  const before = receipt.releases.find((release) => release.requestId === requestId);
  if (known.kind === 'repeated' && before !== undefined) {
    const amount = formatMinor(before.amount, knownCurrency(receipt.currency).digits);
    return accept([], { paymentId, releasedOn: before.releasedOn, amount });
  }
  return release(command, receipt);
}

function bouncedBefore({ paymentId, accountId }: ReleasePayment, identified: bigint, digits: number): Refusal {
  const available = formatMinor(identified > 0n ? identified : 0n, digits);
  const message =
    `Of payment ${paymentId} only ${available} can leave account ${accountId}: the bank took the rest back, and what is there came back from a refund. ` +
    'Allocate it or refund it again.';
  return refusal('conflict', 'PAYMENT_RELEASE.EXCEEDS_PAYMENT', message, { paymentId, accountId, available });
}

/** What was asked for; `null`: all there is. */
function askedAmount({ amount, paymentId }: ReleasePayment, { currency }: Source): bigint | null | Refusal {
  const parsed = amount === undefined ? null : parseAmount(amount, knownCurrency(currency));
  if (parsed !== null && (!parsed.ok || parsed.money.minor <= 0n)) {
    const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
    return refusal('invalid', 'PAYMENT_RELEASE.AMOUNT', `The amount to release of payment ${paymentId}: ${why}.`, { paymentId });
  }
  return parsed === null ? null : parsed.money.minor;
}

/** How much leaves on the day, never more than is unapplied here and still the payment's. */
function amountToRelease(command: ReleasePayment, receipt: Source, releasedOn: string): bigint | Refusal {
  const asked = askedAmount(command, receipt);
  if (asked !== null && typeof asked !== 'bigint') {
    return asked;
  }
  const unapplied = lowestFrom(receipt.timeline, releasedOn);
  const identified = lowestFrom(command.identified ?? receipt.timeline, releasedOn);
  const free = identified.amount < unapplied.amount ? identified : unapplied;
  const amount = asked ?? free.amount;
  if (amount > 0n && amount <= free.amount) {
    return amount;
  }
  const beyondPayment = free === identified && amount <= unapplied.amount;
  return beyondPayment ? bouncedBefore(command, identified.amount, knownCurrency(receipt.currency).digits) : exceedsUnapplied(receipt, releasedOn, amount, unapplied);
}

function release(command: ReleasePayment, receipt: Source): Decision<PaymentReleased, PaymentReleasedAnswer> {
  const { accountId, requestId, paymentId, reason } = command;
  const currency = knownCurrency(receipt.currency);
  const releasedOn = command.releasedOn ?? laterDay(command.today, receipt.from);
  const amount = amountToRelease(command, receipt, releasedOn);
  if (typeof amount !== 'bigint') {
    return refuse(amount);
  }
  const text = formatMinor(amount, currency.digits);
  const { baseCurrency } = receipt;
  const moves = command.movesTo === undefined ? {} : { movesTo: command.movesTo };
  const baseAmount = formatMinor(shareOfLeft(amount, receipt.unapplied, receipt.baseUnapplied), knownCurrency(baseCurrency).digits);
  const data = { accountId, paymentId, requestId, releasedOn, currency: receipt.currency, amount: text, baseCurrency, baseAmount, ...moves, reason };
  return accept([{ type: 'PaymentReleased', data }], { paymentId, releasedOn, amount: text });
}
