import { accept, type Decision } from '../refusal';
import type { ContractCredited } from './contract.events';
import type { ContractState } from './contract.state';

/** A credit note of lines that the contract billed was issued. */
export type EnterContractCredit = ContractCredited['data'];

/**
 * Tells the contract what a credit note took of what it billed, so that nothing is credited or recognised twice. A credit
 * that the contract itself asked for is known already. Never refused; entered again it changes nothing.
 *
 * @throws Error when the contract was never signed: its lines could not have been billed.
 */
export function decideEnterContractCredit(data: EnterContractCredit, state: ContractState): Decision<ContractCredited, { readonly contractId: string }> {
  const { contractId, creditNoteId, returnId } = data;
  if (state.signed === null) {
    throw new Error(`credit note ${creditNoteId} takes back lines of contract ${contractId}, which was never signed`);
  }
  const known = state.credits.has(returnId) || state.requests.has(creditedKey(creditNoteId));
  return accept(known ? [] : [{ type: 'ContractCredited', data }], { contractId });
}

export const creditedKey = (creditNoteId: string): string => `credited:${creditNoteId}`;
