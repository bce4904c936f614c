import { decimalOf } from '#money';
import type { CustomerState } from '../customer/customer.state';
import { unknownCustomer } from '../customer/customer-refusals';
import { checkRequestedIssue, type IssueFacts } from '../documents/requested-issue';
import { entityConfiguration } from '../entity/entity.state';
import { unknownEntity } from '../entity/open-series';
import { checkedCurrency, checkRate, failed, passed, refuseUnknownCurrency, type Checked } from '../input-rules';
import { priceLines, refuseTooLargeInBase, type PricedDocument, type PricingRules, type Rounding } from '../pricing';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { BillingAssigned, NothingToBill } from './sale.events';
import { answerOf, type SaleAnswer, type SaleFacts, type SaleState } from './sale.state';

/** What deciding a sale looks at beside its own stream. */
export interface SaleDecisionFacts extends IssueFacts {
  readonly customer: CustomerState;
  /** Whom the invoice is addressed to; needed when the sale names somebody. */
  readonly billTo?: CustomerState;
}

/** How a sale is to be billed. */
export interface BillingRequest {
  /** Made from the sale id, so that it is the same however often it is asked for. */
  readonly invoiceId: string;
  readonly requestedIssueDate: string;
  readonly strict: boolean;
  readonly seriesId?: string;
  /** The billing run that issues the invoice; absent: the invoice is this sale's own. */
  readonly runId?: string;
}

/** Bills a sale that waits: the customer was held, or the seller said later. */
export interface AssignBilling extends BillingRequest {
  readonly saleId: string;
}

export function decideAssignBilling(
  command: AssignBilling,
  state: SaleState,
  facts: SaleDecisionFacts,
): Decision<BillingAssigned | NothingToBill, SaleAnswer> {
  const { sale } = state;
  if (sale === null) {
    return refuse(refusal('not-found', 'SALE.UNKNOWN', `sale ${JSON.stringify(command.saleId)} is not on record. Close it first.`, { saleId: command.saleId }));
  }
  if (state.progress === 'cancelled') {
    return refuse(
      refusal('conflict', 'SALE.CANCELLED', `sale ${JSON.stringify(sale.saleId)} was cancelled and is not billed. Send it again under another id.`, {
        saleId: sale.saleId,
      }),
    );
  }
  if (state.progress !== 'waiting') {
    return accept([], answerOf(sale, state.progress, state.billing === null ? {} : { billing: state.billing }));
  }
  const priced = priceSale(sale, facts);
  if (!priced.ok) {
    return refuse(priced.refusal);
  }
  const billed = billSale(sale, priced.value, command, facts);
  return billed.ok ? accept([billed.value], answerAfter(sale, billed.value)) : refuse(billed.refusal);
}

/** The sale's figures by the entity's present rules; refuses what no document could hold. */
export function priceSale(sale: SaleFacts, facts: SaleDecisionFacts): Checked<PricedDocument> {
  const configuration = entityConfiguration(facts.entity);
  if (configuration === undefined) {
    return failed(unknownEntity(sale.entityId));
  }
  if (facts.customer.registered === null) {
    return failed(unknownCustomer(sale.customerId));
  }
  const badCurrency = refuseUnknownCurrency('currency', sale.currency);
  if (badCurrency !== undefined) {
    return failed(badCurrency);
  }
  const rate = checkRate(sale.currency, configuration.baseCurrency, sale.rate, facts.recordedRate);
  if (!rate.ok) {
    return rate;
  }
  const priced = priceLines(sale.lines, pricingRules(sale, configuration.rounding));
  if (priced.kind === 'refused') {
    return failed(priced.refusal);
  }
  const { mode } = configuration.rounding;
  const tooLarge = refuseTooLargeInBase(priced.totals, { baseCurrency: configuration.baseCurrency, rate: rate.value, mode });
  return tooLarge === undefined ? passed(priced) : failed(tooLarge);
}

export function pricingRules(sale: SaleFacts, rounding: Rounding): PricingRules {
  const { taxInclusive, documentDiscountPercent: percent, documentDiscountAmount: amount } = sale;
  const discount = { ...(percent === undefined ? {} : { percent }), ...(amount === undefined ? {} : { amount }) };
  return {
    currency: checkedCurrency(sale.currency),
    rounding,
    ...(taxInclusive === undefined ? {} : { inclusive: taxInclusive }),
    ...(percent === undefined && amount === undefined ? {} : { discount }),
  };
}

/** Whether there is nothing to invoice: every line is zero. */
export const isNothing = (priced: PricedDocument): boolean => decimalOf(priced.totals.gross).isZero();

/** The one fact that follows for a priced sale that is to be billed now: its invoice, or that there is nothing to bill. */
export function billSale(
  sale: SaleFacts,
  priced: PricedDocument,
  request: BillingRequest,
  facts: SaleDecisionFacts,
): Checked<BillingAssigned | NothingToBill> {
  if (isNothing(priced)) {
    return passed({ type: 'NothingToBill', data: { saleId: sale.saleId, reason: 'every line is zero' } });
  }
  const issue = checkRequestedIssue(
    {
      kind: 'invoice',
      entityId: sale.entityId,
      requestedIssueDate: request.requestedIssueDate,
      strict: request.strict,
      seriesId: request.seriesId,
      currency: sale.currency,
      rate: sale.rate,
    },
    facts,
  );
  if (!issue.ok) {
    return issue;
  }
  const { configuration, series, rate } = issue.value;
  return passed({
    type: 'BillingAssigned',
    data: {
      saleId: sale.saleId,
      invoiceId: request.invoiceId,
      seriesId: series.seriesId,
      requestedIssueDate: request.requestedIssueDate,
      currency: sale.currency,
      lines: [...priced.lines],
      taxSummary: [...priced.taxSummary],
      totals: priced.totals,
      rounding: configuration.rounding,
      rate,
      baseCurrency: configuration.baseCurrency,
      entityRevision: facts.entity.revision,
      customerRevision: facts.customer.revision,
      ...(sale.billToCustomerId === undefined || facts.billTo === undefined ? {} : { billToRevision: facts.billTo.revision }),
      ...(request.runId === undefined ? {} : { runId: request.runId }),
    },
  });
}

export const answerAfter = (sale: SaleFacts, event: BillingAssigned | NothingToBill): SaleAnswer =>
  event.type === 'BillingAssigned'
    ? answerOf(sale, 'billed', { billing: event.data })
    : answerOf(sale, 'nothing-to-bill', { reason: event.data.reason });
