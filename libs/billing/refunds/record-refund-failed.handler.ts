import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecordRefundFailed } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from '../accounts/account-command';
import type { RefundAnswer } from './refund.answer';
import { RecordRefundFailed } from './record-refund-failed.command';

@CommandHandler(RecordRefundFailed)
export class RecordRefundFailedHandler implements ICommandHandler<RecordRefundFailed> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RecordRefundFailed): Promise<CommandResult<RefundAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideRecordRefundFailed({ ...content, ...facts }, state));
  }
}
