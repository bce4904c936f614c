import { decimalOf, parseAmount } from '#money';
import { customerContact, type CustomerState } from '../customer/customer.state';
import { unknownCustomer } from '../customer/customer-refusals';
import { assertFact } from '../documents/assert-fact';
import { checkRequestedIssue, type AcceptedIssue, type IssueFacts } from '../documents/requested-issue';
import { checkedCurrency, conflict, failed, firstRefusal, passed, refuseFutureDay, refuseUnknownCurrency, refuseUnrealDay, type Checked } from '../input-rules';
import { checkLines, refuseTooLargeInBase, sumLines } from '../pricing';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { refuseServicePeriod } from '../revenue/refuse-recognition';
import { accountIdOf } from '../stream-name';
import { cancellationLines } from './cancellation-lines';
import { creditLines } from './credit-lines';
import { creditedBase } from './credited-base';
import type { CreditedInvoice, InvoiceLineLeft } from './invoice-lines-left';
import { matchReturn, type MatchedReturnLine } from './match-return';
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
  /** Whose account it is credited to; default: the buyer. */
  readonly payerCustomerId?: string;
  readonly receivedOn: string;
  readonly currency: string;
  /** Base units per unit of the currency; needed in any but the base currency. */
  readonly rate?: string;
  readonly reason: string;
  readonly reasonCode?: ReturnFacts['reasonCode'];
  /** Absent: everything that is left of the invoice it cancels. */
  readonly lines?: readonly ReturnLine[];
  /** The invoice it cancels as a whole. */
  readonly cancelsInvoiceId?: string;
  /** How what is cancelled counts; default `undelivered`. */
  readonly delivery?: NonNullable<ReturnLine['delivery']>;
  readonly appliesToInvoiceId?: string;
  readonly approvalId?: string;
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
  const received = receivedOf(command, facts);
  const reason = refuseInput(command, received, facts);
  if (reason !== undefined) {
    return refuse(reason);
  }
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

function refuseInput(command: ReceiveReturn, received: ReturnFacts, facts: ReceiveReturnFacts): Refusal | undefined {
  return (
    firstRefusal(
      command.returnId === '' ? refusal('invalid', 'RETURN.ID', 'the return id is empty. Send the id your system gave the return.', { field: 'returnId' }) : undefined,
      refuseUnrealDay('receivedOn', command.receivedOn) ?? refuseFutureDay('receivedOn', command.receivedOn, facts.today),
      refuseUnrealDay('issueDate', command.requestedIssueDate),
      refuseUnknownCurrency('currency', command.currency),
      facts.customer.registered === null ? unknownCustomer(command.customerId) : undefined,
    ) ?? refuseLines(received)
  );
}

