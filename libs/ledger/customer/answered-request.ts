import { conflict } from '../input-rules';
import { accept, refuse, type Decision } from '../refusal';
import type { CustomerState } from './customer.state';
import { erasedCustomer, unknownCustomer } from './customer-refusals';
import type { CustomerAnswer } from './register-customer';

/** What is said to a request about nobody, or to one that is on record; undefined: it is new. */
export function answeredRequest(
  { customerId, requestId, inputHash }: { readonly customerId: string; readonly requestId: string; readonly inputHash: string },
  state: CustomerState,
): Decision<never, CustomerAnswer> | undefined {
  if (state.registered === null) {
    return refuse(unknownCustomer(customerId));
  }
  const answered = state.requests.get(requestId);
  if (answered === undefined) {
    return state.erasure.erased === null ? undefined : refuse(erasedCustomer(state, customerId));
  }
  return answered.inputHash === inputHash
    ? accept([], { customerId, revision: answered.revision })
    : refuse(conflict('REQUEST.CONFLICT', 'request', requestId, 'Send other content under a request id of its own.'));
}
