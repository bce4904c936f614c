import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideChangeContact, personalSubject } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ChangeContact } from './change-contact.command';
import type { CustomerAnswer } from './customer.answer';

@CommandHandler(ChangeContact)
export class ChangeContactHandler implements ICommandHandler<ChangeContact> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: ChangeContact): Promise<CommandResult<CustomerAnswer>> {
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.customer(body.customerId) });
    const command = { ...plainContent(body), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideChangeContact(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}
