import { customerContact, customerPreference, termsInForce, type CustomerContact, type CustomerState } from '../customer/customer.state';
import { assertFact } from '../documents/assert-fact';
import { issueDateIn, nextPlace, openedSeries, placeAt, type DocumentPlace } from '../documents/next-place';
import { buyerOf, presentationOf, sellerOf, type Buyer } from '../documents/printed-parties';
import { entityConfiguration, type EntityConfiguration, type EntityState } from '../entity/entity.state';
import { checkedCurrency } from '../input-rules';
import { baseAmounts, dueSchedule, type Terms } from '../pricing';
import { accept, type Decision } from '../refusal';
import { moneyOf } from '#money';
import type { InvoiceDraft } from './invoice-draft';
import type { InvoiceIssued } from './invoice.events';
import type { InvoiceRegisterState } from './invoice-register.state';

/** Issues an assigned invoice. Nothing refuses it any more. */
export interface IssueInvoice {
  readonly draft: InvoiceDraft;
  /**
   * Revision of the invoice in its register, from an index complete up to the register's state (`count` − 1);
   * null: it is not there.
   */
  readonly alreadyIssuedAt: number | null;
}

/** The streams the assignment looked at, folded at least to the revisions it names; later facts do not count. */
export interface IssueInvoiceFacts {
  readonly entity: EntityState;
  readonly customer: CustomerState;
  /** Needed when the draft names one. */
  readonly billTo?: CustomerState;
}

export interface IssuedInvoiceAnswer extends DocumentPlace {
  readonly invoiceId: string;
  /** The document just decided; null when it was issued before and stands at `revision`. */
  readonly issued: InvoiceIssued['data'] | null;
}

/** @throws Error when facts are missing that the assignment rested on: an impossible state, never an input error. */
export function decideIssueInvoice(
  command: IssueInvoice,
  state: InvoiceRegisterState,
  facts: IssueInvoiceFacts,
): Decision<InvoiceIssued, IssuedInvoiceAnswer> {
  const { invoiceId, seriesId } = command.draft;
  const series = openedSeries(facts.entity, seriesId);
  const issuedAt = state.latest.get(invoiceId) ?? command.alreadyIssuedAt;
  if (issuedAt !== null) {
    return accept([], { invoiceId, ...placeAt(series, issuedAt), issued: null });
  }
  const place = nextPlace(series, state);
  const issued = invoiceAt(place, issueDateIn(state, command.draft.requestedIssueDate), command.draft, facts);
  return accept([{ type: 'InvoiceIssued', data: issued }], { invoiceId, ...place, issued });
}

function invoiceAt(place: DocumentPlace, issueDate: string, draft: InvoiceDraft, facts: IssueInvoiceFacts): InvoiceIssued['data'] {
  const { requestedIssueDate: _asked, rate, baseCurrency, billToCustomerId: _billTo, entityRevision, customerRevision, billToRevision: _revision, ...printed } = draft;
  const configuration = entityConfiguration(facts.entity, entityRevision);
  const contact = customerContact(facts.customer, customerRevision);
  assertFact(configuration !== undefined, `invoice ${draft.invoiceId} was assigned under revision ${entityRevision} of ${draft.entityId}, which says nothing`);
  assertFact(contact !== undefined, `invoice ${draft.invoiceId} was assigned under revision ${customerRevision} of ${draft.customerId}, which says nothing`);
  const billTo = billToOf(draft, facts);
  const agreed = termsOf(facts.customer, contact, configuration, { issueDate, revision: customerRevision });
  const { remind } = agreed;
  const terms = draft.purpose === 'late-fee' || draft.purpose === 'interest' ? chargeTerms(agreed.terms) : agreed.terms;
  const { seriesId, number, documentNumber } = place;
  return {
    ...printed,
    seriesId,
    number,
    documentNumber,
    issueDate,
    taxPointDate: issueDate,
    base: baseAmounts(draft.totals, { baseCurrency, rate, mode: draft.rounding.mode }),
    seller: sellerOf(configuration),
    buyer: buyerOf(contact),
    ...(billTo === undefined ? {} : { billTo }),
    terms,
    instalments: [...dueSchedule(terms, issueDate, moneyOf(draft.totals.gross, checkedCurrency(draft.currency)))],
    waysToPay: configuration.waysToPay,
    ...(configuration.bankAccount === undefined ? {} : { payTo: configuration.bankAccount }),
    ...presentationOf(configuration, customerPreference(facts.customer, customerRevision)?.language, entityRevision),
    remind,
  };
}

function billToOf({ invoiceId, billToCustomerId, billToRevision }: InvoiceDraft, { billTo }: IssueInvoiceFacts): Buyer | undefined {
  if (billToCustomerId === undefined) {
    return undefined;
  }
  const contact = billTo === undefined ? undefined : customerContact(billTo, billToRevision);
  assertFact(contact?.customerId === billToCustomerId, `invoice ${invoiceId} is addressed to ${billToCustomerId}, of whom nothing is known`);
  return buyerOf(contact);
}

/** What is charged for paying late is due as a whole, and nothing is taken off for paying it early. */
const chargeTerms = ({ netDays }: Terms): Terms => ({ netDays });

/** A walk-in pays at the till: due at issue, never reminded. */
function termsOf(
  customer: CustomerState,
  contact: CustomerContact,
  configuration: EntityConfiguration,
  at: { readonly issueDate: string; readonly revision: number },
): { readonly terms: Terms; readonly remind: boolean } {
  if (contact.kind === 'walk-in') {
    return { terms: { netDays: 0 }, remind: false };
  }
  const inForce = termsInForce(customer, configuration.entityId, at.issueDate, at.revision);
  return inForce === undefined
    ? { terms: { netDays: configuration.defaultTerms.netDays }, remind: true }
    : { terms: inForce.terms, remind: inForce.remind };
}
