import { recall } from '../account/repeated-request';
import { refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { contractAnswer, isSigned, unknownContract, type ContractAnswer } from './contract-decision';
import type { ContractEnded } from './contract.events';
import { contractEndsOn, type ContractState } from './contract.state';

/** Ends a contract with a day, before the last one that was agreed. */
export type EndContract = ContractEnded['data'] & { readonly inputHash: string };

export function decideEndContract(command: EndContract, state: ContractState): Decision<ContractEnded, ContractAnswer> {
  const { inputHash, ...data } = command;
  const { contractId, requestId, endsOn } = data;
  if (!isSigned(state)) {
    return refuse(unknownContract(contractId));
  }
  const known = recall(state.requests, { key: `end:${requestId}`, code: 'CONTRACT.END_CONFLICT', what: `Ending ${requestId}` }, inputHash);
  if (known.kind !== 'new') {
    return known.kind === 'repeated' ? accept([], contractAnswer(state, endsOn)) : refuse(known.refusal);
  }
  const unreal = refuseUnrealDay('endsOn', endsOn);
  if (unreal !== undefined) {
    return refuse(unreal);
  }
  const agreed = contractEndsOn(state);
  const { startsOn } = state.signed;
  if (endsOn < startsOn || endsOn > '2999-12-31' || (agreed !== null && endsOn >= agreed)) {
    const message = `contract ${JSON.stringify(contractId)} runs from ${startsOn} ${agreed === null ? 'on' : `to ${agreed}`} and cannot end with ${endsOn}. Take an earlier day of its term.`;
    return refuse(refusal('conflict', 'CONTRACT.ENDS', message, { contractId, endsOn, startsOn }));
  }
  return accept([{ type: 'ContractEnded', data }], contractAnswer(state, endsOn));
}
