import { formatMinor, knownCurrency, parseAmount } from '#money';
import { conflict, refuseUnknownCurrency } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { SalesTargetSet } from './entity.events';
import { entityConfiguration, type EntityState } from './entity.state';
import { unknownEntity } from './open-series';

/** What is to be sold in a month. Set again with a request id of its own, it replaces what was set before. */
export type SetSalesTarget = SalesTargetSet['data'] & { readonly inputHash: string };

export interface SalesTargetAnswer {
  readonly entityId: string;
  /** Revision of the entity's stream with the target. */
  readonly revision: number;
}

/**
 * Pre: the month is `YYYY-MM`. The amount is net, at no more than the currency's digits, zero or more: nothing is to
 * be sold in a month that is closed for holidays.
 */
export function decideSetSalesTarget(command: SetSalesTarget, state: EntityState): Decision<SalesTargetSet, SalesTargetAnswer> {
  const { inputHash, ...data } = command;
  const { entityId } = data;
  if (entityConfiguration(state) === undefined) {
    return refuse(unknownEntity(entityId));
  }
  const answered = state.requests.get(data.requestId);
  if (answered !== undefined) {
    return answered.inputHash === inputHash
      ? accept([], { entityId, revision: answered.revision })
      : refuse(conflict('REQUEST.CONFLICT', 'request', data.requestId, 'Send other content under a request id of its own.'));
  }
  const unfit = refuseUnknownCurrency('currency', data.currency) ?? refuseBoth(data);
  if (unfit !== undefined) {
    return refuse(unfit);
  }
  const currency = knownCurrency(data.currency);
  const parsed = parseAmount(data.amount, currency, { allowNegative: false });
  if (!parsed.ok) {
    return refuse(refusal('invalid', 'SALES_TARGET.AMOUNT', `the sales target of ${data.month}: ${parsed.problem.message}.`, { field: 'amount', entityId }));
  }
  const target = { ...data, amount: formatMinor(parsed.money.minor, currency.digits) };
  return accept([{ type: 'SalesTargetSet', data: target }], { entityId, revision: state.revision + 1 });
}

/** Sales of one product to one customer are too few to plan; each has a target of its own. */
function refuseBoth({ productCode, customerId, entityId }: SalesTargetSet['data']): Refusal | undefined {
  return productCode === undefined || customerId === undefined
    ? undefined
    : refusal('invalid', 'SALES_TARGET.BOTH', `a sales target is of product ${productCode} or to customer ${customerId}, not both. Send one of them.`, { field: 'customerId', entityId });
}
