import { decimalOf } from '#money';
import { customerContact, type CustomerState } from '../customer/customer.state';
import { unknownCustomer } from '../customer/register-customer';
import { assertFact } from '../documents/assert-fact';
import { checkRequestedIssue, type AcceptedIssue, type IssueFacts } from '../documents/requested-issue';
import { checkedCurrency, conflict, failed, firstRefusal, passed, refuseFutureDay, refuseUnknownCurrency, refuseUnrealDay, type Checked } from '../input-rules';
import { checkLines, refuseTooLargeInBase, sumLines } from '../pricing';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { accountIdOf } from '../stream-name';
import { creditLines } from './credit-lines';
import type { InvoiceLineLeft } from './invoice-lines-left';
import { matchReturn } from './match-return';
import type { CreditLine, ReturnEvent, ReturnLine } from './return.events';
import type { CreditAssignment, ReturnFacts, ReturnState } from './return.state';

/** A cancellation or return; a clerk's credit note is one whose source id is its request id. */
export interface ReceiveReturn {
  readonly inputHash: string;
  readonly returnId: string;
  /** Made from the return id, so that it is the same however often it is asked for. */
  readonly creditNoteId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly receivedOn: string;
  readonly currency: string;
  /** Base units per unit of the currency; needed in any but the base currency. */
  readonly rate?: string;
  readonly reason: string;
  readonly lines: readonly ReturnLine[];
  /** Default: the day it was received. */
  readonly requestedIssueDate?: string;
  readonly strict: boolean;
  readonly seriesId?: string;
}

export interface ReceiveReturnFacts extends IssueFacts {
  readonly customer: CustomerState;
  /** Invoice lines of the account with what is left to credit, latest invoice first. */
  readonly candidates: readonly InvoiceLineLeft[];
}

export interface ReturnAnswer {
  readonly returnId: string;
  readonly accountId: string;
  readonly assignment: CreditAssignment;
}

/** A return exists once per source id, and is credited by one credit note, whose content is frozen here. */
export function decideReceiveReturn(command: ReceiveReturn, state: ReturnState, facts: ReceiveReturnFacts): Decision<ReturnEvent, ReturnAnswer> {
  const { returnId } = command;
  if (state.received !== null) {
    if (state.inputHash !== command.inputHash) {
      return refuse(conflict('RETURN.CONFLICT', 'return', returnId, 'A return never changes; send another one under its own id.'));
    }
    assertFact(state.assignment !== null, `return ${returnId} was received without being assigned`);
    return accept([], { returnId, accountId: state.received.accountId, assignment: state.assignment });
  }
  const reason = refuseInput(command, facts);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const received = receivedOf(command);
  const assignment = assign(command, received, facts);
  return assignment.ok
    ? accept(
        [
          { type: 'ReturnReceived', data: received },
          { type: 'ReturnAssigned', data: assignment.value },
        ],
        { returnId, accountId: received.accountId, assignment: assignment.value },
      )
    : refuse(assignment.refusal);
}

function refuseInput(command: ReceiveReturn, facts: ReceiveReturnFacts): Refusal | undefined {
  return (
    firstRefusal(
      command.returnId === '' ? refusal('invalid', 'RETURN.ID', 'the return id is empty. Send the id your system gave the return.', { field: 'returnId' }) : undefined,
      refuseUnrealDay('receivedOn', command.receivedOn) ?? refuseFutureDay('receivedOn', command.receivedOn, facts.today),
      refuseUnrealDay('issueDate', command.requestedIssueDate),
      refuseUnknownCurrency('currency', command.currency),
      facts.customer.registered === null ? unknownCustomer(command.customerId) : undefined,
    ) ?? refuseLines(command)
  );
}

function refuseLines({ lines, currency }: ReceiveReturn): Refusal | undefined {
  const checked = checkLines(lines, checkedCurrency(currency));
  if (!checked.ok) {
    return checked.refusal;
  }
  const empty = lines.findIndex(({ quantity }) => decimalOf(quantity).isZero());
  return empty === -1
    ? undefined
    : refusal('invalid', 'LINE.QUANTITY', `return line ${JSON.stringify(lines[empty]?.lineId)} (lines[${empty}]) takes back a quantity of zero. Send more, or leave the line out.`, {
        field: `lines[${empty}].quantity`,
      });
}

function receivedOf(command: ReceiveReturn): ReturnFacts {
  const { returnId, entityId, customerId, receivedOn, currency, reason, lines } = command;
  return { returnId, entityId, customerId, accountId: accountIdOf(entityId, customerId), receivedOn, currency, reason, lines: [...lines] };
}

function assign(command: ReceiveReturn, received: ReturnFacts, facts: ReceiveReturnFacts): Checked<CreditAssignment> {
  const { entityId, currency, rate, seriesId, strict, receivedOn, requestedIssueDate = receivedOn } = command;
  const issue = checkRequestedIssue({ kind: 'credit-note', entityId, requestedIssueDate, strict, seriesId, currency, rate }, facts);
  if (!issue.ok) {
    return issue;
  }
  const lines = matchedLines(received, issue.value, facts);
  if (!lines.ok) {
    return lines;
  }
  const sums = sumLines(lines.value, checkedCurrency(currency));
  const { configuration, series } = issue.value;
  const { rounding, baseCurrency } = configuration;
  const reason = refuseTotals(received, sums) ?? refuseTooLargeInBase(sums.totals, { baseCurrency, rate: issue.value.rate, mode: rounding.mode });
  if (reason !== undefined) {
    return failed(reason);
  }
  return passed({
    returnId: received.returnId,
    creditNoteId: command.creditNoteId,
    seriesId: series.seriesId,
    accountId: received.accountId,
    requestedIssueDate,
    currency,
    lines: [...lines.value],
    taxSummary: [...sums.taxSummary],
    totals: sums.totals,
    rounding,
    rate: issue.value.rate,
    baseCurrency,
    entityRevision: facts.entity.revision,
    customerRevision: facts.customer.revision,
  });
}

function matchedLines(received: ReturnFacts, issue: AcceptedIssue, facts: ReceiveReturnFacts): Checked<readonly CreditLine[]> {
  const { rounding } = issue.configuration;
  const currency = checkedCurrency(received.currency);
  const { accountId, receivedOn } = received;
  const walkIn = customerContact(facts.customer)?.kind === 'walk-in';
  const matched = matchReturn(received.lines, facts.candidates, { accountId, currency, mode: rounding.mode, receivedOn, walkIn });
  return matched.ok ? creditLines(matched.value, { currency, rounding }) : matched;
}

function refuseTotals(received: ReturnFacts, sums: ReturnType<typeof sumLines>): Refusal | undefined {
  const { returnId } = received;
  if (!sums.fits) {
    return refusal('invalid', 'DOCUMENT.TOO_LARGE', `return ${JSON.stringify(returnId)} sums to ${sums.totals.gross}; that is more than one document may be.`, {
      gross: sums.totals.gross,
    });
  }
  return decimalOf(sums.totals.gross).isZero()
    ? refusal('invalid', 'RETURN.NOTHING_TO_CREDIT', `every line of return ${JSON.stringify(returnId)} is worth zero, so there is nothing to credit.`, { returnId })
    : undefined;
}
