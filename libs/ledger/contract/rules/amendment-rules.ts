import type { Refusal } from '../../refusal';
import type { ContractItem } from '../contract-terms';
import type { ContractState } from '../contract.state';

/** Why an item cannot take these terms from that day on, given what it was before. */
export function refuseAmendment(_item: ContractItem, _effectiveFrom: string, _state: ContractState): Refusal | undefined {
  return undefined;
}
