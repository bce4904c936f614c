import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideLiftRetentionHold } from '#ledger';
import type { CommandResult } from '../command-context';
import type { CustomerAnswer } from '../customers/customer.answer';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { LiftRetentionHold } from './lift-retention-hold.command';
import { universalDay } from './universal-day';

@CommandHandler(LiftRetentionHold)
export class LiftRetentionHoldHandler implements ICommandHandler<LiftRetentionHold> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: LiftRetentionHold): Promise<CommandResult<CustomerAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), liftedOn: universalDay(this.ledger.clock), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideLiftRetentionHold(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}
