import { conflict } from '../input-rules';
import { accept, refuse, type Decision } from '../refusal';
import type { ContactChanged } from './customer.events';
import type { CustomerState } from './customer.state';
import { erasedCustomer, unknownCustomer } from './customer-refusals';
import type { CustomerAnswer } from './register-customer';

/** The whole contact as it stands from now on. */
export type ChangeContact = ContactChanged['data'] & { readonly inputHash: string };

export function decideChangeContact(command: ChangeContact, state: CustomerState): Decision<ContactChanged, CustomerAnswer> {
  const { inputHash, customerId, requestId, country, personal } = command;
  if (state.registered === null) {
    return refuse(unknownCustomer(customerId));
  }
  if (state.erasure.erased !== null) {
    return refuse(erasedCustomer(state, customerId));
  }
  const answered = state.requests.get(requestId);
  if (answered !== undefined) {
    return answered.inputHash === inputHash
      ? accept([], { customerId, revision: answered.revision })
      : refuse(conflict('REQUEST.CONFLICT', 'request', requestId, 'Send other content under a request id of its own.'));
  }
  return accept([{ type: 'ContactChanged', data: { customerId, requestId, country, personal } }], {
    customerId,
    revision: state.revision + 1,
  });
}
