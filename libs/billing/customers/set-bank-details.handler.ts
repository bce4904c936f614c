import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSetBankDetails, personalSubject } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { CustomerAnswer } from './customer.answer';
import { SetBankDetails } from './set-bank-details.command';

@CommandHandler(SetBankDetails)
export class SetBankDetailsHandler implements ICommandHandler<SetBankDetails> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SetBankDetails): Promise<CommandResult<CustomerAnswer>> {
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.customer(body.customerId) });
    const command = { ...plainContent(body), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideSetBankDetails(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}
