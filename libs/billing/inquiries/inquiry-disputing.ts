import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideOpenDispute, type InquiryReceived } from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';

/** The step after an inquiry that disputes an invoice: the dispute in the account. May be walked any number of times. */
@Injectable()
export class InquiryDisputing {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @throws UnknownStepOutcome when a store gives no answer. */
  async open(inquiryId: string, origin: EventOrigin): Promise<void> {
    const received = await this.ledger.streams.inquiry.query(inquiryId, (state) => state.received);
    if (received !== null) {
      await this.openFor(received, origin);
    }
  }

  private async openFor({ accountId, invoiceId, disputeId, receivedOn, kind }: InquiryReceived['data'], origin: EventOrigin): Promise<void> {
    if (kind !== 'dispute' || invoiceId === undefined || disputeId === undefined) {
      return;
    }
    const { account } = this.ledger.streams;
    const known = await account.query(accountId, (state) => state.disputes.has(disputeId));
    if (known) {
      return;
    }
    // The dispute stands no earlier than the invoice, whatever the day of the inquiry was.
    const issueDate = await account.query(accountId, (state) => state.invoices.get(invoiceId)?.issueDate ?? receivedOn);
    const openedOn = receivedOn < issueDate ? issueDate : receivedOn;
    const reason = 'the customer disputes it: see the inquiry';
    const command = { accountId, invoiceId, disputeId, inputHash: origin.inputHash, openedOn, today: openedOn, reason };
    const outcome = await account.decide(accountId, origin, (state) => decideOpenDispute(command, state));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    // Refused: another dispute was opened since, which serves the same end.
  }
}
