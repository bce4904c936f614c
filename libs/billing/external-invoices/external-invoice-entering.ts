import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideEnterInvoice, type ExternalInvoiceRecorded } from '#ledger';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';

/** The step after an external invoice is recorded: into its account. May be walked any number of times. */
@Injectable()
export class ExternalInvoiceEntering {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @throws UnknownStepOutcome when the store gives no answer. */
  async enter(recorded: ExternalInvoiceRecorded['data'], origin: EventOrigin): Promise<string | null> {
    const { accountId, invoiceId, documentNumber, issueDate, currency, totals, base, instalments, remind } = recorded;
    const command = {
      accountId,
      invoiceId,
      origin: 'external' as const,
      documentNumber,
      issueDate,
      currency,
      gross: totals.gross,
      baseCurrency: base.currency,
      baseGross: base.gross,
      instalments,
      remind,
      allocationId: `${invoiceId}~entered`,
    };
    const outcome = await this.ledger.streams.account.decide(accountId, originFollowing(origin, invoiceId), (state) => decideEnterInvoice(command, state));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused') {
      throw new Error(`a recorded external invoice was refused by its account: ${outcome.refusal.code} for ${invoiceId}`);
    }
    return outcome.position;
  }
}
