import { accept, refusal, refuse, type Decision } from '../refusal';
import type { AccountState } from './account.state';
import type { RefundOrdered, RefundOrderRefused } from './correction.events';

export interface OrderRefund {
  readonly accountId: string;
  readonly refundId: string;
  readonly gateway: string;
  readonly today: string;
}

/** Claims a refund for a gateway before it is told to pay it out. Claimed before, or paid, it changes nothing. */
export function decideOrderRefund({ accountId, refundId, gateway, today }: OrderRefund, state: AccountState): Decision<RefundOrdered, { readonly refundId: string }> {
  const refund = state.refunds.get(refundId);
  if (refund === undefined) {
    return refuse(refusal('not-found', 'REFUND.UNKNOWN', `Refund ${refundId} is not in account ${accountId}; request it first.`, { refundId, accountId }));
  }
  if (refund.status === 'failed' || refund.status === 'returned' || (refund.status === 'paid' && refund.heldBy !== 'gateway')) {
    const message = `Refund ${refundId} is ${refund.status}${refund.status === 'paid' ? ' by the bank' : ''}; request another.`;
    return refuse(refusal('conflict', 'REFUND.STATE', message, { refundId, state: refund.status }));
  }
  const claimed = refund.orderedAt !== null || refund.status === 'paid';
  return accept(claimed ? [] : [{ type: 'RefundOrdered', data: { accountId, refundId, gateway, orderedOn: today } }], { refundId });
}

/** The gateway said that it does not pay it out: it may be paid in another way. */
export function decideRefuseRefundOrder(
  { accountId, refundId, gateway, today, reason }: OrderRefund & { readonly reason: string },
  state: AccountState,
): Decision<RefundOrderRefused, { readonly refundId: string }> {
  const refund = state.refunds.get(refundId);
  const stands = refund?.status === 'requested' && refund.orderedAt !== null;
  return accept(stands ? [{ type: 'RefundOrderRefused', data: { accountId, refundId, gateway, refusedOn: today, reason: reason.slice(0, 1000) } }] : [], { refundId });
}
