import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decidePlaceRetentionHold } from '#ledger';
import type { CommandResult } from '../command-context';
import type { CustomerAnswer } from '../customers/customer.answer';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { PlaceRetentionHold } from './place-retention-hold.command';
import { universalDay } from './universal-day';

@CommandHandler(PlaceRetentionHold)
export class PlaceRetentionHoldHandler implements ICommandHandler<PlaceRetentionHold> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: PlaceRetentionHold): Promise<CommandResult<CustomerAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), placedOn: universalDay(this.ledger.clock), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decidePlaceRetentionHold(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}
