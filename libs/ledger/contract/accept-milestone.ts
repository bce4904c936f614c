import { refuse, type Decision } from '../refusal';
import { unknownContract, type PostingFacts } from './contract-decision';
import type { MilestoneAccepted, RevenueRecognised } from './contract.events';
import type { ContractState } from './contract.state';

/** A milestone of a fixed fee was accepted: it falls due, and under the rule `milestones` it is revenue. */
export interface AcceptMilestone extends Omit<MilestoneAccepted['data'], 'amount'> {
  readonly inputHash: string;
}

export function decideAcceptMilestone(
  command: AcceptMilestone,
  _state: ContractState,
  _facts: PostingFacts,
): Decision<MilestoneAccepted | RevenueRecognised, MilestoneAccepted['data']> {
  return refuse(unknownContract(command.contractId));
}
