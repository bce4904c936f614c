import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  decideEnterInvoice, decideIssueInvoice, saleDraft, streamName, type Billing, type InvoiceIssued, type IssueInvoiceFacts,
  type SaleAnswer as DecidedSale, type SaleFacts,
} from '#ledger';
import type { CommandResult } from '../command-context';
import { originFollowing } from '../decisions/command-origin';
import { InTurn } from '../decisions/in-turn';
import type { Outcome } from '../decisions/decision-group';
import { factsAgeMaxMilliseconds } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';
import type { SaleAnswer } from './sale.answer';
import { saleResult } from './sale-result';

interface Issued {
  readonly invoice: InvoiceIssued['data'];
  readonly revision: number;
  /** Place of the last event written on the way; null when all of it was there before. */
  readonly position: string | null;
}

/** The steps after an assignment: into the register, then into the account. Each may be walked any number of times. */
@Injectable()
export class InvoiceIssuing {
  private readonly turns = new InTurn();

  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** Walks a decided sale to its end and answers it. */
  async finish(outcome: Outcome<DecidedSale> & { readonly kind: 'accepted' }, origin: EventOrigin): Promise<CommandResult<SaleAnswer>> {
    const { answer, revision, position } = outcome;
    const repeated = revision === null;
    if (answer.billing === undefined) {
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
   * Makes sure that the assigned sale's invoice is issued and entered.
   *
   * Precondition: the sale is assigned. Never refused; the outcome may be unknown when a store gives no answer.
   */
  async issue(saleId: string, origin: EventOrigin): Promise<({ readonly kind: 'issued' } & Issued) | { readonly kind: 'unknown'; readonly message: string }> {
    const issued = await this.intoRegister(saleId, originFollowing(origin, saleId));
    if (issued.kind === 'unknown') {
      return issued;
    }
    return this.intoAccount(issued, originFollowing(origin, issued.invoice.invoiceId));
  }

  private async intoRegister(saleId: string, origin: EventOrigin): Promise<({ readonly kind: 'issued' } & Issued) | { readonly kind: 'unknown'; readonly message: string }> {
    const { streams, registerIndex } = this.ledger;
    const { sale, billing } = await streams.sale.query(saleId, (state) => ({ sale: state.sale, billing: state.billing }), Number.POSITIVE_INFINITY);
    if (sale === null || billing === null) {
      throw new Error(`sale ${saleId} was to be issued before it was assigned`);
    }
    const facts = await this.turns.pass(this.factsOf(sale, billing));
    const draft = saleDraft(sale, billing);
    const register = streamName('invoices', billing.seriesId);
    const outcome = await streams.invoices.decide(billing.seriesId, origin, (state) =>
      decideIssueInvoice({ draft, alreadyIssuedAt: registerIndex.find(register, billing.invoiceId) ?? null }, state, facts),
    );
    if (outcome.kind === 'unknown') {
      return outcome;
    }
    if (outcome.kind === 'refused') {
      throw new Error(`an assigned invoice was refused: ${outcome.refusal.code} for ${billing.invoiceId}`);
    }
    const { issued, revision } = outcome.answer;
    const invoice = issued ?? (await readDocument<InvoiceIssued>(this.ledger, register, revision, 'InvoiceIssued')).data;
    if (invoice.invoiceId !== billing.invoiceId) {
      throw new Error(`${register}@${revision} holds invoice ${invoice.invoiceId}, the index says ${billing.invoiceId}; run \`daybook verify\``);
    }
    return { kind: 'issued', invoice, revision, position: outcome.position };
  }

  /** The entity and the customer, folded at least to the revisions that the assignment rests on. */
  private async factsOf(sale: SaleFacts, billing: Billing): Promise<IssueInvoiceFacts> {
    const { streams } = this.ledger;
    const look = async (ageMax: number): Promise<IssueInvoiceFacts> => ({
      entity: await streams.entity.query(sale.entityId, (state) => state, ageMax),
      customer: await streams.customer.query(sale.customerId, (state) => state, ageMax),
      ...(sale.billToCustomerId === undefined ? {} : { billTo: await streams.customer.query(sale.billToCustomerId, (state) => state, ageMax) }),
    });
    const facts = await look(factsAgeMaxMilliseconds);
    const { entity, customer, billTo } = facts;
    const known = entity.revision >= billing.entityRevision && customer.revision >= billing.customerRevision && (billTo?.revision ?? 0) >= (billing.billToRevision ?? 0);
    return known ? facts : look(0);
  }

  private async intoAccount(issued: Issued, origin: EventOrigin): Promise<({ readonly kind: 'issued' } & Issued) | { readonly kind: 'unknown'; readonly message: string }> {
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
