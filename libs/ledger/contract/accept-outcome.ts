import { refuse, type Decision } from '../refusal';
import { unknownContract, type PostingFacts } from './contract-decision';
import type { OutcomeAccepted, RevenueRecognised } from './contract.events';
import type { ContractState } from './contract.state';

/** The agreed outcome was accepted: it falls due, at its price or at a share of the measured value. */
export interface AcceptOutcome extends Omit<OutcomeAccepted['data'], 'amount'> {
  readonly inputHash: string;
}

export function decideAcceptOutcome(
  command: AcceptOutcome,
  _state: ContractState,
  _facts: PostingFacts,
): Decision<OutcomeAccepted | RevenueRecognised, OutcomeAccepted['data']> {
  return refuse(unknownContract(command.contractId));
}
