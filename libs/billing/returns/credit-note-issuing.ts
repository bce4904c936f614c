import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  baseAmounts, decideEnterCreditNote, decideIssueCreditNote, decideRequestCreditNote, streamName, type CreditAssignment,
  type CreditNoteIssued, type CreditNoteRequested, type ReturnFacts,
} from '#ledger';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { ContractCrediting } from './contract-crediting';
import { namedInvoices } from './credit-candidates';

export type CreditOutcome =
  | { readonly kind: 'issued'; readonly creditNote: CreditNoteIssued['data']; readonly position: string | null }
  /** The account refused it for good, on record. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string; readonly position: string | null };

interface Entering {
  readonly creditNote: CreditNoteIssued['data'];
  readonly revision: number;
  readonly received: ReturnFacts;
}

/** The steps after a return is assigned: reserved in the account, issued, entered, told to contracts. Each may be walked any number of times. */
@Injectable()
export class CreditNoteIssuing {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly contracts: ContractCrediting,
  ) {}

  /** @throws UnknownStepOutcome when a store gives no answer; Error when the return was never assigned. */
  async issue(returnId: string, origin: EventOrigin): Promise<CreditOutcome> {
    const { received, assignment } = await this.ledger.streams.return.query(
      returnId,
      (state) => ({ received: state.received, assignment: state.assignment }),
      Number.POSITIVE_INFINITY,
    );
    if (received === null || assignment === null) {
      throw new Error(`return ${returnId} was to be credited before it was assigned`);
    }
    const requested = await this.request({ assignment, received }, originFollowing(origin, returnId));
    if (requested.kind === 'refused') {
      return requested;
    }
    const issued = await this.intoRegister(requested.data, { assignment, received }, originFollowing(origin, assignment.creditNoteId));
    const position = await this.intoAccount({ ...issued, received }, originFollowing(origin, assignment.creditNoteId));
    const told = await this.contracts.enter(issued.creditNote, originFollowing(origin, assignment.creditNoteId));
    return { kind: 'issued', creditNote: issued.creditNote, position: told ?? position ?? issued.position ?? requested.position };
  }

  private async request({ assignment, received }: { readonly assignment: CreditAssignment; readonly received: ReturnFacts }, origin: EventOrigin) {
    const { accountId, creditNoteId, returnId, seriesId, requestedIssueDate, currency, lines, totals, rate, baseCurrency, rounding } = assignment;
    const named = new Set(lines.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId])));
    const facts = await namedInvoices(this.ledger, accountId, named);
    const base = assignment.base ?? baseAmounts(totals, { baseCurrency, rate, mode: rounding.mode });
    const { reasonCode } = received;
    const data = { accountId, creditNoteId, returnId, seriesId, requestedIssueDate, currency, lines, totals, base, ...(reasonCode === undefined ? {} : { reasonCode }) };
    const command = { ...data, inputHash: origin.inputHash, standAloneAllowed: true };
    const outcome = await this.ledger.streams.account.decide(accountId, origin, (state) => decideRequestCreditNote(command, state, facts));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused') {
      throw new Error(`an assigned credit note could not be requested: ${outcome.refusal.code} for ${creditNoteId}`);
    }
    const { answer, position } = outcome;
    return answer.kind === 'refused'
      ? ({ kind: 'refused', code: answer.code, reason: answer.reason, position } as const)
      : ({ kind: 'requested', data: { ...data, lines: answer.lines, totals: answer.totals }, position } as const);
  }

  private async intoRegister(
    requested: CreditNoteRequested['data'],
    decided: { readonly assignment: CreditAssignment; readonly received: ReturnFacts },
    origin: EventOrigin,
  ) {
    const { streams, registerIndex } = this.ledger;
    const { creditNoteId, seriesId } = requested;
    const entity = await streams.entity.query(decided.received.entityId, (state) => state);
    const customer = await streams.customer.query(decided.received.customerId, (state) => state);
    const register = streamName('creditnotes', seriesId);
    const outcome = await streams.creditnotes.decide(seriesId, origin, (state) =>
      decideIssueCreditNote(
        { requested, ...decided, alreadyIssuedAt: registerIndex.find(register, creditNoteId) ?? null },
        state,
        { entity, customer },
      ),
    );
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused') {
      throw new Error(`a requested credit note was refused: ${outcome.refusal.code} for ${creditNoteId}`);
    }
    const { issued, revision } = outcome.answer;
    const creditNote = issued ?? (await readDocument<CreditNoteIssued>(this.ledger, register, revision, 'CreditNoteIssued')).data;
    if (creditNote.creditNoteId !== creditNoteId) {
      throw new Error(`${register}@${revision} holds credit note ${creditNote.creditNoteId}, the index says ${creditNoteId}; run \`daybook verify\``);
    }
    return { creditNote, revision, position: outcome.position };
  }

  private async intoAccount({ creditNote, revision, received }: Entering, origin: EventOrigin): Promise<string | null> {
    const { accountId, creditNoteId, seriesId, documentNumber, issueDate, currency, totals, base } = creditNote;
    const command = {
      accountId,
      creditNoteId,
      seriesId,
      revision,
      documentNumber,
      issueDate,
      currency,
      gross: totals.gross,
      baseCurrency: base.currency,
      baseGross: base.gross,
      allocationId: `${creditNoteId}~entered`,
      ...(received.cancelsInvoiceId === undefined ? {} : { cancels: true as const }),
      ...(received.appliesToInvoiceId === undefined ? {} : { appliesToInvoiceId: received.appliesToInvoiceId }),
    };
    const outcome = await this.ledger.streams.account.decide(accountId, origin, (state) => decideEnterCreditNote(command, state));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused') {
      throw new Error(`an issued credit note was refused by its account: ${outcome.refusal.code} for ${creditNoteId}`);
    }
    return outcome.position;
  }
}
