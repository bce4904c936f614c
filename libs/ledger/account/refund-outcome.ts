import { knownCurrency, parseAmount, toAmount } from '#money';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { AllocationReversed } from './account.events';
import type { AccountState } from './account.state';
import type { Refund } from './correction.state';
import type { RefundFailed, RefundPaid, RefundReturned, ReversalDebitWithdrawn, WriteOffReversed } from './correction.events';
import { textsOf } from './minors';
import { recall } from './repeated-request';
import { refundAnswer, type RefundAnswer } from './request-refund';
import { withdrawDebits } from './withdraw-debits';

interface Outcome {
  readonly accountId: string;
  readonly refundId: string;
  readonly inputHash: string;
  readonly today: string;
}

/** The bank paid it out. */
export interface RecordRefundPaid extends Outcome {
  /** Default: today, or the day of the request if that is later. */
  readonly paidOn?: string;
  /** What left the bank in base currency, where the rate moved since the money came in. */
  readonly bankBaseAmount?: string;
  readonly bankReference?: string;
  /** A payment gateway paid it out of what it holds. Absent: the bank. */
  readonly heldBy?: 'gateway';
}

/** It never left. */
export interface RecordRefundFailed extends Outcome {
  /** The gateway that it was ordered at says so. */
  readonly saidBy?: 'gateway';
  readonly failedOn?: string;
  readonly reason: string;
}

/** It left and came back. */
export interface RecordRefundReturned extends Outcome {
  readonly returnedOn?: string;
  readonly reason: string;
}

type Found = { readonly kind: 'refund'; readonly refund: Refund } | { readonly kind: 'again'; readonly refund: Refund } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The refund, where the outcome fits its state. */
function expecting(command: Outcome, state: AccountState, from: Refund['status'], to: Refund['status']): Found {
  const { refundId, accountId } = command;
  const subject = { key: `refund-${to}:${refundId}`, code: 'REFUND.OUTCOME_CONFLICT', what: `That refund ${refundId} is ${to}` };
  const known = recall(state.requests, subject, command.inputHash);
  const refund = state.refunds.get(refundId);
  if (known.kind === 'conflict') {
    return { kind: 'refused', refusal: known.refusal };
  }
  if (refund === undefined) {
    const message = `Refund ${refundId} is not in account ${accountId}; request it first.`;
    return { kind: 'refused', refusal: refusal('not-found', 'REFUND.UNKNOWN', message, { refundId, accountId }) };
  }
  if (known.kind === 'repeated') {
    return { kind: 'again', refund };
  }
  if (refund.status !== from) {
    const message = `Refund ${refundId} is ${refund.status} and cannot be ${to}; only one that is ${from} can.`;
    return { kind: 'refused', refusal: refusal('conflict', 'REFUND.STATE', message, { refundId, state: refund.status }) };
  }
  return { kind: 'refund', refund };
}

function tooEarly(refundId: string, day: string, earliest: string): Refusal | null {
  const message = `Refund ${refundId}: ${day} lies before ${earliest}; take that day or a later one.`;
  return day < earliest ? refusal('invalid', 'REFUND.TOO_EARLY', message, { refundId, date: day, earliest }) : null;
}

/** What was ordered at a gateway may still leave: another way out of the books would pay it twice. */
function underWay({ refundId, status, orderedAt }: Refund): Refusal | null {
  const message = `Refund ${refundId} was ordered at ${orderedAt ?? ''}, which may still pay it out. Wait for what it says, or order it again there to find out.`;
  return orderedAt !== null && status === 'requested' ? refusal('conflict', 'REFUND.AT_GATEWAY', message, { refundId, gateway: orderedAt }) : null;
}

