import { recall } from '../account/repeated-request';
import { checkedCurrency, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { contractAnswer, isSigned, unknownContract, unknownItem, type ContractAnswer, type SignedState } from './contract-decision';
import type { ContractAmended } from './contract.events';
import { contractEndsOn, type ContractState } from './contract.state';
import { versionOn } from './item-terms';
import { refuseAmendment } from './rules/amendment-rules';
import { checkItems, refuseDuplicateItems } from './rules/item-rules';

/** Items as they stand from a day on. */
export interface AmendContract extends Omit<ContractAmended['data'], 'items' | 'removedItemIds'> {
  readonly inputHash: string;
  readonly items: readonly ContractAmended['data']['items'][number][];
  readonly removedItemIds: readonly string[];
}

export function decideAmendContract(command: AmendContract, state: ContractState): Decision<ContractAmended, ContractAnswer> {
  if (!isSigned(state)) {
    return refuse(unknownContract(command.contractId));
  }
  const { amendmentId, inputHash } = command;
  const known = recall(state.requests, { key: `amend:${amendmentId}`, code: 'CONTRACT.AMENDMENT_CONFLICT', what: `Amendment ${amendmentId}` }, inputHash);
  if (known.kind !== 'new') {
    return known.kind === 'repeated' ? accept([], contractAnswer(state)) : refuse(known.refusal);
  }
  const reason = refuseDay(command, state) ?? refuseSubjects(command, state);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const frame = { currency: checkedCurrency(state.signed.currency), startsOn: command.effectiveFrom, endsOn: contractEndsOn(state) };
  const items = checkItems(command.items, frame);
  if (!items.ok) {
    return refuse(items.refusal);
  }
  const forbidden = items.value.map((item) => refuseAmendment(item, command.effectiveFrom, state)).find((each) => each !== undefined);
  if (forbidden !== undefined) {
    return refuse(forbidden);
  }
  const { inputHash: _, ...said } = command;
  return accept([{ type: 'ContractAmended', data: { ...said, items: [...items.value], removedItemIds: [...command.removedItemIds] } }], contractAnswer(state));
}

function refuseDay({ contractId, effectiveFrom }: AmendContract, state: SignedState): Refusal | undefined {
  const unreal = refuseUnrealDay('effectiveFrom', effectiveFrom);
  if (unreal !== undefined) {
    return unreal;
  }
  const { startsOn } = state.signed;
  const endsOn = contractEndsOn(state);
  if (effectiveFrom >= startsOn && (endsOn === null || effectiveFrom <= endsOn) && effectiveFrom <= '2999-12-31') {
    return undefined;
  }
  const message = `contract ${JSON.stringify(contractId)} runs from ${startsOn} ${endsOn === null ? 'on' : `to ${endsOn}`}; it cannot be amended from ${effectiveFrom}. Take a day of its term.`;
  return refusal('invalid', 'CONTRACT.DAYS', message, { contractId, effectiveFrom, startsOn });
}

function refuseSubjects({ contractId, items, removedItemIds, effectiveFrom }: AmendContract, state: SignedState): Refusal | undefined {
  if (items.length + removedItemIds.length === 0) {
    return refusal('invalid', 'CONTRACT.EMPTY_AMENDMENT', 'the amendment changes nothing. Send items, or ids of items that end.', { contractId });
  }
  const gone = removedItemIds.find((itemId) => versionOn(state, itemId, effectiveFrom) === null);
  return gone === undefined ? refuseDuplicateItems([...items, ...removedItemIds.map((itemId) => ({ itemId }))]) : unknownItem(contractId, gone);
}
