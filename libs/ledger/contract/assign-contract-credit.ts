import { minorOf, knownCurrency } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { keyOf } from './billable-id';
import { isSigned, unknownContract } from './contract-decision';
import type { ContractCreditAssigned } from './contract.events';
import type { ContractState } from './contract.state';

export type AssignContractCredit = ContractCreditAssigned['data'];

/** What was billed and is not owed any more is credited once, by one return, and never beyond what its line billed. */
export function decideAssignContractCredit(
  command: AssignContractCredit,
  state: ContractState,
): Decision<ContractCreditAssigned, ContractCreditAssigned['data']> {
  const { contractId, returnId, lines } = command;
  if (!isSigned(state)) {
    return refuse(unknownContract(contractId));
  }
  const first = state.credits.get(returnId);
  if (first !== undefined) {
    return accept([], first);
  }
  const { digits } = knownCurrency(state.signed.currency);
  for (const { creditId, itemId, invoiceId, invoiceLineId, net } of lines) {
    const slot = state.items.get(itemId)?.slots.get(keyOf(itemId, creditId));
    const line = slot?.lines.find((each) => each.lineId === invoiceLineId && each.invoiceId === invoiceId);
    // A credit that was planned on an older state names a count that is taken by now, or more than is left.
    if (slot === undefined || line === undefined || !isNext(creditId, itemId, slot.credits, lines) || minorOf(net, digits) > line.net - line.credited) {
      const message = `contract ${JSON.stringify(contractId)} changed since credit ${JSON.stringify(creditId)} was planned. Ask anew what is due.`;
      return refuse(refusal('conflict', 'CONTRACT.CHANGED', message, { contractId, creditId }));
    }
  }
  return accept([{ type: 'ContractCreditAssigned', data: command }], command);
}

/** Credits of one thing are counted: those of this command take the next numbers, without a gap. */
function isNext(creditId: string, itemId: string, credits: number, lines: AssignContractCredit['lines']): boolean {
  const key = keyOf(itemId, creditId);
  const ofThing = lines.filter((line) => line.itemId === itemId && keyOf(itemId, line.creditId) === key);
  const count = Number(/^credit~(\d+)~/.exec(creditId.slice(itemId.length + 1))?.[1]);
  return count === credits + 1 + ofThing.findIndex((line) => line.creditId === creditId);
}
