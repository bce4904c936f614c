import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  allocationsUnder, decideEnterPayment, decideEnterPaymentReversal, recordedAllocation, streamName,
  reversedParts, undoingsUnder, undoneAnswer, type EnterPaymentReversal, type PaymentEvent, type PaymentReceived,
} from '#ledger';
import { formatMinor, knownCurrency } from '#money';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import type { AllocationAnswer } from './payment.answer';


interface Split {
  readonly requestId: string;
  readonly accountId: string;
  readonly identifiedOn: string;
  readonly amount: string;
  readonly baseAmount: string;
}

/** The steps after a receipt is identified or taken back: into the accounts. Each may be walked any number of times. */
@Injectable()
export class PaymentEntering {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /**
   * Makes sure that every identified part of a payment is entered in its account, and applied as was asked.
   *
   * @throws UnknownStepOutcome when a store gives no answer; Error when the payment was never received.
   */
  async enter(paymentId: string, origin: EventOrigin): Promise<string | null> {
    const { received, splits } = await this.identified(paymentId);
    let position: string | null = null;
    for (const split of splits) {
      position = (await this.enterSplit(received, split, originFollowing(origin, paymentId))) ?? position;
    }
    return position;
  }

  /** Makes sure that everything a reversal of a payment took back is gone from the accounts. */
  async enterReversal(paymentId: string, reversalId: string, origin: EventOrigin): Promise<string | null> {
    let position = await this.enter(paymentId, origin);
    for (const part of await this.takenBack(paymentId, reversalId)) {
      const outcome = await this.ledger.streams.account.decide(part.accountId, originFollowing(origin, reversalId), (state) =>
        decideEnterPaymentReversal(part, state),
      );
      if (outcome.kind === 'unknown') {
        throw new UnknownStepOutcome(outcome.message);
      }
      if (outcome.kind === 'refused') {
        throw new Error(`a bank reversal was refused by account ${part.accountId}: ${outcome.refusal.code} for ${reversalId}`);
      }
      position = outcome.position ?? position;
    }
    return position;
  }

  /** What the identifications of a payment were applied to at first, account by account. */
  async firstAllocations(paymentId: string, requestId?: string): Promise<AllocationAnswer[]> {
    const { splits } = await this.identified(paymentId);
    const answers: AllocationAnswer[] = [];
    for (const { accountId, requestId: identification } of splits) {
      if (requestId !== undefined && identification !== requestId) {
        continue;
      }
      const allocated = await this.ledger.streams.account.query(accountId, (state) =>
        allocationsUnder(state, allocationIdOf(paymentId, identification)).map(recordedAllocation),
      );
      answers.push(...allocated.map(({ allocationId, on, items }) => ({ allocationId, accountId, allocatedOn: on, items })));
    }
    return answers;
  }

  /** What a reversal undid, account by account. */
  async undoneBy(paymentId: string, reversalId: string): Promise<AllocationAnswer[]> {
    const answers: AllocationAnswer[] = [];
    for (const { accountId, reversalId: entered } of await this.takenBack(paymentId, reversalId)) {
      const undone = await this.ledger.streams.account.query(accountId, (state) => undoingsUnder(state, `${paymentId}~${entered}`).map(undoneAnswer));
      answers.push(...undone.map(({ allocationId, on, items }) => ({ allocationId, accountId, allocatedOn: on, items })));
    }
    return answers;
  }

  private async enterSplit(received: PaymentReceived['data'], split: Split, origin: EventOrigin): Promise<string | null> {
    const { paymentId, receivedOn, currency, baseCurrency, reference, instruction } = received;
    const { accountId, requestId, identifiedOn, amount, baseAmount } = split;
    const command = {
      accountId,
      paymentId,
      identificationId: requestId,
      receivedOn,
      identifiedOn,
      currency,
      amount,
      baseCurrency,
      baseAmount,
      instruction,
      ...(reference === undefined ? {} : { reference }),
      allocationId: allocationIdOf(paymentId, requestId),
    };
    const outcome = await this.ledger.streams.account.decide(accountId, origin, (state) => decideEnterPayment(command, state));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused') {
      throw new Error(`identified money was refused by account ${accountId}: ${outcome.refusal.code} for ${paymentId}`);
    }
    return outcome.position;
  }

  private identified(paymentId: string): Promise<{ readonly received: PaymentReceived['data']; readonly splits: readonly Split[] }> {
    return this.ledger.streams.payment.query(paymentId, ({ received, splits }) => {
      if (received === null) {
        throw new Error(`payment ${paymentId} was to be entered before it was received`);
      }
      const texts = splits.map((split) => ({
        requestId: split.requestId,
        accountId: split.accountId,
        identifiedOn: split.identifiedOn,
        amount: formatMinor(split.amount, knownCurrency(received.currency).digits),
        baseAmount: formatMinor(split.baseAmount, knownCurrency(received.baseCurrency).digits),
      }));
      return { received, splits: texts };
    });
  }

  /** The parts of a reversal that touched accounts, as the payment's stream tells them. */
  private async takenBack(paymentId: string, reversalId: string): Promise<EnterPaymentReversal[]> {
    const parts: EnterPaymentReversal[] = [];
    const confirmed: string[] = [];
    for await (const recorded of this.ledger.store.readStream(streamName('payment', paymentId))) {
      const stored = this.ledger.codec.decode(recorded);
      const event = stored === null ? null : ({ type: stored.type, data: stored.data } as PaymentEvent);
      if (event !== null && 'reversalId' in event.data && event.data.reversalId === reversalId) {
        parts.push(...reversedParts(event).map((part) => ({ ...part, confirmed: [...confirmed] })));
      } else if (event?.type === 'PaymentIdentificationReversed') {
        confirmed.push(event.data.requestId);
      }
    }
    return parts;
  }
}

const allocationIdOf = (paymentId: string, requestId: string): string => `${paymentId}~${requestId}`;
