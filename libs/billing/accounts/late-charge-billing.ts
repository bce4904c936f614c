import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { accountParts, type LateChargeClaimed } from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { CloseSale } from '../sales/close-sale.command';
import { CloseSaleBody } from '../sales/sale.dto';
import type { LateChargeAnswer } from './correction.answer';

type Claimed = LateChargeClaimed['data'];

/** The step after a late charge is claimed: its sale, billed at once. May be walked any number of times. */
@Injectable()
export class LateChargeBilling {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly commands: CommandBus,
  ) {}

  /** @throws UnknownStepOutcome when a store gives no answer; Error when the sale is refused: somebody has to look. */
  async bill(claimed: Claimed, origin: EventOrigin): Promise<{ readonly answer: LateChargeAnswer; readonly position: string | null }> {
    const { actor, commandId, correlationId } = origin;
    const result = await this.commands.execute(new CloseSale(await this.saleOf(claimed), { actor, commandId, correlationId }));
    if (result.kind === 'unknown') {
      throw new UnknownStepOutcome(result.message);
    }
    if (result.kind === 'refused') {
      throw new Error(`a claimed late charge could not be billed: ${result.refusal.code} for sale ${claimed.saleId}: ${result.refusal.message}`);
    }
    const { purpose, saleId, aboutInvoiceId, from, through, currency, amount } = claimed;
    const { state, invoiceId, documentNumber } = result.answer;
    const answer: LateChargeAnswer = {
      purpose, saleId, aboutInvoiceId, through, currency, amount, state,
      ...(from === undefined ? {} : { from }),
      ...(invoiceId === undefined ? {} : { invoiceId }),
      ...(documentNumber === undefined ? {} : { invoiceNumber: documentNumber }),
    };
    return { answer, position: result.writeToken };
  }

  /** The same for ever: everything in it is in the claim. */
  private async saleOf(claimed: Claimed): Promise<CloseSaleBody> {
    const { accountId, saleId, purpose, aboutInvoiceId, documentNumber, claimedOn, currency, amount, from, through, percent } = claimed;
    const { entityId, customerId } = accountParts(accountId);
    const own = await this.ledger.streams.account.query(accountId, (state) => (state.invoices.get(aboutInvoiceId)?.register ?? null) !== null, Number.POSITIVE_INFINITY);
    const description =
      purpose === 'interest' ? `Interest on ${documentNumber} from ${from ?? through} through ${through} at ${percent ?? '0'} % a year` : `Late fee for ${documentNumber}`;
    const line = { lineId: '1', description, quantity: '1', unitPrice: amount, taxCategory: 'O' as const, taxRate: '0' };
    // An invoice issued elsewhere is none of our registers; the text names it.
    const about = own ? { aboutInvoiceId } : {};
    return Object.assign(new CloseSaleBody(), { saleId, entityId, customerId, closedOn: claimedOn, currency, lines: [line], purpose, ...about });
  }
}
