import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecordRefundReturned } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from '../accounts/account-command';
import type { RefundAnswer } from './refund.answer';
import { RecordRefundReturned } from './record-refund-returned.command';

@CommandHandler(RecordRefundReturned)
export class RecordRefundReturnedHandler implements ICommandHandler<RecordRefundReturned> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RecordRefundReturned): Promise<CommandResult<RefundAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideRecordRefundReturned({ ...content, ...facts }, state));
  }
}
