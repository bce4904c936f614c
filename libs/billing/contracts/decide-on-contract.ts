import type { ContractEvent, ContractState, Decision, PostingFacts } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import type { LedgerContext } from '../ledger/ledger-context';
import { findContract, postingFacts, type ContractInForce } from './contract-facts';

interface OnContract {
  readonly body: { readonly contractId: string };
  readonly context: CommandContext;
}

export interface ContractCommandFacts {
  readonly inputHash: string;
  /** Today in the entity's time zone. */
  readonly today: string;
}

/** Decides one command on a signed contract. */
export async function decideOnContract<Answer>(
  ledger: LedgerContext,
  { body, context }: OnContract,
  decide: (facts: ContractCommandFacts, state: ContractState) => Decision<ContractEvent, Answer>,
): Promise<CommandResult<Answer>> {
  const { contractId } = body;
  const contract = await findContract(ledger, contractId);
  return contract.ok ? decided(ledger, { body, context }, ({ inputHash }, state) => decide({ inputHash, today: contract.facts.entity.today }, state)) : refusedResult(contract.refusal);
}

/** The same for what may be revenue on the day it says: `day` absent is today. */
export async function decidePosting<Answer>(
  ledger: LedgerContext,
  { body, context }: OnContract & { readonly body: { readonly rate?: string } },
  dayOf: (contract: ContractInForce) => string,
  decide: (facts: ContractCommandFacts & { readonly posting: PostingFacts }, state: ContractState) => Decision<ContractEvent, Answer>,
): Promise<CommandResult<Answer>> {
  const contract = await findContract(ledger, body.contractId);
  if (!contract.ok) {
    return refusedResult(contract.refusal);
  }
  const posting = await postingFacts(ledger, contract.facts, dayOf(contract.facts), body.rate);
  if (!posting.ok) {
    return refusedResult(posting.refusal);
  }
  const { today } = contract.facts.entity;
  return decided(ledger, { body, context }, ({ inputHash }, state) => decide({ inputHash, today, posting: posting.facts }, state));
}

async function decided<Answer>(
  ledger: LedgerContext,
  { body, context }: OnContract,
  decide: (facts: { readonly inputHash: string }, state: ContractState) => Decision<ContractEvent, Answer>,
): Promise<CommandResult<Answer>> {
  const origin = originOf(context, body);
  const outcome = await ledger.streams.contract.decide(body.contractId, origin, (state, revision) =>
    atExpectedRevision(context, revision, decide({ inputHash: origin.inputHash }, state)),
  );
  return resultOf(outcome, (answer) => answer);
}
