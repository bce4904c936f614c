import { conflict, refuseUnrealDay } from '../input-rules';
import { accept, refuse, type Decision } from '../refusal';
import type { CreditTermsSet } from './customer.events';
import { customerContact, type CustomerState } from './customer.state';
import { refuseWalkInTerms } from './first-terms';
import { unknownCustomer } from './customer-refusals';
import type { CustomerAnswer } from './register-customer';
import { refuseTerms } from './terms-rules';

/** Terms with one legal entity, for documents issued on or after the effective date. Issued ones keep theirs. */
export type SetCreditTerms = CreditTermsSet['data'] & { readonly inputHash: string };

export function decideSetCreditTerms(command: SetCreditTerms, state: CustomerState): Decision<CreditTermsSet, CustomerAnswer> {
  const { inputHash, ...data } = command;
  const { customerId, requestId } = data;
  const contact = customerContact(state);
  if (contact === undefined) {
    return refuse(unknownCustomer(customerId));
  }
  const answered = state.requests.get(requestId);
  if (answered !== undefined) {
    return answered.inputHash === inputHash
      ? accept([], { customerId, revision: answered.revision })
      : refuse(conflict('REQUEST.CONFLICT', 'request', requestId, 'Send other content under a request id of its own.'));
  }
  const reason =
    refuseWalkInTerms(contact.kind, data.remind) ?? refuseUnrealDay('effectiveFrom', data.effectiveFrom) ?? refuseTerms(data.terms);
  return reason === undefined ? accept([{ type: 'CreditTermsSet', data }], { customerId, revision: state.revision + 1 }) : refuse(reason);
}
