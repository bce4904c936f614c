import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { CancelInvoice } from './cancel-invoice.command';
import { askedOf, creditOf } from './invoice-credits';
import { ownInvoice } from './own-invoice';
import type { ReturnAnswer } from './return.answer';
import { ReturnReceiving } from './return-receiving';

@CommandHandler(CancelInvoice)
export class CancelInvoiceHandler implements ICommandHandler<CancelInvoice> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly receiving: ReturnReceiving,
  ) {}

  async execute({ body, context }: CancelInvoice): Promise<CommandResult<ReturnAnswer>> {
    const invoice = await ownInvoice(this.ledger, body.invoiceId);
    if ('code' in invoice) {
      return refusedResult(invoice);
    }
    const { delivery, reasonCode = 'cancellation' } = body;
    return this.receiving.receive(askedOf(invoice, body), originOf(context, body), (facts) => ({
      ...creditOf(invoice, body, facts),
      reasonCode,
      cancelsInvoiceId: invoice.invoiceId,
      ...(delivery === undefined ? {} : { delivery }),
    }));
  }
}
