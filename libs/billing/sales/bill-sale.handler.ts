import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountParts, creditExceeded, decideAssignBilling, exceedsCredit, refusal, refuse } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { BillSale } from './bill-sale.command';
import { InvoiceIssuing } from './invoice-issuing';
import { recordedRateFact } from '../rates/rate-for';
import { saleInvoiceId } from './invoice-id';
import type { SaleAnswer } from './sale.answer';
import { documentFacts } from './sale-facts';

@CommandHandler(BillSale)
export class BillSaleHandler implements ICommandHandler<BillSale> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: InvoiceIssuing,
  ) {}

  async execute({ body, context }: BillSale): Promise<CommandResult<SaleAnswer>> {
    const { saleId, issueDate } = body;
    const sale = await this.ledger.streams.sale.query(saleId, (state) => state.sale);
    if (sale === null) {
      return refusedResult(refusal('not-found', 'SALE.UNKNOWN', `sale ${JSON.stringify(saleId)} is not on record. Close it first.`, { saleId }));
    }
    const strict = issueDate !== undefined;
    const { entityId, customerId, billToCustomerId, accountId } = sale;
    const payerCustomerId = accountParts(accountId).customerId;
    const found = await documentFacts(this.ledger, { entityId, customerId, payerCustomerId, billToCustomerId, kind: 'invoice', strict, ageMax: 0 });
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const requestedIssueDate = issueDate ?? found.facts.today;
    const money = { currency: sale.currency, rate: sale.rate, on: requestedIssueDate };
    const facts = { ...found.facts, ...(await recordedRateFact(this.ledger, found.facts.entityFacts, money)) };
    const command = { saleId, invoiceId: saleInvoiceId(saleId), requestedIssueDate, strict };
    const origin = originOf(context, body);
    const outcome = await this.ledger.streams.sale.decide(saleId, origin, (state) => {
      const decision = decideAssignBilling(command, state, facts);
      const [assigned] = decision.kind === 'accepted' ? decision.events : [];
      if (assigned === undefined) {
        return decision;
      }
      if (facts.accountHeld) {
        return refuse(heldSale(saleId));
      }
      const isBeyond = assigned.type === 'BillingAssigned' && facts.credit?.onExceed === 'block' && exceedsCredit(facts.credit, assigned.data);
      return isBeyond && body.overLimit !== true ? refuse(creditExceeded(accountId)) : decision;
    });
    return outcome.kind === 'accepted' ? this.issuing.finish(outcome, origin) : outcome;
  }
}

const heldSale = (saleId: string) =>
  refusal('conflict', 'SALE.ACCOUNT_HELD', `the account of sale ${JSON.stringify(saleId)} is held. Release the account first.`, { saleId });
