import { accept, refusal, refuse, type Decision } from '../refusal';
import { answeredRequest } from './answered-request';
import type { CommunicationPreferenceSet } from './customer.events';
import { customerContact, type CustomerState } from './customer.state';
import type { CustomerAnswer } from './register-customer';

/** How a customer wants documents from now on. */
export type SetPreference = CommunicationPreferenceSet['data'] & { readonly inputHash: string };

export function decideSetPreference(command: SetPreference, state: CustomerState): Decision<CommunicationPreferenceSet, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) {
    return answered;
  }
  const { inputHash: _hash, ...data } = command;
  const contact = customerContact(state);
  if (data.channel === 'email' && data.personal.email === undefined && contact?.personal.email === undefined) {
    const message = `customer ${data.customerId} has no e-mail address to send documents to. Send one in personal.email, or change the contact first.`;
    return refuse(refusal('invalid', 'PREFERENCE.NO_ADDRESS', message, { field: 'personal.email', customerId: data.customerId }));
  }
  return accept([{ type: 'CommunicationPreferenceSet', data }], { customerId: data.customerId, revision: state.revision + 1 });
}
