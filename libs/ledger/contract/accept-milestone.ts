import { recall } from '../account/repeated-request';
import { refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { isSigned, unknownContract, unknownItem, type PostingFacts } from './contract-decision';
import type { MilestoneAccepted, RevenueRecognised } from './contract.events';
import type { ContractItem } from './contract-terms';
import type { ContractState } from './contract.state';
import { versionOn } from './item-terms';
import { recognisedOnAcceptance } from './recognition-event';

/** A milestone of a fixed fee was accepted: it falls due, and where its rule says so it is revenue. */
export interface AcceptMilestone extends Omit<MilestoneAccepted['data'], 'amount'> {
  readonly inputHash: string;
}

/** A milestone is accepted once, at what the terms of the day say it costs. */
export function decideAcceptMilestone(
  command: AcceptMilestone,
  state: ContractState,
  facts: PostingFacts,
): Decision<MilestoneAccepted | RevenueRecognised, MilestoneAccepted['data']> {
  const { inputHash, ...accepted } = command;
  const { contractId, itemId, milestoneId, acceptedOn } = accepted;
  if (!isSigned(state)) {
    return refuse(unknownContract(contractId));
  }
  const sold = state.items.get(itemId);
  const subject = { key: `milestone:${itemId}~${milestoneId}`, code: 'CONTRACT.MILESTONE_ACCEPTED', what: `Milestone ${milestoneId} of item ${itemId}` };
  const known = recall(state.requests, subject, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const before = sold?.milestones.get(milestoneId);
  if (before !== undefined) {
    return accept([], before);
  }
  const unreal = refuseUnrealDay('acceptedOn', acceptedOn);
  if (unreal !== undefined) {
    return refuse(unreal);
  }
  const item = versionOn(state, itemId, acceptedOn);
  if (sold === undefined || item === null) {
    return refuse(unknownItem(contractId, itemId));
  }
  const milestone = milestoneOf(item, milestoneId);
  if (milestone === undefined) {
    const message = `item ${JSON.stringify(itemId)} of contract ${JSON.stringify(contractId)} has no milestone ${JSON.stringify(milestoneId)} on ${acceptedOn}. Check the id and the day.`;
    return refuse(refusal('not-found', 'CONTRACT.MILESTONE_UNKNOWN', message, { contractId, itemId, milestoneId }));
  }
  const data = { ...accepted, amount: milestone.amount };
  const earned = { sold, recognitionId: `milestone~${itemId}~${milestoneId}`, cause: 'milestone' as const, recognisedOn: acceptedOn };
  return accept([{ type: 'MilestoneAccepted', data }, ...recognisedOnAcceptance(state, { ...earned, item, agreed: milestone.amount }, facts)], data);
}

const milestoneOf = ({ fixedFee }: ContractItem, milestoneId: string) => fixedFee?.milestones?.find((each) => each.milestoneId === milestoneId);
