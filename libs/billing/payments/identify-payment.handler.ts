import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideIdentifyPayment, streamName, unknownPayment, type AskedSplit, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from './find-payer';
import { IdentifyPayment } from './identify-payment.command';
import type { PaymentAnswer } from './payment.answer';
import type { IdentifiedSplitBody } from './payment.dto';
import { PaymentEntering } from './payment-entering';
import { paymentResult } from './payment-result';

@CommandHandler(IdentifyPayment)
export class IdentifyPaymentHandler implements ICommandHandler<IdentifyPayment> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: PaymentEntering,
  ) {}

  async execute({ body, context }: IdentifyPayment): Promise<CommandResult<PaymentAnswer>> {
    const { paymentId, requestId, identifiedOn } = body;
    const received = await this.ledger.streams.payment.query(paymentId, (state) => state.received);
    if (received === null) {
      return refusedResult(unknownPayment(paymentId));
    }
    const splits = await this.splits(received.entityId, body.splits);
    if (!Array.isArray(splits)) {
      return refusedResult(splits);
    }
    const origin = originOf(context, body);
    const command = { paymentId, requestId, splits, inputHash: origin.inputHash, ...(identifiedOn === undefined ? {} : { identifiedOn }) };
    const outcome = await this.ledger.streams.payment.decide(paymentId, origin, (state) => decideIdentifyPayment(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const entered = await this.entering.enter(paymentId, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('payment', paymentId), outcome.revision);
    }
    const answer = await paymentResult(this.ledger, this.entering, paymentId, requestId);
    return { kind: 'accepted', answer, writeToken: entered ?? outcome.position, repeated: outcome.revision === null };
  }

  private async splits(entityId: string, asked: readonly IdentifiedSplitBody[]): Promise<AskedSplit[] | Refusal> {
    const splits: AskedSplit[] = [];
    for (const { amount, ...named } of asked) {
      const accountId = await findAccount(this.ledger, entityId, named);
      if (typeof accountId !== 'string') {
        return accountId;
      }
      splits.push({ accountId, ...(amount === undefined ? {} : { amount }) });
    }
    return splits;
  }
}
