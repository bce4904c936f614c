import type { CreditNoteRequested } from '../account/account.events';
import { customerContact, customerPreference, type CustomerState } from '../customer/customer.state';
import { assertFact } from '../documents/assert-fact';
import { issueDateIn, nextPlace, openedSeries, placeAt, type DocumentPlace } from '../documents/next-place';
import { buyerOf, presentationOf, sellerOf } from '../documents/printed-parties';
import { entityConfiguration, type EntityState } from '../entity/entity.state';
import { checkedCurrency } from '../input-rules';
import { baseAmounts, sumLines } from '../pricing';
import { accept, type Decision } from '../refusal';
import type { CreditAssignment, ReturnFacts } from '../return/return.state';
import type { CreditNoteIssued } from './credit-note.events';
import type { CreditNoteRegisterState } from './credit-note-register.state';

/** Issues a requested credit note. Nothing refuses it any more. */
export interface IssueCreditNote {
  /** What the account let pass: its lines are the ones issued, also when the cap moved some to the stand-alone rest. */
  readonly requested: CreditNoteRequested['data'];
  readonly assignment: CreditAssignment;
  readonly received: ReturnFacts;
  /** Revision of the credit note in its register, from an index complete up to the register's state; null: not there. */
  readonly alreadyIssuedAt: number | null;
}

export interface IssueCreditNoteFacts {
  readonly entity: EntityState;
  readonly customer: CustomerState;
}

export interface IssuedCreditNoteAnswer extends DocumentPlace {
  readonly creditNoteId: string;
  /** The document just decided; null when it was issued before and stands at `revision`. */
  readonly issued: CreditNoteIssued['data'] | null;
}

/** @throws Error when facts are missing that the assignment rested on: an impossible state, never an input error. */
export function decideIssueCreditNote(
  command: IssueCreditNote,
  state: CreditNoteRegisterState,
  facts: IssueCreditNoteFacts,
): Decision<CreditNoteIssued, IssuedCreditNoteAnswer> {
  const { creditNoteId, seriesId } = command.assignment;
  assertFact(command.requested.creditNoteId === creditNoteId, `credit note ${creditNoteId} is issued on a request for ${command.requested.creditNoteId}`);
  const series = openedSeries(facts.entity, seriesId);
  const issuedAt = state.latest.get(creditNoteId) ?? command.alreadyIssuedAt;
  if (issuedAt !== null) {
    return accept([], { creditNoteId, ...placeAt(series, issuedAt), issued: null });
  }
  const place = nextPlace(series, state);
  const issued = creditNoteAt(place, issueDateIn(state, command.assignment.requestedIssueDate), command, facts);
  return accept([{ type: 'CreditNoteIssued', data: issued }], { creditNoteId, ...place, issued });
}

function creditNoteAt(place: DocumentPlace, issueDate: string, command: IssueCreditNote, facts: IssueCreditNoteFacts): CreditNoteIssued['data'] {
  const { assignment, received, requested } = command;
  const configuration = entityConfiguration(facts.entity, assignment.entityRevision);
  const contact = customerContact(facts.customer, assignment.customerRevision);
  assertFact(configuration !== undefined, `return ${received.returnId} was assigned under revision ${assignment.entityRevision} of ${received.entityId}, which says nothing`);
  assertFact(contact !== undefined, `return ${received.returnId} was assigned under revision ${assignment.customerRevision} of ${received.customerId}, which says nothing`);
  const { taxSummary, totals } = sumLines(requested.lines, checkedCurrency(assignment.currency));
  const { baseCurrency, rate, rounding, currency } = assignment;
  const { seriesId, number, documentNumber } = place;
  return {
    creditNoteId: assignment.creditNoteId,
    seriesId,
    number,
    documentNumber,
    entityId: received.entityId,
    customerId: received.customerId,
    accountId: received.accountId,
    returnId: received.returnId,
    issueDate,
    taxPointDate: issueDate,
    currency,
    base: assignment.base ?? baseAmounts(totals, { baseCurrency, rate, mode: rounding.mode }),
    seller: sellerOf(configuration),
    buyer: buyerOf(contact),
    reason: received.reason,
    lines: requested.lines,
    taxSummary: [...taxSummary],
    totals,
    rounding,
    ...presentationOf(configuration, customerPreference(facts.customer, assignment.customerRevision)?.language, assignment.entityRevision),
    ...(received.reasonCode === undefined ? {} : { reasonCode: received.reasonCode }),
    ...(received.cancelsInvoiceId === undefined ? {} : { cancelsInvoiceId: received.cancelsInvoiceId }),
    ...(received.approvalId === undefined ? {} : { approvalId: received.approvalId }),
    ...(assignment.purpose === undefined ? {} : { purpose: assignment.purpose }),
  };
}
