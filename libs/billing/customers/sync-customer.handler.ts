import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSyncCustomer, personalSubject, readSourceVersion, type SyncAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { resultOf } from '../decisions/command-result';
import { personalOrigin } from '../decisions/personal-origin';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { SyncCustomer } from './sync-customer.command';

@CommandHandler(SyncCustomer)
export class SyncCustomerHandler implements ICommandHandler<SyncCustomer> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SyncCustomer): Promise<CommandResult<SyncAnswer>> {
    const { source, ...content } = plainContent(body);
    // One moment may be written in several ways: it is the same version, and the same content.
    const version = readSourceVersion(source.version)?.text ?? source.version;
    const given = { ...content, source: { ...source, version } };
    const origin = personalOrigin(this.ledger.codec, context, given, { subject: personalSubject.customer(body.customerId) });
    const command = { ...given, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(body.customerId, origin, (state) => decideSyncCustomer(command, state), true);
    return resultOf(outcome, (answer) => answer);
  }
}
