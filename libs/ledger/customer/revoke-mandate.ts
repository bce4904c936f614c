import { firstRefusal, refuseFutureDay, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { answeredRequest } from './answered-request';
import type { MandateRevoked } from './customer.events';
import type { CustomerState } from './customer.state';
import type { CustomerAnswer } from './register-customer';

/** Nothing more is collected by this mandate; what is with the bank already is. */
export type RevokeMandate = MandateRevoked['data'] & { readonly inputHash: string; readonly today: string };

export function decideRevokeMandate(command: RevokeMandate, state: CustomerState): Decision<MandateRevoked, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) {
    return answered;
  }
  const { inputHash: _hash, today, ...data } = command;
  const { customerId, mandateId, revokedOn } = data;
  const mandate = state.mandates.get(mandateId);
  if (mandate === undefined) {
    return refuse(refusal('not-found', 'MANDATE.UNKNOWN', `customer ${JSON.stringify(customerId)} gave no mandate ${JSON.stringify(mandateId)}.`, { customerId, mandateId }));
  }
  if (mandate.revoked !== null) {
    return refuse(refusal('conflict', 'MANDATE.REVOKED', `mandate ${JSON.stringify(mandateId)} was revoked on ${mandate.revoked.revokedOn}.`, { customerId, mandateId }));
  }
  const reason = firstRefusal(refuseUnrealDay('revokedOn', revokedOn), refuseFutureDay('revokedOn', revokedOn, today));
  return reason === undefined ? accept([{ type: 'MandateRevoked', data }], { customerId, revision: state.revision + 1 }) : refuse(reason);
}
