import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecordRefundPaid } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from '../accounts/account-command';
import type { RefundAnswer } from './refund.answer';
import { RecordRefundPaid } from './record-refund-paid.command';

@CommandHandler(RecordRefundPaid)
export class RecordRefundPaidHandler implements ICommandHandler<RecordRefundPaid> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RecordRefundPaid): Promise<CommandResult<RefundAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideRecordRefundPaid({ ...content, ...facts }, state));
  }
}
