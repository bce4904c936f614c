import { isRealDay } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { answeredRequest } from './answered-request';
import type { RetentionHoldLifted, RetentionHoldPlaced } from './erasure.events';
import type { CustomerState } from './customer.state';
import type { CustomerAnswer } from './register-customer';

export type PlaceRetentionHold = RetentionHoldPlaced['data'] & { readonly inputHash: string };
export type LiftRetentionHold = RetentionHoldLifted['data'] & { readonly inputHash: string };

/** Keeps what names a customer from being erased. Pre: `until` is a calendar day. */
export function decidePlaceRetentionHold(command: PlaceRetentionHold, state: CustomerState): Decision<RetentionHoldPlaced, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) return answered;
  const { inputHash: _hash, ...data } = command;
  const { customerId, holdId, until } = data;
  if (state.erasure.holds.has(holdId)) {
    return refuse(refusal('conflict', 'RETENTION_HOLD.EXISTS', `retention hold ${JSON.stringify(holdId)} is on record. Choose another id.`, { customerId, holdId }));
  }
  if (until !== undefined && (!isRealDay(until) || until < data.placedOn)) {
    return refuse(refusal('invalid', 'RETENTION_HOLD.UNTIL', `a retention hold ends on or after ${data.placedOn}, not on ${until}.`, { field: 'until', customerId, holdId }));
  }
  return accept([{ type: 'RetentionHoldPlaced', data }], { customerId, revision: state.revision + 1 });
}

export function decideLiftRetentionHold(command: LiftRetentionHold, state: CustomerState): Decision<RetentionHoldLifted, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) return answered;
  const { inputHash: _hash, ...data } = command;
  const { customerId, holdId } = data;
  const hold = state.erasure.holds.get(holdId);
  if (hold === undefined || hold.lifted) {
    const message = `customer ${JSON.stringify(customerId)} has no retention hold ${JSON.stringify(holdId)} in force. Look up the holds of the customer.`;
    return refuse(refusal('not-found', 'RETENTION_HOLD.UNKNOWN', message, { customerId, holdId }));
  }
  return accept([{ type: 'RetentionHoldLifted', data }], { customerId, revision: state.revision + 1 });
}
