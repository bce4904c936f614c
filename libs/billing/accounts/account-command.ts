import { accountParts, type AccountEvent, type AccountState, type Decision } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { findAccount } from '../payments/find-payer';

/** What a command on a debtor account is decided with, beside the account. */
export interface AccountFacts {
  readonly inputHash: string;
  /** Today in the entity's time zone. */
  readonly today: string;
}

/** Decides one command on a debtor account; the answer carries the account's revision after it, its ETag. */
export async function decideOnAccount<Answer extends object>(
  ledger: LedgerContext,
  { body, context }: { readonly body: { readonly accountId: string }; readonly context: CommandContext },
  decide: (facts: AccountFacts, state: AccountState) => Decision<AccountEvent, Answer>,
): Promise<CommandResult<Answer & { readonly accountId: string; readonly revision: number }>> {
  const { accountId } = body;
  const entity = await findEntity(ledger, accountParts(accountId).entityId);
  if (!entity.ok) {
    return refusedResult(entity.refusal);
  }
  const account = await findAccount(ledger, entity.facts.entityId, { accountId });
  if (typeof account !== 'string') {
    return refusedResult(account);
  }
  const origin = originOf(context, body);
  const facts: AccountFacts = { inputHash: origin.inputHash, today: entity.facts.today };
  let before = -1;
  const outcome = await ledger.streams.account.decide(accountId, origin, (state, revision) => {
    before = revision;
    return atExpectedRevision(context, revision, decide(facts, state));
  });
  if (outcome.kind !== 'accepted') {
    return outcome;
  }
  const revision = outcome.revision ?? before;
  return {
    kind: 'accepted',
    answer: { ...outcome.answer, accountId, revision },
    writeToken: outcome.position,
    repeated: outcome.revision === null,
  };
}
