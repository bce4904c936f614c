import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideReversePayment, streamName } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { PaymentReversalAnswer } from './payment.answer';
import { PaymentEntering } from './payment-entering';
import { ReversePayment } from './reverse-payment.command';

@CommandHandler(ReversePayment)
export class ReversePaymentHandler implements ICommandHandler<ReversePayment> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: PaymentEntering,
  ) {}

  async execute({ body, context }: ReversePayment): Promise<CommandResult<PaymentReversalAnswer>> {
    const { paymentId, reversalId } = body;
    const origin = originOf(context, body);
    const command = { ...plainContent(body), inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.payment.decide(paymentId, origin, (state) => decideReversePayment(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const entered = await this.entering.enterReversal(paymentId, reversalId, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('payment', paymentId), outcome.revision);
    }
    const { amount } = outcome.answer;
    const currency = await this.ledger.streams.payment.query(paymentId, ({ received }) => received?.currency ?? '');
    const answer = { paymentId, reversalId, currency, amount, reversed: await this.entering.undoneBy(paymentId, reversalId) };
    return { kind: 'accepted', answer, writeToken: entered ?? outcome.position, repeated: outcome.revision === null };
  }
}
