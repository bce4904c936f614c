import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSetPreference, personalSubject } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { CustomerAnswer } from './customer.answer';
import { SetPreference } from './set-preference.command';

@CommandHandler(SetPreference)
export class SetPreferenceHandler implements ICommandHandler<SetPreference> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SetPreference): Promise<CommandResult<CustomerAnswer>> {
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.customer(body.customerId) });
    const { personal = {}, ...content } = plainContent(body);
    const command = { ...content, personal, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideSetPreference(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}
