import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { isIban } from '../documents/check-digits';
import { answeredRequest } from './answered-request';
import type { BankDetailsSet } from './customer.events';
import { customerContact, type CustomerState } from './customer.state';
import type { CustomerAnswer } from './register-customer';

/** Where refunds to a customer go from now on. */
export type SetBankDetails = BankDetailsSet['data'] & { readonly inputHash: string };

export function decideSetBankDetails(command: SetBankDetails, state: CustomerState): Decision<BankDetailsSet, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) {
    return answered;
  }
  const { inputHash: _hash, ...data } = command;
  const reason = refuseDetails(command, state);
  return reason === undefined ? accept([{ type: 'BankDetailsSet', data }], { customerId: data.customerId, revision: state.revision + 1 }) : refuse(reason);
}

/** The refusal names no bank details: they are personal. */
function refuseDetails({ customerId, personal }: SetBankDetails, state: CustomerState): Refusal | undefined {
  if (customerContact(state)?.kind === 'walk-in') {
    return refusal('invalid', 'BANK_DETAILS.WALK_IN', 'a walk-in stands for unknown buyers and has no bank account. Register the buyer who is to be paid.', { customerId });
  }
  if (personal.iban === undefined) {
    return personal.accountNumber === undefined
      ? refusal('invalid', 'BANK_DETAILS.NO_ACCOUNT', 'neither an IBAN nor an account number was given. Send one of them.', { field: 'personal.iban', customerId })
      : undefined;
  }
  return isIban(personal.iban)
    ? undefined
    : refusal('invalid', 'BANK_DETAILS.IBAN', 'the IBAN does not pass its own check digits. Copy it again, without spaces.', { field: 'personal.iban', customerId });
}
