import { refusal, type Refusal } from '../refusal';
import type { CustomerState } from './customer.state';

export const unknownCustomer = (customerId: string): Refusal =>
  refusal('not-found', 'CUSTOMER.UNKNOWN', `customer ${JSON.stringify(customerId)} is not registered. Register it first.`, { customerId });

/** What is said to whoever wants to tell us again who an erased customer is. */
export const erasedCustomer = ({ erasure }: CustomerState, customerId: string): Refusal =>
  refusal(
    'conflict',
    'CUSTOMER.ERASED',
    `customer ${JSON.stringify(customerId)} was erased on ${erasure.erased?.erasedOn ?? ''}: nothing more is recorded of them. Register a new customer under another id.`,
    { customerId },
  );

/** Why no new business begins with a customer: nobody knows them, or nobody may know them any more. */
export function refuseStranger(customerId: string, state: CustomerState | undefined): Refusal | undefined {
  if (state === undefined || state.registered === null) return unknownCustomer(customerId);
  return state.erasure.erased === null ? undefined : erasedCustomer(state, customerId);
}
