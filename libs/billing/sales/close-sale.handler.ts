import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { decideCloseSale, type CloseSale as CloseSaleDecision, type SaleAnswer as DecidedSale } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import type { Outcome } from '../decisions/decision-group';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { CloseSale } from './close-sale.command';
import { InvoiceIssuing } from './invoice-issuing';
import type { SaleAnswer } from './sale.answer';
import type { CloseSaleBody } from './sale.dto';
import { documentFacts, type DocumentFacts } from './sale-facts';
import { saleLines } from './sale-lines';
import { saleInvoiceId } from './invoice-id';

/** Records a sale and walks it to its invoice and into the account, so that the caller sees the result. */
@CommandHandler(CloseSale)
export class CloseSaleHandler implements ICommandHandler<CloseSale> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: InvoiceIssuing,
  ) {}

  async execute({ body, context }: CloseSale): Promise<CommandResult<SaleAnswer>> {
    const origin = originOf(context, body);
    const decided = await this.decide(body, origin, undefined);
    // A refusal may rest on facts that another node has just changed: it is only given on fresh ones.
    const outcome = decided.kind === 'refused' ? await this.decide(body, origin, 0) : decided;
    return outcome.kind === 'accepted' ? this.issuing.finish(outcome, origin) : outcome;
  }

  private async decide(body: CloseSaleBody, origin: EventOrigin, ageMax: number | undefined): Promise<Outcome<DecidedSale>> {
    const { entityId, customerId, issueDate } = body;
    const strict = issueDate !== undefined;
    const found = await documentFacts(this.ledger, {
      entityId,
      customerId,
      kind: 'invoice',
      strict,
      ...(ageMax === undefined ? {} : { ageMax }),
    });
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const command = closeSale(body, found.facts, origin.inputHash);
    return this.ledger.streams.sale.decide(body.saleId, origin, (state) => decideCloseSale(command, state, found.facts), true);
  }
}

function closeSale(body: CloseSaleBody, facts: DocumentFacts, inputHash: string): CloseSaleDecision {
  const { lines, issueDate, billing, closedOn, ...content } = plainContent(body);
  const today = facts.entityFacts.today;
  return {
    ...content,
    inputHash,
    entityId: facts.entityFacts.entityId,
    closedOn: closedOn ?? today,
    lines: saleLines(lines),
    billing: billing ?? 'at-once',
    invoiceId: saleInvoiceId(body.saleId),
    // Without a date of the sender's own, the invoice is dated when the sale was closed, or later as the series needs.
    strict: issueDate !== undefined,
    ...(issueDate === undefined ? {} : { requestedIssueDate: issueDate }),
  };
}
