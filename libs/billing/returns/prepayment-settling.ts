import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { accountParts, type InvoiceIssued } from '#ledger';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { aboutInvoice } from '../sales/about-invoice';
import { ReturnReceiving } from './return-receiving';

/** What has happened since the sale came in, and leaves nothing to settle. */
const settledBefore = ['RETURN.NOTHING_TO_CREDIT', 'CREDIT_NOTE.EXCEEDS_INVOICE_LINE', 'RETURN.OVER_INVOICED'];

/**
 * After the invoice of a sale that settles a prepayment: the prepayment is credited in full, and what its payer has paid
 * is applied to the invoice. May be walked any number of times.
 */
@Injectable()
export class PrepaymentSettling {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly receiving: ReturnReceiving,
  ) {}

  /**
   * @returns the place of the last event written; null when nothing was to be done or all of it was there.
   * @throws UnknownStepOutcome when a store gives no answer.
   */
  async settle(invoice: InvoiceIssued['data'], origin: EventOrigin): Promise<string | null> {
    const { aboutInvoiceId, purpose = 'sale', invoiceId, accountId, entityId, customerId, currency, issueDate, documentNumber } = invoice;
    if (aboutInvoiceId === undefined || purpose !== 'sale') {
      return null;
    }
    const about = await aboutInvoice(this.ledger, accountId, aboutInvoiceId);
    if (about?.purpose !== 'prepayment') {
      return null;
    }
    const payerCustomerId = accountParts(accountId).customerId;
    const asked = { returnId: `prepayment of ${invoiceId}`, entityId, customerId, payerCustomerId, strict: false };
    const outcome = await this.receiving.receive(asked, originFollowing(origin, invoiceId), () => ({
      entityId,
      customerId,
      payerCustomerId,
      currency,
      receivedOn: issueDate,
      reason: `prepayment settled by ${documentNumber}`,
      reasonCode: 'prepayment-settled',
      cancelsInvoiceId: aboutInvoiceId,
      appliesToInvoiceId: invoiceId,
    }));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused' && !settledBefore.includes(outcome.refusal.code)) {
      throw new Error(`prepayment ${aboutInvoiceId} could not be settled by ${invoiceId}: ${outcome.refusal.code} ${outcome.refusal.message}`);
    }
    return outcome.kind === 'accepted' ? outcome.writeToken : null;
  }
}
