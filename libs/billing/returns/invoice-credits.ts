import { accountParts, type InvoiceIssued } from '#ledger';
import { plainContent } from '../decisions/plain-content';
import type { DocumentFacts } from '../sales/sale-facts';
import type { CancelInvoiceBody, CreditInvoiceBody } from './invoice-credit.dto';
import type { ReturnAsked, ReturnToReceive } from './return-receiving';

type Invoice = InvoiceIssued['data'];

/** A clerk's credit is a return whose source id is the request id. */
export function askedOf(invoice: Invoice, body: CancelInvoiceBody | CreditInvoiceBody): ReturnAsked {
  const { entityId, customerId, accountId } = invoice;
  return { returnId: body.requestId, entityId, customerId, payerCustomerId: accountParts(accountId).customerId, strict: body.issueDate !== undefined };
}

/** What a credit takes over from its invoice. */
export function creditOf(invoice: Invoice, body: CancelInvoiceBody | CreditInvoiceBody, facts: DocumentFacts): Omit<ReturnToReceive, 'lines'> {
  const { entityId, customerId, accountId, currency } = invoice;
  const { receivedOn = facts.today, issueDate, reason, reasonCode } = plainContent(body);
  return {
    entityId,
    customerId,
    payerCustomerId: accountParts(accountId).customerId,
    currency,
    receivedOn,
    reason,
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(issueDate === undefined ? {} : { requestedIssueDate: issueDate }),
  };
}
