import { laterDay } from '../dates';
import { refuseFutureDay } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { DisputeOpened, DisputeResolved } from './account.events';
import type { AccountState } from './account.state';
import { findInvoice } from './find-invoice';
import { recall } from './repeated-request';

/** The customer disputes an invoice: no reminders, and automatic allocation passes it by. */
export interface OpenDispute {
  readonly accountId: string;
  /** Invoice id or document number. */
  readonly invoiceId: string;
  readonly disputeId: string;
  readonly inputHash: string;
  /** Default: today, or the issue date if that is later. */
  readonly openedOn?: string;
  /** True: the source gave no date and the issue date stands in for it. */
  readonly dateAssumed?: boolean;
  readonly today: string;
  readonly reason: string;
}

export interface DisputeAnswer {
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly state: 'open' | 'resolved';
}

export function decideOpenDispute(command: OpenDispute, state: AccountState): Decision<DisputeOpened, DisputeAnswer> {
  const { accountId, disputeId, inputHash } = command;
  const subject = { key: `dispute:${disputeId}`, code: 'DISPUTE.CONFLICT', what: `Dispute ${disputeId}` };
  const known = recall(state.requests, subject, inputHash);
  const recorded = state.disputes.get(disputeId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], { disputeId, invoiceId: recorded.invoiceId, state: 'open' });
  }
  const invoice = findInvoice(state, command.invoiceId);
  if (invoice === undefined) {
    const message = `Invoice ${command.invoiceId} is not in account ${accountId}; name an invoice the account owes.`;
    return refuse(refusal('not-found', 'DISPUTE.UNKNOWN_INVOICE', message, { invoiceId: command.invoiceId, accountId }));
  }
  const { invoiceId, issueDate } = invoice;
  if (invoice.disputeId !== null) {
    const message = `Invoice ${command.invoiceId} is disputed already, as ${invoice.disputeId}; resolve that dispute before opening another.`;
    return refuse(refusal('conflict', 'DISPUTE.ALREADY_OPEN', message, { invoiceId, disputeId: invoice.disputeId }));
  }
  const openedOn = command.openedOn ?? laterDay(command.today, issueDate);
  if (openedOn < issueDate) {
    const message = `Invoice ${command.invoiceId} is issued on ${issueDate} and cannot be disputed on ${openedOn}; take the issue date or a later day.`;
    return refuse(refusal('invalid', 'DISPUTE.BEFORE_ISSUE', message, { invoiceId, date: openedOn, issueDate }));
  }
  const early = refuseFutureDay('openedOn', openedOn, laterDay(command.today, issueDate));
  if (early !== undefined) {
    return refuse(early);
  }
  const data = { accountId, invoiceId, disputeId, openedOn, dateAssumed: command.dateAssumed ?? false, reason: command.reason };
  return accept([{ type: 'DisputeOpened', data }], { disputeId, invoiceId, state: 'open' });
}

export interface ResolveDispute {
  readonly accountId: string;
  readonly disputeId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** Default: today, or the day it was opened if that is later. */
  readonly resolvedOn?: string;
  readonly today: string;
  readonly outcome: string;
}

export function decideResolveDispute(command: ResolveDispute, state: AccountState): Decision<DisputeResolved, DisputeAnswer> {
  const { accountId, disputeId, requestId, inputHash, outcome } = command;
  const subject = { key: `resolution:${requestId}`, code: 'DISPUTE.RESOLUTION_CONFLICT', what: `Resolution ${requestId}` };
  const known = recall(state.requests, subject, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const dispute = state.disputes.get(disputeId);
  if (dispute === undefined) {
    const message = `Dispute ${disputeId} is not in account ${accountId}; look up the account's disputes.`;
    return refuse(refusal('not-found', 'DISPUTE.UNKNOWN', message, { disputeId, accountId }));
  }
  const { invoiceId, openedOn, resolvedOn: before } = dispute;
  if (known.kind === 'repeated') {
    return accept([], { disputeId, invoiceId, state: 'resolved' });
  }
  if (before !== null) {
    const message = `Dispute ${disputeId} was resolved on ${before}; open a new one if it comes up again.`;
    return refuse(refusal('conflict', 'DISPUTE.ALREADY_RESOLVED', message, { disputeId, resolvedOn: before }));
  }
  const resolvedOn = command.resolvedOn ?? laterDay(command.today, openedOn);
  if (resolvedOn < openedOn) {
    const message = `Dispute ${disputeId} was opened on ${openedOn} and cannot be resolved on ${resolvedOn}; take that day or a later one.`;
    return refuse(refusal('invalid', 'DISPUTE.RESOLVED_BEFORE', message, { disputeId, date: resolvedOn, openedOn }));
  }
  const data = { accountId, invoiceId, disputeId, requestId, resolvedOn, outcome };
  return accept([{ type: 'DisputeResolved', data }], { disputeId, invoiceId, state: 'resolved' });
}
