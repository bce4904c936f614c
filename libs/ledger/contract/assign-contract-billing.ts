import { accept, refusal, refuse, type Decision } from '../refusal';
import { isSigned, unknownContract } from './contract-decision';
import type { ContractBillingAssigned } from './contract.events';
import type { ContractState } from './contract.state';

/** These things are billed by this invoice. `decidedOn`: the contract's revision that `dueItems` was asked at. */
export type AssignContractBilling = ContractBillingAssigned['data'];

export interface BillingAssignment {
  readonly contractId: string;
  readonly invoiceId: string;
}

/**
 * Each billable thing is billed once, and on the terms the run looked at. Asked again for the same invoice, nothing
 * happens.
 */
export function decideAssignContractBilling(command: AssignContractBilling, state: ContractState): Decision<ContractBillingAssigned, BillingAssignment> {
  const { contractId, invoiceId, items, usageRange, decidedOn } = command;
  if (!isSigned(state)) {
    return refuse(unknownContract(contractId));
  }
  if (state.invoices.has(invoiceId)) {
    return accept([], { contractId, invoiceId });
  }
  const again = items.find(({ billableId }) => state.billed.has(billableId));
  if (again !== undefined) {
    const earlier = state.billed.get(again.billableId) ?? '';
    const message = `${JSON.stringify(again.billableId)} of contract ${JSON.stringify(contractId)} is billed by invoice ${earlier}. Leave it out; each thing is billed once.`;
    return refuse(refusal('conflict', 'CONTRACT.ITEM_BILLED', message, { contractId, billableId: again.billableId, invoiceId: earlier }));
  }
  const changed = items.some(({ itemId }) => (state.items.get(itemId)?.touched ?? Infinity) > decidedOn);
  const usageMoved = usageRange !== undefined && (usageRange.from !== state.usageBilledThrough + 1 || usageRange.to < usageRange.from);
  if (changed || usageMoved) {
    const message = `contract ${JSON.stringify(contractId)} changed after revision ${decidedOn}, on which its billing was planned. Ask anew what is due.`;
    return refuse(refusal('conflict', 'CONTRACT.CHANGED', message, { contractId, decidedOn, revision: state.revision }));
  }
  return accept([{ type: 'ContractBillingAssigned', data: command }], { contractId, invoiceId });
}
