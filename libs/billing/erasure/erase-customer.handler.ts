import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideEraseCustomer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { EraseCustomer } from './erase-customer.command';
import { erasureFactsOf } from './erasure-facts';
import { PersonalErasure, type ErasureAnswer } from './personal-erasure';
import { universalDay } from './universal-day';

@CommandHandler(EraseCustomer)
export class EraseCustomerHandler implements ICommandHandler<EraseCustomer> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly erasure: PersonalErasure,
  ) {}

  async execute({ body, context }: EraseCustomer): Promise<CommandResult<ErasureAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), erasedOn: universalDay(this.ledger.clock), inputHash: origin.inputHash };
    const facts = await erasureFactsOf(this.ledger, body.customerId);
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideEraseCustomer(command, state, facts)),
    );
    const records: Record<string, number> = {};
    if (outcome.kind === 'accepted') {
      for (const { kind } of await this.erasure.finish(body.customerId, origin)) records[kind] = (records[kind] ?? 0) + 1;
    }
    return resultOf(outcome, (answer) => ({ ...answer, records }));
  }
}
