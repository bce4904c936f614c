import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideCloseSale, draftedSale, type CloseSale, type DraftState, type SaleAnswer as DecidedSale } from '#ledger';
import type { CommandResult } from '../command-context';
import { originFollowing } from '../decisions/command-origin';
import type { Outcome } from '../decisions/decision-group';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { recordedRateFact } from '../rates/rate-for';
import { InvoiceIssuing } from '../sales/invoice-issuing';
import { saleInvoiceId } from '../sales/invoice-id';
import { documentFacts } from '../sales/sale-facts';
import type { SaleAnswer } from '../sales/sale.answer';

/** How a draft is to be billed. */
export interface DraftBilling {
  readonly requestedIssueDate: string;
  readonly strict: boolean;
}

/** What follows from issuing a draft: its sale is closed and billed. May be walked any number of times. */
@Injectable()
export class DraftClosing {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: InvoiceIssuing,
  ) {}

  /** Why closing the draft's sale would be refused now; undefined when it would not. Writes nothing. */
  async refusal(state: DraftState, billing: DraftBilling, inputHash: string) {
    const decision = await this.prepare(state, billing, inputHash);
    if (decision.kind === 'refused') {
      return decision.refusal;
    }
    const { command, facts } = decision;
    const tried = await this.ledger.streams.sale.query(command.saleId, (sale) => decideCloseSale(command, sale, facts));
    return tried.kind === 'refused' ? tried.refusal : undefined;
  }

  /**
   * Precondition: the draft is issued.
   *
   * @throws UnknownStepOutcome when a store gives no answer; Error when the sale is refused after all.
   */
  async close(draftId: string, origin: EventOrigin): Promise<CommandResult<SaleAnswer> & { readonly kind: 'accepted' }> {
    const state = await this.ledger.streams.draft.query(draftId, (draft) => draft);
    const requestedIssueDate = state.issued?.requestedIssueDate;
    if (requestedIssueDate === undefined) {
      throw new Error(`draft ${draftId} was to become a sale before it was issued`);
    }
    const following = originFollowing(origin, draftId);
    const outcome = await this.closeSale(state, { requestedIssueDate, strict: false }, following);
    const finished = outcome.kind === 'accepted' ? await this.issuing.finish(outcome, following) : outcome;
    if (finished.kind === 'unknown') {
      throw new UnknownStepOutcome(finished.message);
    }
    if (finished.kind === 'refused') {
      throw new Error(`the sale of issued draft ${draftId} was refused: ${finished.refusal.code} ${finished.refusal.message}`);
    }
    return finished;
  }

  private async closeSale(state: DraftState, billing: DraftBilling, origin: EventOrigin): Promise<Outcome<DecidedSale>> {
    const prepared = await this.prepare(state, billing, origin.inputHash);
    if (prepared.kind === 'refused') {
      return prepared;
    }
    const { command, facts } = prepared;
    return this.ledger.streams.sale.decide(command.saleId, origin, (sale) => decideCloseSale(command, sale, facts), true);
  }

  private async prepare(state: DraftState, billing: DraftBilling, inputHash: string) {
    const saleId = state.content?.draftId ?? '';
    const command = draftedSale(state, { ...billing, inputHash, invoiceId: saleInvoiceId(saleId) });
    if (command === undefined) {
      throw new Error('a draft was to become a sale before it was written');
    }
    const found = await documentFacts(this.ledger, { ...namedBy(command), kind: 'invoice', strict: billing.strict, ageMax: 0 });
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const rate = await recordedRateFact(this.ledger, found.facts.entityFacts, { currency: command.currency, rate: command.rate, on: billing.requestedIssueDate });
    return { kind: 'prepared' as const, command, facts: { ...found.facts, ...rate } };
  }
}

const namedBy = ({ entityId, customerId, payerCustomerId, billToCustomerId, aboutInvoiceId }: CloseSale) => ({
  entityId, customerId, payerCustomerId, billToCustomerId, aboutInvoiceId,
});
