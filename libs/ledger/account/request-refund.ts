import { formatMinor, knownCurrency, parseAmount } from '#money';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { sourceOf, type AccountState, type Source, type SourceKind } from './account.state';
import type { Refund } from './correction.state';
import { exceedsUnapplied } from './allocation-refusals';
import { shareOfLeft } from './base-share';
import type { RefundRequested } from './correction.events';
import { textsOf } from './minors';
import { recall } from './repeated-request';
import { lowestFrom } from './timeline';

/** Reserves money of a receipt or a credit, to be paid out. */
export interface RequestRefund {
  readonly accountId: string;
  readonly refundId: string;
  readonly inputHash: string;
  readonly source: { readonly kind: SourceKind; readonly id: string };
  /** Default: all that is unapplied from that day on. */
  readonly amount?: string;
  /** Default: today, or the day the money may first be used if that is later. */
  readonly requestedOn?: string;
  readonly today: string;
  readonly reason: string;
  readonly approvalId?: string;
}

export interface RefundAnswer {
  readonly refundId: string;
  readonly state: Refund['status'];
  readonly source: { readonly kind: SourceKind; readonly id: string };
  readonly requestedOn: string;
  readonly currency: string;
  readonly amount: string;
}

/** Takes what is unapplied on that day and every later one, so that nothing else can spend it. */
export function decideRequestRefund(command: RequestRefund, state: AccountState): Decision<RefundRequested, RefundAnswer> {
  const { accountId, refundId } = command;
  const subject = { key: `refund:${refundId}`, code: 'REFUND.CONFLICT', what: `Refund ${refundId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.refunds.get(refundId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], refundAnswer(recorded, 'requested'));
  }
  const source = sourceOf(state, command.source.kind, command.source.id);
  if (source === undefined) {
    const message = `${command.source.kind} ${command.source.id} is not in account ${accountId}; look up the account's unapplied money.`;
    return refuse(refusal('not-found', 'REFUND.UNKNOWN_SOURCE', message, { source: command.source.id, accountId }));
  }
  return reserve(command, source);
}

export const refundAnswer = ({ refundId, source, requestedOn, amount }: Refund, state: Refund['status']): RefundAnswer => ({
  refundId, state, source: { kind: source.kind, id: source.id }, requestedOn, currency: source.currency,
  amount: formatMinor(amount, knownCurrency(source.currency).digits),
});

function reserve(command: RequestRefund, source: Source): Decision<RefundRequested, RefundAnswer> {
  const { accountId, refundId, reason, approvalId } = command;
  const requestedOn = command.requestedOn ?? laterDay(command.today, source.from);
  const free = lowestFrom(source.timeline, requestedOn);
  const parsed = command.amount === undefined ? null : parseAmount(command.amount, knownCurrency(source.currency));
  if (parsed !== null && (!parsed.ok || parsed.money.minor <= 0n)) {
    const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
    return refuse(refusal('invalid', 'REFUND.AMOUNT', `The amount of refund ${refundId}: ${why}.`, { refundId }));
  }
  const amount = parsed === null ? free.amount : parsed.money.minor;
  if (amount > free.amount || amount <= 0n) {
    return refuse(exceedsUnapplied(source, requestedOn, amount, free));
  }
  const { kind, id, currency, baseCurrency } = source;
  const texts = textsOf({ amount, baseAmount: shareOfLeft(amount, source.unapplied, source.baseUnapplied) }, source);
  const approved = approvalId === undefined ? {} : { approvalId };
  const data = { accountId, refundId, source: { kind, id }, requestedOn, currency, baseCurrency, ...texts, reason, ...approved };
  return accept([{ type: 'RefundRequested', data }], { refundId, state: 'requested', source: { kind, id }, requestedOn, currency, amount: texts.amount });
}
