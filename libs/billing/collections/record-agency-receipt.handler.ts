import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accept, decideApplyAgencyReceipt, refuseAgencyReceipt } from '#ledger';
import { decideOnAccount } from '../accounts/account-command';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ReceivePaymentBody } from '../payments/payment.dto';
import { ReceivePayment } from '../payments/receive-payment.command';
import type { AgencyReceiptAnswer } from './collection.answer';
import { RecordAgencyReceipt } from './record-agency-receipt.command';

/** Records the receipt of the net amount, then applies it with the commission in one append. Repeated after a crash between the two, it goes on. */
@CommandHandler(RecordAgencyReceipt)
export class RecordAgencyReceiptHandler implements ICommandHandler<RecordAgencyReceipt> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly commands: CommandBus,
  ) {}

  async execute(command: RecordAgencyReceipt): Promise<CommandResult<AgencyReceiptAnswer>> {
    const content = plainContent(command.body);
    const { accountId, handoverId, paymentId, receivedOn, currency, amount } = content;
    const { inputHash } = originOf(command.context, command.body);
    const asked = { ...content, inputHash, today: receivedOn };
    // The money is only recorded when it can be applied: an agency's statement with a mistake in it leaves nothing behind.
    const unfit = await this.ledger.streams.account.query(accountId, (state) => refuseAgencyReceipt(asked, state));
    if (unfit !== null) {
      return refusedResult(unfit);
    }
    const receipt = Object.assign(new ReceivePaymentBody(), { paymentId, accountId, receivedOn, currency, amount, method: 'collection agency', allocate: 'none' as const });
    const { actor, commandId, correlationId } = command.context;
    const received = await this.commands.execute(new ReceivePayment(receipt, { actor, commandId, correlationId }));
    if (received.kind !== 'accepted') {
      return received;
    }
    return decideOnAccount(this.ledger, command, (facts, state) => {
      const decision = decideApplyAgencyReceipt({ ...content, ...facts }, state);
      if (decision.kind === 'refused') {
        return decision;
      }
      const { on, deductions, ...answer } = decision.answer;
      return accept(decision.events, { ...answer, handoverId, paymentId, allocatedOn: on, deductions });
    });
  }
}
