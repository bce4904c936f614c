import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ancestorsMax, decideSetParent } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { CustomerAnswer } from './customer.answer';
import { SetParent } from './set-parent.command';

@CommandHandler(SetParent)
export class SetParentHandler implements ICommandHandler<SetParent> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SetParent): Promise<CommandResult<CustomerAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), inputHash: origin.inputHash };
    const facts = { ancestors: await this.ancestors(body.parentCustomerId) };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideSetParent(command, state, facts)),
    );
    return resultOf(outcome, (answer) => answer);
  }

  /** The customer of this id, its parent and so on. */
  private async ancestors(customerId: string | undefined): Promise<(string | null)[]> {
    const found: (string | null)[] = [];
    for (let next = customerId ?? null; next !== null && found.length < ancestorsMax; ) {
      const known = await this.ledger.streams.customer.query(next, ({ registered, parentCustomerId }) => ({ registered: registered !== null, parentCustomerId }));
      found.push(known.registered ? next : null);
      next = known.parentCustomerId;
    }
    return found;
  }
}
