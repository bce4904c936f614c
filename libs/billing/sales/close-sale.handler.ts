import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { decideCloseSale, refusal, type CloseSale as CloseSaleDecision, type Refusal, type SaleAnswer as DecidedSale } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import type { Outcome } from '../decisions/decision-group';
import { InTurn } from '../decisions/in-turn';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { recordedRateFact } from '../rates/rate-for';
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
  private readonly turns = new InTurn();

  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: InvoiceIssuing,
  ) {}

  async execute({ body, context }: CloseSale): Promise<CommandResult<SaleAnswer>> {
    if (body.billing === 'later' && body.issueDate !== undefined) {
      return refusedResult(dateTooEarly(body.saleId));
    }
    const origin = originOf(context, body);
    const decided = await this.decide(body, origin, undefined);
    // A refusal may rest on facts that another node has just changed: it is only given on fresh ones.
    const outcome = decided.kind === 'refused' ? await this.decide(body, origin, 0) : decided;
    return outcome.kind === 'accepted' ? this.issuing.finish(outcome, origin) : outcome;
  }

  /**
   * A sale that is on record is answered the same for ever, also when its content alone no longer says which entity it
   * is of, because there are more of them by now.
   */
  private async again(body: CloseSaleBody, origin: EventOrigin, refused: Refusal): Promise<Outcome<DecidedSale>> {
    const recorded = await this.ledger.streams.sale.query(body.saleId, (state) => state.sale?.entityId ?? null);
    return recorded === null || recorded === body.entityId ? refusedResult(refused) : this.decide({ ...body, entityId: recorded }, origin, 0);
  }

  private async decide(body: CloseSaleBody, origin: EventOrigin, ageMax: number | undefined): Promise<Outcome<DecidedSale>> {
    const { entityId, customerId, payerCustomerId, billToCustomerId, aboutInvoiceId, issueDate } = body;
    const strict = issueDate !== undefined;
    const named = { entityId, customerId, payerCustomerId, billToCustomerId, aboutInvoiceId };
    const asked = { ...named, kind: 'invoice' as const, strict, ...(ageMax === undefined ? {} : { ageMax }) };
    const found = await this.turns.pass(documentFacts(this.ledger, asked));
    if (!found.ok) {
      return this.again(body, origin, found.refusal);
    }
    const command = closeSale(body, found.facts, origin.inputHash);
    const money = { currency: command.currency, rate: command.rate, on: command.requestedIssueDate ?? command.closedOn };
    const facts = { ...found.facts, ...(await recordedRateFact(this.ledger, found.facts.entityFacts, money)) };
    return this.ledger.streams.sale.decide(body.saleId, origin, (state) => decideCloseSale(command, state, facts), true);
  }
}

/** A date for a document that is not issued now would be forgotten: it belongs to the request that bills the sale. */
const dateTooEarly = (saleId: string): Refusal =>
  refusal('invalid', 'SALE.ISSUE_DATE_UNUSED', `sale ${JSON.stringify(saleId)} is billed later, so an issue date has no use yet. Leave issueDate out, and send it when the sale is billed.`, {
    field: 'issueDate',
    saleId,
  });

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
