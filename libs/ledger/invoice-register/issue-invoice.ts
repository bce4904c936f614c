import { customerContact, termsInForce, type CustomerContact, type CustomerState } from '../customer/customer.state';
import { assertFact } from '../documents/assert-fact';
import { issueDateIn, nextPlace, openedSeries, placeAt, type DocumentPlace } from '../documents/next-place';
import { buyerOf, sellerOf } from '../documents/printed-parties';
import { entityConfiguration, type EntityConfiguration, type EntityState } from '../entity/entity.state';
import { checkedCurrency } from '../input-rules';
import { baseAmounts, dueSchedule, type Terms } from '../pricing';
import { accept, type Decision } from '../refusal';
import type { Billing, SaleFacts } from '../sale/sale.state';
import { moneyOf } from '#money';
import type { InvoiceIssued } from './invoice.events';
import type { InvoiceRegisterState } from './invoice-register.state';

/** Issues an assigned invoice. Nothing refuses it any more. */
export interface IssueInvoice {
  readonly billing: Billing;
  readonly sale: SaleFacts;
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
  const { invoiceId, seriesId } = command.billing;
  const series = openedSeries(facts.entity, seriesId);
  const issuedAt = state.latest.get(invoiceId) ?? command.alreadyIssuedAt;
  if (issuedAt !== null) {
    return accept([], { invoiceId, ...placeAt(series, issuedAt), issued: null });
  }
  const place = nextPlace(series, state);
  const issued = invoiceAt(place, issueDateIn(state, command.billing.requestedIssueDate), command, facts);
  return accept([{ type: 'InvoiceIssued', data: issued }], { invoiceId, ...place, issued });
}

function invoiceAt(place: DocumentPlace, issueDate: string, command: IssueInvoice, facts: IssueInvoiceFacts): InvoiceIssued['data'] {
  const { billing, sale } = command;
  const configuration = entityConfiguration(facts.entity, billing.entityRevision);
  const contact = customerContact(facts.customer, billing.customerRevision);
  assertFact(configuration !== undefined, `sale ${sale.saleId} was assigned under revision ${billing.entityRevision} of ${sale.entityId}, which says nothing`);
  assertFact(contact !== undefined, `sale ${sale.saleId} was assigned under revision ${billing.customerRevision} of ${sale.customerId}, which says nothing`);
  const { terms, remind } = termsOf(facts.customer, contact, configuration, { issueDate, revision: billing.customerRevision });
  const { seriesId, number, documentNumber } = place;
  return {
    invoiceId: billing.invoiceId,
    seriesId,
    number,
    documentNumber,
    entityId: sale.entityId,
    customerId: sale.customerId,
    accountId: sale.accountId,
    issueDate,
    supplyDate: sale.supplyDate,
    taxPointDate: issueDate,
    currency: billing.currency,
    base: baseAmounts(billing.totals, { baseCurrency: billing.baseCurrency, rate: billing.rate, mode: billing.rounding.mode }),
    seller: sellerOf(configuration),
    buyer: buyerOf(contact),
    terms,
    instalments: [...dueSchedule(terms, issueDate, moneyOf(billing.totals.gross, checkedCurrency(billing.currency)))],
    lines: linesOf(billing, sale),
    taxSummary: billing.taxSummary,
    totals: billing.totals,
    rounding: billing.rounding,
    saleIds: [sale.saleId],
    waysToPay: configuration.waysToPay,
    remind,
    ...(sale.reference === undefined ? {} : { reference: sale.reference }),
  };
}

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

function linesOf(billing: Billing, sale: SaleFacts): InvoiceIssued['data']['lines'] {
  assertFact(billing.lines.length === sale.lines.length, `sale ${sale.saleId} has ${sale.lines.length} lines and ${billing.lines.length} prices`);
  return sale.lines.map((line, index) => {
    const priced = billing.lines[index];
    assertFact(priced?.lineId === line.lineId, `line ${line.lineId} of sale ${sale.saleId} has no price of its own`);
    const { lineId, description, quantity, unitPrice, taxCategory, taxRate, productCode, discountPercent, discountAmount } = line;
    return {
      lineId,
      saleId: sale.saleId,
      description,
      quantity,
      unitPrice,
      net: priced.net,
      tax: priced.tax,
      taxCategory,
      taxRate,
      recognition: { rule: 'at-issue' },
      ...(productCode === undefined ? {} : { productCode }),
      ...(discountPercent === undefined ? {} : { discountPercent }),
      ...(discountAmount === undefined ? {} : { discountAmount }),
    };
  });
}
