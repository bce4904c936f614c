import { formatMinor, knownCurrency, parseAmount } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { answeredRequest } from './answered-request';
import type { CreditLimitSet } from './customer.events';
import { customerContact, type CustomerState } from './customer.state';
import type { CustomerAnswer } from './register-customer';

/** What a customer may owe one legal entity from now on; `currency` is that entity's base currency. */
export type SetCreditLimit = CreditLimitSet['data'] & { readonly inputHash: string };

export function decideSetCreditLimit(command: SetCreditLimit, state: CustomerState): Decision<CreditLimitSet, CustomerAnswer> {
  const answered = answeredRequest(command, state);
  if (answered !== undefined) {
    return answered;
  }
  const { inputHash: _hash, ...data } = command;
  const { customerId } = data;
  if (customerContact(state)?.kind === 'walk-in') {
    return refuse(refusal('invalid', 'CREDIT_LIMIT.WALK_IN', 'a walk-in pays at the till and has no credit. Register the buyer who is to have some.', { customerId }));
  }
  if (data.limit === undefined) {
    return accept([{ type: 'CreditLimitSet', data }], { customerId, revision: state.revision + 1 });
  }
  const currency = knownCurrency(data.currency);
  const parsed = parseAmount(data.limit, currency, { allowNegative: false });
  if (!parsed.ok) {
    return refuse(refusal('invalid', 'CREDIT_LIMIT.AMOUNT', `the credit limit of customer ${customerId}: ${parsed.problem.message}.`, { field: 'limit', customerId }));
  }
  const limited = { ...data, limit: formatMinor(parsed.money.minor, currency.digits) };
  return accept([{ type: 'CreditLimitSet', data: limited }], { customerId, revision: state.revision + 1 });
}
