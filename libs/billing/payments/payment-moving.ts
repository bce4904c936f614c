import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideMoveIdentification, streamName, type PaymentEvent, type PaymentReleased } from '#ledger';
import { knownCurrency, formatMinor } from '#money';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { PaymentEntering } from './payment-entering';

const attemptsMax = 5;

/** The steps after money was released to move: identified elsewhere, and entered there. May be walked any number of times. */
@Injectable()
export class PaymentMoving {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: PaymentEntering,
  ) {}

  /**
   * Moves what is left of the release: the bank may have taken some of it meanwhile, and then the account voids that much.
   *
   * @throws UnknownStepOutcome when a store gives no answer.
   */
  async finish(released: PaymentReleased['data'], origin: EventOrigin): Promise<string | null> {
    const { paymentId, requestId, accountId, movesTo, releasedOn, reason } = released;
    if (movesTo === undefined) {
      return null;
    }
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const left = await this.leftOf(released);
      if (left === null) {
        return null;
      }
      const command = { paymentId, requestId, inputHash: origin.inputHash, fromAccountId: accountId, toAccountId: movesTo, movedOn: releasedOn, ...left, reason };
      const outcome = await this.ledger.streams.payment.decide(paymentId, originFollowing(origin, requestId), (state) => decideMoveIdentification(command, state));
      if (outcome.kind === 'unknown') {
        throw new UnknownStepOutcome(outcome.message);
      }
      if (outcome.kind === 'refused') {
        throw new Error(`released money could not be moved: ${outcome.refusal.code} for payment ${paymentId}`);
      }
      if (outcome.answer.outcome === 'moved') {
        return (await this.entering.enter(paymentId, origin)) ?? outcome.position;
      }
      await this.hearOfReversals(paymentId, origin);
    }
    throw new Error(`payment ${paymentId}: less is there to move than account ${accountId} has released`);
  }

  /** Null: nothing is left to move. */
  private leftOf({ accountId, paymentId, requestId }: PaymentReleased['data']): Promise<{ readonly amount: string; readonly baseAmount: string } | null> {
    return this.ledger.streams.account.query(accountId, (state) => {
      const receipt = state.receipts.get(paymentId);
      const release = receipt?.releases.find((one) => one.requestId === requestId);
      return receipt === undefined || release === undefined || release.left === 0n
        ? null
        : {
            amount: formatMinor(release.left, knownCurrency(receipt.currency).digits),
            baseAmount: formatMinor(release.baseLeft, knownCurrency(receipt.baseCurrency).digits),
          };
    });
  }

  private async hearOfReversals(paymentId: string, origin: EventOrigin): Promise<void> {
    for await (const recorded of this.ledger.store.readStream(streamName('payment', paymentId))) {
      const stored = this.ledger.codec.decode(recorded);
      const event = stored === null ? null : ({ type: stored.type, data: stored.data } as PaymentEvent);
      if (event?.type === 'PaymentReversed') {
        await this.entering.enterReversal(paymentId, event.data.reversalId, origin);
      }
    }
  }
}