function refuseLines({ lines, currency, returnId, cancelsInvoiceId }: ReturnFacts): Refusal | undefined {
  if (lines.length === 0 && cancelsInvoiceId !== undefined) {
    return refusal('conflict', 'RETURN.NOTHING_TO_CREDIT', `nothing is left of invoice ${cancelsInvoiceId}: it is credited in full.`, { returnId, invoiceId: cancelsInvoiceId });
  }
  const badAmount = lines
    .map((line) => refuseAmount(line, currency) ?? refuseServicePeriod(line))
    .find((reason) => reason !== undefined);
  if (badAmount !== undefined) {
    return badAmount;
  }
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

/** An amount is taken off a line that is named, and an allowance on the price is one. */
function refuseAmount({ lineId, net, delivery, invoiceId, invoiceLineId }: ReturnLine, code: string): Refusal | undefined {
  const bad = (rule: string, message: string): Refusal => refusal('invalid', rule, `return line ${JSON.stringify(lineId)} ${message}`, { lineId });
  if (net === undefined) {
    return delivery === 'price' ? bad('RETURN.PRICE_AMOUNT', 'is an allowance on the price and says no net. Send the net that is taken off, and the invoice line.') : undefined;
  }
  if (invoiceId === undefined || invoiceLineId === undefined) {
    return bad('RETURN.AMOUNT_UNNAMED', 'takes off an amount and names no invoice line. Send invoiceId and invoiceLineId with it.');
  }
  const parsed = parseAmount(net, checkedCurrency(code), { allowNegative: false });
  return parsed.ok ? undefined : bad('RETURN.AMOUNT', `takes off a net that ${parsed.problem.message}.`);
}

function receivedOf(command: ReceiveReturn, facts: ReceiveReturnFacts): ReturnFacts {
  const { returnId, entityId, customerId, payerCustomerId = customerId, receivedOn, currency, reason, reasonCode, cancelsInvoiceId } = command;
  const { appliesToInvoiceId, approvalId, delivery = 'undelivered' } = command;
  const lines = command.lines ?? (cancelsInvoiceId === undefined ? [] : cancellationLines(cancelsInvoiceId, facts.candidates, delivery));
  return {
    returnId,
    entityId,
    customerId,
    accountId: accountIdOf(entityId, payerCustomerId),
    receivedOn,
    currency,
    reason,
    lines: [...lines],
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(cancelsInvoiceId === undefined ? {} : { cancelsInvoiceId }),
    ...(appliesToInvoiceId === undefined ? {} : { appliesToInvoiceId }),
    ...(approvalId === undefined ? {} : { approvalId }),
  };
}

/** The one invoice that all lines name, or undefined. */
function namedInvoice({ lines }: ReturnFacts, candidates: readonly InvoiceLineLeft[]): CreditedInvoice | undefined {
  const [first] = lines;
  const all = first?.invoiceId !== undefined && lines.every(({ invoiceId }) => invoiceId === first.invoiceId);
  return all ? candidates.find(({ invoiceId }) => invoiceId === first.invoiceId)?.invoice : undefined;
}

function assign(command: ReceiveReturn, received: ReturnFacts, facts: ReceiveReturnFacts): Checked<CreditAssignment> {
  const { entityId, currency, seriesId, strict, receivedOn, requestedIssueDate = receivedOn } = command;
  const invoice = namedInvoice(received, facts.candidates);
  const rate = command.rate ?? invoice?.base.rate;
  const issue = checkRequestedIssue({ kind: 'credit-note', entityId, requestedIssueDate, strict, seriesId, currency, rate }, facts);
  if (!issue.ok) {
    return issue;
  }
  const { configuration, series } = issue.value;
  const { rounding, baseCurrency } = configuration;
  const by = { currency: checkedCurrency(currency), mode: rounding.mode };
  const content = creditContent(received, { ...issue.value, requestedIssueDate }, facts);
  if (!content.ok) {
    return content;
  }
  const { lines, purpose } = content.value;
  const sums = sumLines(lines, by.currency);
  const reason = refuseTotals(received, sums) ?? refuseTooLargeInBase(sums.totals, { baseCurrency, rate: issue.value.rate, mode: rounding.mode });
  if (reason !== undefined) {
    return failed(reason);
  }
  const base = invoice === undefined || invoice.base.rate !== issue.value.rate ? undefined : creditedBase(sums.totals, invoice, by);
  return passed({
    returnId: received.returnId,
    creditNoteId: command.creditNoteId,
    seriesId: series.seriesId,
    accountId: received.accountId,
    requestedIssueDate,
    currency,
    lines: [...lines],
    taxSummary: [...sums.taxSummary],
    totals: sums.totals,
    rounding,
    rate: issue.value.rate,
    baseCurrency,
    entityRevision: facts.entity.revision,
    customerRevision: facts.customer.revision,
    ...(purpose === 'sale' ? {} : { purpose }),
    ...(base === undefined ? {} : { base }),
  });
}

interface CreditContent {
  readonly lines: readonly CreditLine[];
  readonly purpose: NonNullable<CreditAssignment['purpose']>;
}

/** What the credit note takes from which invoice lines. */
function creditContent(received: ReturnFacts, issue: AcceptedIssue & { readonly requestedIssueDate: string }, facts: ReceiveReturnFacts): Checked<CreditContent> {
  const matched = matchedLines(received, issue, facts);
  if (!matched.ok) {
    return matched;
  }
  const purpose = purposeOf(received, matched.value);
  if (!purpose.ok) {
    return purpose;
  }
  const { rounding } = issue.configuration;
  const lines = creditLines(matched.value, { currency: checkedCurrency(received.currency), rounding }, issue.requestedIssueDate);
  return lines.ok ? passed({ lines: lines.value, purpose: purpose.value }) : lines;
}

/** A credit note undoes documents of one purpose: a fee is income of its own, and stands on a credit note of its own. */
function purposeOf({ returnId }: ReturnFacts, matched: readonly MatchedReturnLine[]): Checked<NonNullable<CreditAssignment['purpose']>> {
  const purposes = new Set(
    matched.flatMap(({ pieces, rest }) => [...pieces.map(({ from }) => from.invoice?.purpose ?? 'sale'), ...(rest.isZero() ? [] : ['sale' as const])]),
  );
  const [purpose = 'sale', ...others] = purposes;
  return others.length === 0
    ? passed(purpose)
    : failed(refusal('invalid', 'RETURN.MIXED_PURPOSE', `return ${JSON.stringify(returnId)} takes from a ${[...purposes].join(' and a ')} document. Send one return for each.`, { returnId }));
}

function matchedLines(received: ReturnFacts, issue: AcceptedIssue, facts: ReceiveReturnFacts): Checked<readonly MatchedReturnLine[]> {
  const { rounding } = issue.configuration;
  const currency = checkedCurrency(received.currency);
  const { accountId, receivedOn } = received;
  const walkIn = customerContact(facts.customer)?.kind === 'walk-in';
  return matchReturn(received.lines, facts.candidates, { accountId, currency, mode: rounding.mode, receivedOn, walkIn });
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
