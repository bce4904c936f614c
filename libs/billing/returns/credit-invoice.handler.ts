import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusal, type InvoiceIssued, type Refusal, type ReturnLine } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { CreditInvoice } from './credit-invoice.command';
import type { InvoiceCreditLineBody } from './invoice-credit.dto';
import { askedOf, creditOf } from './invoice-credits';
import { ownInvoice } from './own-invoice';
import type { ReturnAnswer } from './return.answer';
import { ReturnReceiving } from './return-receiving';

@CommandHandler(CreditInvoice)
export class CreditInvoiceHandler implements ICommandHandler<CreditInvoice> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly receiving: ReturnReceiving,
  ) {}

  async execute({ body, context }: CreditInvoice): Promise<CommandResult<ReturnAnswer>> {
    const invoice = await ownInvoice(this.ledger, body.invoiceId);
    if ('code' in invoice) {
      return refusedResult(invoice);
    }
    const lines: ReturnLine[] = [];
    for (const [index, asked] of body.lines.entries()) {
      const line = creditedLine(invoice, asked, index);
      if ('code' in line) {
        return refusedResult(line);
      }
      lines.push(line);
    }
    return this.receiving.receive(askedOf(invoice, body), originOf(context, body), (facts) => ({ ...creditOf(invoice, body, facts), lines }));
  }
}

/** The return line that credits an invoice line: everything but quantity, amount and delivery is the invoice's. */
function creditedLine(invoice: InvoiceIssued['data'], asked: InvoiceCreditLineBody, index: number): ReturnLine | Refusal {
  const { invoiceLineId, quantity = '1', net, delivery } = asked;
  const billed = invoice.lines.find(({ lineId }) => lineId === invoiceLineId);
  if (billed === undefined) {
    const message = `invoice ${invoice.documentNumber} has no line ${JSON.stringify(invoiceLineId)} (lines[${index}]). Send one of its lineIds.`;
    return refusal('not-found', 'RETURN.INVOICE_LINE_UNKNOWN', message, { invoiceId: invoice.invoiceId, invoiceLineId });
  }
  const { productCode, description, unitPrice, taxCategory, taxRate } = billed;
  return {
    lineId: String(index + 1),
    description,
    taxCategory,
    taxRate,
    invoiceId: invoice.invoiceId,
    invoiceLineId,
    ...(net === undefined ? { quantity, unitPrice } : { quantity: '1', unitPrice: net, net }),
    ...(productCode === undefined ? {} : { productCode }),
    ...(delivery === undefined ? {} : { delivery }),
  };
}
