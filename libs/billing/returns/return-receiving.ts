import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { uuidV5 } from '#event-store';
import { accountIdOf, customerContact, decideReceiveReturn, streamName, type ReceiveReturn } from '#ledger';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { recordedRateFact } from '../rates/rate-for';
import { documentFacts, type DocumentFacts } from '../sales/sale-facts';
import { creditCandidates } from './credit-candidates';
import { CreditNoteIssuing } from './credit-note-issuing';
import type { ReturnAnswer } from './return.answer';
import { creditRefused, returnResult } from './return-result';

/** Whose return it is, as far as its sender says. */
export interface ReturnAsked {
  readonly returnId: string;
  readonly entityId: string | undefined;
  readonly customerId: string;
  readonly payerCustomerId?: string | undefined;
  /** Whether its date must not move. */
  readonly strict: boolean;
}

export type ReturnToReceive = Omit<ReceiveReturn, 'returnId' | 'creditNoteId' | 'inputHash' | 'strict'>;

/** Records a return, matches it to invoice lines, and walks it to its credit note and into the account. */
@Injectable()
export class ReturnReceiving {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: CreditNoteIssuing,
  ) {}

  async receive(asked: ReturnAsked, origin: EventOrigin, make: (facts: DocumentFacts) => ReturnToReceive): Promise<CommandResult<ReturnAnswer>> {
    const outcome = await this.decide(asked, origin, make);
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { answer, revision, position } = outcome;
    const credit = await this.issuing.issue(asked.returnId, origin);
    if (revision !== null) {
      this.ledger.finished.add(streamName('return', asked.returnId), revision);
    }
    if (credit.kind === 'refused') {
      return refusedResult(creditRefused(answer, credit));
    }
    return { kind: 'accepted', answer: returnResult(answer, credit), writeToken: credit.position ?? position, repeated: revision === null };
  }

  private async decide({ returnId, strict, ...of }: ReturnAsked, origin: EventOrigin, make: (facts: DocumentFacts) => ReturnToReceive) {
    const found = await documentFacts(this.ledger, { ...of, kind: 'credit-note', strict, ageMax: 0 });
    if (!found.ok) {
      return refusedResult(found.refusal);
    }
    const toReceive = make(found.facts);
    const money = { currency: toReceive.currency, rate: toReceive.rate, on: toReceive.requestedIssueDate ?? toReceive.receivedOn };
    const facts = { ...found.facts, ...(await recordedRateFact(this.ledger, found.facts.entityFacts, money)) };
    const creditNoteId = uuidV5(`credit note of return ${returnId}`);
    const command: ReceiveReturn = { ...toReceive, returnId, creditNoteId, inputHash: origin.inputHash, strict };
    const known = await this.ledger.streams.return.query(returnId, (state) => state.received !== null);
    const candidates = known ? [] : await this.candidates(command, facts);
    return this.ledger.streams.return.decide(returnId, origin, (state) => decideReceiveReturn(command, state, { ...facts, candidates }));
  }

  private candidates(command: ReceiveReturn, facts: DocumentFacts) {
    const { lines = [], receivedOn, entityId, customerId, payerCustomerId = customerId, cancelsInvoiceId } = command;
    const named = new Set(lines.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId])));
    if (cancelsInvoiceId !== undefined) {
      named.add(cancelsInvoiceId);
    }
    // The buyers of a walk-in account are strangers to each other: only a named invoice line is surely theirs.
    const walkIn = customerContact(facts.customer)?.kind === 'walk-in';
    return creditCandidates(this.ledger, { accountId: accountIdOf(entityId, payerCustomerId), named, lines: walkIn ? [] : lines, receivedOn, customerId });
  }
}
