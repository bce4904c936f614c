import { conflict } from '../input-rules';
import { accept, refuse, type Decision } from '../refusal';
import { firstTermsEvents, refuseFirstTerms, type FirstTerms } from './first-terms';
import type { CustomerEvent, CustomerRegistered } from './customer.events';
import type { CustomerState } from './customer.state';
import { erasedCustomer } from './customer-refusals';

export interface RegisterCustomer extends Pick<CustomerRegistered['data'], 'customerId' | 'kind' | 'country' | 'personal'> {
  readonly inputHash: string;
  /** Terms given with the registration, one per legal entity at most. */
  readonly terms?: readonly FirstTerms[];
}

export interface CustomerAnswer {
  readonly customerId: string;
  /** Revision of the customer's stream with what was just decided. */
  readonly revision: number;
}

/** A customer id exists once: sent again with the same content it gets its first answer, else a conflict. */
export function decideRegisterCustomer(command: RegisterCustomer, state: CustomerState): Decision<CustomerEvent, CustomerAnswer> {
  const { customerId, kind, country, personal, terms = [] } = command;
  if (state.erasure.erased !== null) {
    return refuse(erasedCustomer(state, customerId));
  }
  if (state.registered !== null) {
    return state.registered.inputHash === command.inputHash
      ? accept([], { customerId, revision: state.registered.revision })
      : refuse(conflict('CUSTOMER.CONFLICT', 'customer', customerId, 'Change its contact or its terms, or register another id.'));
  }
  const reason = refuseFirstTerms(terms, kind);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const events: CustomerEvent[] = [
    { type: 'CustomerRegistered', data: { customerId, kind, country, personal } },
    ...firstTermsEvents(customerId, kind, terms),
  ];
  return accept(events, { customerId, revision: state.revision + events.length });
}