export function decideRecordRefundPaid(command: RecordRefundPaid, state: AccountState): Decision<RefundPaid, RefundAnswer> {
  const found = expecting(command, state, 'requested', 'paid');
  if (found.kind !== 'refund') {
    return found.kind === 'refused' ? found : accept([], refundAnswer(found.refund, 'paid'));
  }
  const { refund } = found;
  const { accountId, refundId, bankBaseAmount, bankReference, heldBy } = command;
  const { kind, id, currency, baseCurrency } = refund.source;
  const paidOn = command.paidOn ?? laterDay(command.today, refund.requestedOn);
  const unfit = (heldBy === 'gateway' ? null : underWay(refund)) ?? tooEarly(refundId, paidOn, refund.requestedOn);
  if (unfit !== null) {
    return refuse(unfit);
  }
  const bankBase = bankBaseOf(refund, bankBaseAmount);
  if ('code' in bankBase) {
    return refuse(bankBase);
  }
  const data = {
    accountId, refundId, source: { kind, id }, paidOn, currency, baseCurrency, ...textsOf(refund, refund.source),
    ...bankBase,
    ...(bankReference === undefined ? {} : { bankReference }),
    ...(heldBy === undefined ? {} : { heldBy }),
  };
  return accept([{ type: 'RefundPaid', data }], refundAnswer(refund, 'paid'));
}

/** Nothing in the base currency, where what leaves the bank is the amount itself. */
function bankBaseOf({ refundId, source, baseAmount }: Refund, text: string | undefined): { readonly bankBaseAmount?: string } | Refusal {
  if (text === undefined) {
    return {};
  }
  const same = source.currency === source.baseCurrency;
  const parsed = parseAmount(text, knownCurrency(source.baseCurrency), { allowNegative: false });
  if (!parsed.ok || (same && parsed.money.minor !== baseAmount)) {
    const why = parsed.ok ? 'in the base currency what leaves the bank is the amount itself' : parsed.problem.message;
    return refusal('invalid', 'REFUND.BANK_AMOUNT', `The base amount of refund ${refundId}: ${why}.`, { refundId });
  }
  return same ? {} : { bankBaseAmount: toAmount(parsed.money) };
}

type FailedEvents = RefundFailed | AllocationReversed | WriteOffReversed | ReversalDebitWithdrawn;

/** Frees what was reserved. A debit that stood for it is not owed any more: it is withdrawn, and what was paid on it is free. */
export function decideRecordRefundFailed(command: RecordRefundFailed, state: AccountState): Decision<FailedEvents, RefundAnswer> {
  const found = expecting(command, state, 'requested', 'failed');
  if (found.kind !== 'refund') {
    return found.kind === 'refused' ? found : accept([], refundAnswer(found.refund, 'failed'));
  }
  const { refund } = found;
  const { accountId, refundId, reason } = command;
  const failedOn = command.failedOn ?? laterDay(command.today, refund.requestedOn);
  const unfit = (command.saidBy === 'gateway' ? null : underWay(refund)) ?? tooEarly(refundId, failedOn, refund.requestedOn);
  if (unfit !== null) {
    return refuse(unfit);
  }
  const failed: RefundFailed = { type: 'RefundFailed', data: { accountId, refundId, failedOn, reason } };
  return accept([failed, ...withdrawDebits(state, refund, { accountId, on: failedOn, reason })], refundAnswer(refund, 'failed'));
}

export function decideRecordRefundReturned(command: RecordRefundReturned, state: AccountState): Decision<RefundReturned, RefundAnswer> {
  const found = expecting(command, state, 'paid', 'returned');
  if (found.kind !== 'refund') {
    return found.kind === 'refused' ? found : accept([], refundAnswer(found.refund, 'returned'));
  }
  const { refund } = found;
  const { accountId, refundId, reason } = command;
  const paidOn = refund.paidOn ?? refund.requestedOn;
  const returnedOn = command.returnedOn ?? laterDay(command.today, paidOn);
  const early = tooEarly(refundId, returnedOn, paidOn);
  if (early !== null) {
    return refuse(early);
  }
  const { kind, id, currency, baseCurrency } = refund.source;
  const data = {
    accountId,
    refundId,
    source: { kind, id },
    returnedOn,
    currency,
    baseCurrency,
    ...textsOf(refund, refund.source),
    reason,
    ...(refund.heldBy === null ? {} : { heldBy: refund.heldBy }),
  };
  return accept([{ type: 'RefundReturned', data }], refundAnswer(refund, 'returned'));
}
