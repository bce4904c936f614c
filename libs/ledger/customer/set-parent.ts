import { accept, refusal, refuse, type Decision } from '../refusal';
import { answeredRequest } from './answered-request';
import type { ParentSet } from './customer.events';
import type { CustomerState } from './customer.state';
import { unknownCustomer } from './customer-refusals';
import type { CustomerAnswer } from './register-customer';

/** Whose figures a customer's roll up into from now on; without a parent: its own again. */
export type SetParent = ParentSet['data'] & { readonly inputHash: string };

export interface SetParentFacts {
  /** The proposed parent, its parent and so on, nearest first; one that is not registered ends it as null. */
  readonly ancestors: readonly (string | null)[];
}

/** How deep customers may stand below each other. */
export const ancestorsMax = 20;

export function decideSetParent(command: SetParent, state: CustomerState, facts: SetParentFacts): Decision<ParentSet, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) {
    return answered;
  }
  const { inputHash: _hash, ...data } = command;
  const { customerId, parentCustomerId } = data;
  if (parentCustomerId !== undefined) {
    if (facts.ancestors[0] !== parentCustomerId) {
      return refuse(unknownCustomer(parentCustomerId));
    }
    if (facts.ancestors.includes(customerId) || facts.ancestors.length >= ancestorsMax) {
      const why = facts.ancestors.includes(customerId) ? `${JSON.stringify(customerId)} stands above it` : `it stands ${ancestorsMax} deep`;
      const message = `customer ${JSON.stringify(parentCustomerId)} cannot be the parent of ${JSON.stringify(customerId)}: ${why}. Choose another parent.`;
      return refuse(refusal('invalid', 'CUSTOMER.PARENT_CYCLE', message, { field: 'parentCustomerId', customerId, parentCustomerId }));
    }
  }
  return accept([{ type: 'ParentSet', data }], { customerId, revision: state.revision + 1 });
}
