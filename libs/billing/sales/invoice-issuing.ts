import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  decideEnterInvoice, decideIssueInvoice, saleDraft, streamName, type InvoiceDraft, type InvoiceIssued, type IssueInvoiceFacts,
  type SaleAnswer as DecidedSale,
} from '#ledger';
import type { CommandResult } from '../command-context';
import { originFollowing } from '../decisions/command-origin';
import { InTurn } from '../decisions/in-turn';
import type { Outcome } from '../decisions/decision-group';
import { factsAgeMaxMilliseconds } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { PrepaymentSettling } from '../returns/prepayment-settling';
import type { SaleAnswer } from './sale.answer';
import { saleResult } from './sale-result';

export interface Issued {
  readonly invoice: InvoiceIssued['data'];
  readonly revision: number;
  /** Place of the last event written on the way; null when all of it was there before. */
  readonly position: string | null;
}

type IssueOutcome = ({ readonly kind: 'issued' } & Issued) | { readonly kind: 'unknown'; readonly message: string };

/** The steps after an assignment: into the register, then into the account. Each may be walked any number of times. */
@Injectable()
export class InvoiceIssuing {
  private readonly turns = new InTurn();

  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly prepayments: PrepaymentSettling,
  ) {}

  /** Walks a decided sale to its end and answers it. */
  async finish(outcome: Outcome<DecidedSale> & { readonly kind: 'accepted' }, origin: EventOrigin): Promise<CommandResult<SaleAnswer>> {
    const { answer, revision, position } = outcome;
    const repeated = revision === null;
    if (answer.billing === undefined) {
      return { kind: 'accepted', answer: saleResult(answer, null), writeToken: position, repeated };
    }
    if (answer.billing.runId !== undefined) {
      // The run issues it, with whatever else it takes up.
      return { kind: 'accepted', answer: saleResult(answer, null), writeToken: position, repeated };
    }
    const issued = await this.issue(answer.saleId, origin);
    if (issued.kind !== 'issued') {
      return issued;
    }
    if (revision !== null) {
      this.ledger.finished.add(streamName('sale', answer.saleId), revision);
    }
    return { kind: 'accepted', answer: saleResult(answer, issued.invoice), writeToken: issued.position ?? position, repeated };
  }

  /**
   * Makes sure that the assigned sale's invoice is issued and entered, and the prepayment that it settles credited.
   *
   * Precondition: the sale is assigned, and not to a billing run. Never refused; the outcome may be unknown when a store
   * gives no answer.
   */
  async issue(saleId: string, origin: EventOrigin): Promise<IssueOutcome> {
    const { sale, billing } = await this.ledger.streams.sale.query(saleId, (state) => ({ sale: state.sale, billing: state.billing }), Number.POSITIVE_INFINITY);
    if (sale === null || billing === null || billing.runId !== undefined) {
      throw new Error(`sale ${saleId} was to be issued before it was assigned, or by another than its billing run`);
    }
    return this.walk(saleDraft(sale, billing), originFollowing(origin, saleId));
  }

  /**
   * Makes sure that an assigned invoice is issued and entered.
   *
   * @throws UnknownStepOutcome when a store gives no answer.
   */
  async issueDraft(draft: InvoiceDraft, origin: EventOrigin): Promise<Issued> {
    const outcome = await this.walk(draft, originFollowing(origin, draft.runId ?? draft.invoiceId));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    return outcome;
  }

  private async walk(draft: InvoiceDraft, origin: EventOrigin): Promise<IssueOutcome> {
    const issued = await this.intoRegister(draft, origin);
    const entered = issued.kind === 'unknown' ? issued : await this.intoAccount(issued, originFollowing(origin, issued.invoice.invoiceId));
    return entered.kind === 'unknown' ? entered : { ...entered, position: (await this.prepayments.settle(entered.invoice, origin)) ?? entered.position };
  }

  private async intoRegister(draft: InvoiceDraft, origin: EventOrigin): Promise<IssueOutcome> {
    const { streams, registerIndex } = this.ledger;
    const { invoiceId, seriesId } = draft;
    const facts = await this.turns.pass(this.factsOf(draft));
    const register = streamName('invoices', seriesId);
    const outcome = await streams.invoices.decide(seriesId, origin, (state) =>
      decideIssueInvoice({ draft, alreadyIssuedAt: registerIndex.find(register, invoiceId) ?? null }, state, facts),
    );
    if (outcome.kind === 'unknown') {
      return outcome;
    }
    if (outcome.kind === 'refused') {
      throw new Error(`an assigned invoice was refused: ${outcome.refusal.code} for ${invoiceId}`);
    }
    const { issued, revision } = outcome.answer;
    const invoice = issued ?? (await readDocument<InvoiceIssued>(this.ledger, register, revision, 'InvoiceIssued')).data;
    if (invoice.invoiceId !== invoiceId) {
      throw new Error(`${register}@${revision} holds invoice ${invoice.invoiceId}, the index says ${invoiceId}; run \`daybook verify\``);
    }
    return { kind: 'issued', invoice, revision, position: outcome.position };
  }

  /** The entity, the customer and whom it is addressed to, folded at least to the revisions that the assignment rests on. */
  private async factsOf(draft: InvoiceDraft): Promise<IssueInvoiceFacts> {
    const { streams } = this.ledger;
    const { billToCustomerId } = draft;
    const look = async (ageMax: number): Promise<IssueInvoiceFacts> => {
      const [entity, customer, billTo] = await Promise.all([
        streams.entity.query(draft.entityId, (state) => state, ageMax),
        streams.customer.query(draft.customerId, (state) => state, ageMax),
        billToCustomerId === undefined ? undefined : streams.customer.query(billToCustomerId, (state) => state, ageMax),
      ]);
      return { entity, customer, ...(billTo === undefined ? {} : { billTo }) };
    };
    const facts = await look(factsAgeMaxMilliseconds);
    const known =
      facts.entity.revision >= draft.entityRevision &&
      facts.customer.revision >= draft.customerRevision &&
      (facts.billTo === undefined || facts.billTo.revision >= (draft.billToRevision ?? -1));
    return known ? facts : look(0);
  }

  private async intoAccount(issued: Issued, origin: EventOrigin): Promise<IssueOutcome> {
    const { invoice, revision } = issued;
    const command = {
      accountId: invoice.accountId,
      invoiceId: invoice.invoiceId,
      origin: 'register' as const,
      seriesId: invoice.seriesId,
      revision,
      documentNumber: invoice.documentNumber,
      issueDate: invoice.issueDate,
      currency: invoice.currency,
      gross: invoice.totals.gross,
      baseCurrency: invoice.base.currency,
      baseGross: invoice.base.gross,
      instalments: invoice.instalments,
      remind: invoice.remind,
      ...(invoice.purpose === undefined ? {} : { purpose: invoice.purpose }),
      allocationId: `${invoice.invoiceId}~entered`,
    };
    const outcome = await this.ledger.streams.account.decide(invoice.accountId, origin, (state) => decideEnterInvoice(command, state));
    if (outcome.kind === 'unknown') {
      return outcome;
    }
    if (outcome.kind === 'refused') {
      throw new Error(`an issued invoice was refused by its account: ${outcome.refusal.code} for ${invoice.invoiceId}`);
    }
    return { kind: 'issued', invoice, revision, position: outcome.position ?? issued.position };
  }
}
