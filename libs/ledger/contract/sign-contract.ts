import { refuseStranger } from '../customer/customer-refusals';
import type { CustomerState } from '../customer/customer.state';
import { entityConfiguration } from '../entity/entity.state';
import { unknownEntity } from '../entity/open-series';
import { checkedCurrency, conflict, firstRefusal, refuseUnknownCurrency, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { accountIdOf } from '../stream-name';
import { contractAnswer, isSigned, type ContractAnswer, type SigningFacts } from './contract-decision';
import type { ContractSigned } from './contract.events';
import type { ContractState } from './contract.state';
import { checkItems, refuseDuplicateItems } from './rules/item-rules';

/** A contract came into force. It exists once per contract id. */
export interface SignContract extends Omit<ContractSigned['data'], 'accountId' | 'items'> {
  readonly inputHash: string;
  /** Who pays, if not the buyer: the contract is billed to this customer's account. */
  readonly payerCustomerId?: string;
  readonly items: readonly ContractSigned['data']['items'][number][];
}

export function decideSignContract(command: SignContract, state: ContractState, facts: SigningFacts): Decision<ContractSigned, ContractAnswer> {
  if (isSigned(state)) {
    return state.requests.get('sign') === command.inputHash
      ? accept([], contractAnswer(state, state.signed.endsOn))
      : refuse(conflict('CONTRACT.CONFLICT', 'contract', command.contractId, 'Amend it, or sign another id.'));
  }
  const reason = refuseParties(command, facts) ?? refuseTerm(command) ?? refuseUnknownCurrency('currency', command.currency) ?? refuseDuplicateItems(command.items);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const currency = checkedCurrency(command.currency);
  const items = checkItems(command.items, { currency, startsOn: command.startsOn, endsOn: command.endsOn ?? null });
  if (!items.ok) {
    return refuse(items.refusal);
  }
  const { inputHash: _, payerCustomerId, ...said } = command;
  const accountId = accountIdOf(command.entityId, payerCustomerId ?? command.customerId);
  const { contractId, endsOn } = command;
  return accept([{ type: 'ContractSigned', data: { ...said, accountId, items: [...items.value] } }], {
    contractId,
    accountId,
    ...(endsOn === undefined ? {} : { endsOn }),
  });
}

function refuseParties(command: SignContract, { entity, customer, payer, billTo }: SigningFacts): Refusal | undefined {
  if (command.contractId === '') {
    return refusal('invalid', 'CONTRACT.ID', 'the contract id is empty. Send the id your system gave the contract.', { field: 'contractId' });
  }
  if (entityConfiguration(entity) === undefined) {
    return unknownEntity(command.entityId);
  }
  const known = (customerId: string | undefined, state: CustomerState | undefined): Refusal | undefined =>
    customerId === undefined ? undefined : refuseStranger(customerId, state);
  return firstRefusal(known(command.customerId, customer), known(command.payerCustomerId, payer), known(command.billToCustomerId, billTo));
}

/** The calendar of periods reaches a thousand years beyond the start, and ends with the year 9999. */
const earliest = '1900-01-01';
const latest = '2999-12-31';

function refuseTerm({ signedOn, startsOn, endsOn }: SignContract): Refusal | undefined {
  const unreal = firstRefusal(refuseUnrealDay('signedOn', signedOn), refuseUnrealDay('startsOn', startsOn), refuseUnrealDay('endsOn', endsOn));
  if (unreal !== undefined) {
    return unreal;
  }
  const outside = [startsOn, endsOn ?? startsOn].find((day) => day < earliest || day > latest);
  if (outside !== undefined) {
    return refusal('invalid', 'CONTRACT.DAYS', `${outside} lies outside ${earliest} to ${latest}. Check the day.`, { value: outside });
  }
  return endsOn !== undefined && endsOn < startsOn
    ? refusal('invalid', 'CONTRACT.DAYS', `endsOn ${endsOn} lies before startsOn ${startsOn}. Send the last day of the contract, or leave it out.`, { startsOn, endsOn })
    : undefined;
}
