import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountParts, decideReleasePayment, refusal, streamName, type PaymentReleased } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from './find-payer';
import { MovePayment } from './move-payment.command';
import type { PaymentMovedAnswer } from './payment.answer';
import { PaymentEntering } from './payment-entering';
import { PaymentMoving } from './payment-moving';

/** Releases the money in one account, then identifies and enters it in the other. */
@CommandHandler(MovePayment)
export class MovePaymentHandler implements ICommandHandler<MovePayment> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly moving: PaymentMoving,
    private readonly entering: PaymentEntering,
  ) {}

  async execute({ body, context }: MovePayment): Promise<CommandResult<PaymentMovedAnswer>> {
    const { paymentId, requestId, fromAccountId, toAccountId, amount, movedOn, reason } = body;
    const entity = await findEntity(this.ledger, accountParts(fromAccountId).entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    if (fromAccountId === toAccountId) {
      return refusedResult(refusal('invalid', 'PAYMENT.SAME_ACCOUNT', `Payment ${paymentId} is to move from ${fromAccountId} to the same account; name another one.`, { paymentId }));
    }
    for (const accountId of [fromAccountId, toAccountId]) {
      const found = await findAccount(this.ledger, entity.facts.entityId, { accountId });
      if (typeof found !== 'string') {
        return refusedResult(found);
      }
    }
    const origin = originOf(context, body);
    const identified = await this.ledger.streams.payment.query(paymentId, ({ byAccount }) => byAccount.get(fromAccountId));
    const command = {
      ...(identified === undefined ? {} : { identified }),
      accountId: fromAccountId, requestId, paymentId, movesTo: toAccountId, reason, inputHash: origin.inputHash, today: entity.facts.today,
      ...(amount === undefined ? {} : { amount }),
      ...(movedOn === undefined ? {} : { releasedOn: movedOn }),
    };
    const outcome = await this.ledger.streams.account.decide(fromAccountId, origin, (state) => decideReleasePayment(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { releasedOn, amount: moved } = outcome.answer;
    const currency = await this.ledger.streams.payment.query(paymentId, ({ received }) => received?.currency ?? '');
    const released: PaymentReleased['data'] = { accountId: fromAccountId, paymentId, requestId, releasedOn, currency, amount: moved, movesTo: toAccountId, reason };
    const position = await this.moving.finish(released, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('account', fromAccountId), outcome.revision);
    }
    const allocations = await this.entering.firstAllocations(paymentId, requestId);
    const answer = { paymentId, requestId, fromAccountId, toAccountId, movedOn: releasedOn, currency, amount: moved, allocations };
    return { kind: 'accepted', answer, writeToken: position ?? outcome.position, repeated: outcome.revision === null };
  }
}
