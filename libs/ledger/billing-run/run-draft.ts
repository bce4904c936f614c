import type { BilledItem, BilledLine } from '../contract/contract.events';
import { laterDay } from '../dates';
import { assertFact } from '../documents/assert-fact';
import { checkedCurrency, failed, passed, type Checked } from '../input-rules';
import type { InvoiceDraft } from '../invoice-register/invoice-draft';
import type { InvoiceIssued } from '../invoice-register/invoice.events';
import { priceLines, refuseTooLargeInBase, type LineToPrice } from '../pricing';
import { lineRecognition } from '../revenue/line-recognition';
import { saleDraft } from '../sale/sale-draft';
import type { Billing, SaleFacts } from '../sale/sale.state';
import { decimalOf } from '#money';
import type { BillingRunOpened, InvoicePlanned } from './billing-run.events';

type InvoiceLine = InvoiceIssued['data']['lines'][number];

/** What was assigned to an invoice of a run, in the order of its plan. */
export type AssignedSource =
  | { readonly kind: 'sale'; readonly sale: SaleFacts; readonly billing: Billing }
  | { readonly kind: 'contract'; readonly contractId: string; readonly items: readonly BilledItem[] };

export type RunFacts = Pick<BillingRunOpened['data'], 'runId' | 'through' | 'issueDate' | 'entityId'>;

/** A line that is to be priced with all others of its invoice. */
interface RunLine extends LineToPrice, Omit<InvoiceLine, 'net' | 'tax' | 'recognition' | 'lineId'> {
  readonly supplyDate: string;
  readonly recognition: BilledLine['recognition'];
}

/**
 * The invoice of a run from exactly what was assigned to it; null when all of it is worth nothing. One sale alone keeps
 * the figures of its assignment; everything else is priced together, as one document.
 *
 * A refusal can only come before the assignment, when the same lines are tried out: an assigned invoice is issued.
 */
export function runDraft(run: RunFacts, planned: InvoicePlanned['data'], sources: readonly AssignedSource[]): Checked<InvoiceDraft | null> {
  const [only] = sources;
  if (only === undefined) {
    return passed(null);
  }
  if (only.kind === 'sale' && sources.length === 1) {
    return passed({ ...saleDraft(only.sale, only.billing), runId: run.runId });
  }
  const lines = sources.flatMap((source) => linesOf(source, run, sources.length > 1));
  return lines.length === 0 ? passed(null) : pricedDraft(run, planned, sources, lines);
}

function pricedDraft(run: RunFacts, planned: InvoicePlanned['data'], sources: readonly AssignedSource[], lines: readonly RunLine[]): Checked<InvoiceDraft | null> {
  const { currency, rounding, rate, baseCurrency } = planned;
  const priced = priceLines(lines, { currency: checkedCurrency(currency), rounding });
  if (priced.kind === 'refused') {
    return failed(priced.refusal);
  }
  const tooLarge = refuseTooLargeInBase(priced.totals, { baseCurrency, rate, mode: rounding.mode });
  if (tooLarge !== undefined) {
    return failed(tooLarge);
  }
  if (decimalOf(priced.totals.gross).isZero()) {
    return passed(null);
  }
  const contractIds = sources.flatMap((source) => (source.kind === 'contract' ? [source.contractId] : []));
  const { customerId, accountId, billToCustomerId, seriesId, invoiceId, entityRevision, customerRevision, billToRevision, reference } = planned;
  return passed({
    invoiceId, seriesId, requestedIssueDate: run.issueDate, entityId: run.entityId, customerId, accountId,
    ...supplyOf(lines), currency, rate, baseCurrency, rounding,
    lines: lines.map((line, index) => invoiceLine(line, priced.lines[index], currency)),
    taxSummary: [...priced.taxSummary],
    totals: priced.totals,
    saleIds: sources.flatMap((source) => (source.kind === 'sale' ? [source.sale.saleId] : [])),
    ...(contractIds.length === 0 ? {} : { contractIds }),
    runId: run.runId, entityRevision, customerRevision,
    ...(billToCustomerId === undefined ? {} : { billToCustomerId }),
    ...(billToRevision === undefined ? {} : { billToRevision }),
    ...(reference === undefined ? {} : { reference }),
  });
}

/**
 * The line ids of an invoice are those of its source; where several sources share one, each is told apart by its own id.
 */
export const runLineId = (sourceId: string, lineId: string, shared: boolean): string => (shared ? `${sourceId}/${lineId}` : lineId);

function linesOf(source: AssignedSource, run: RunFacts, shared: boolean): RunLine[] {
  if (source.kind === 'sale') {
    const { saleId, lines, supplyDate } = source.sale;
    return lines.map(({ lineId, recognition, ...line }) => ({
      ...line, lineId: runLineId(saleId, lineId, shared), saleId, supplyDate, recognition: { rule: recognition ?? 'at-issue' },
    }));
  }
  const { contractId, items } = source;
  return items.flatMap(({ itemId, billedThrough, lines }) =>
    lines.map((line) => ({
      ...line, lineId: runLineId(contractId, line.lineId, shared), contractId, contractItemId: itemId,
      supplyDate: line.servicePeriod?.to ?? billedThrough ?? run.through,
    })),
  );
}

function invoiceLine(line: RunLine, figures: { readonly lineId: string; readonly net: string; readonly tax: string } | undefined, currency: string): InvoiceLine {
  assertFact(figures?.lineId === line.lineId, `line ${line.lineId} has no price of its own`);
  const { supplyDate, recognition, ...printed } = line;
  const { servicePeriod } = line;
  return {
    ...printed,
    net: figures.net,
    tax: figures.tax,
    recognition: lineRecognition({
      ...recognition, net: figures.net, currency: checkedCurrency(currency), supplyDate, ...(servicePeriod === undefined ? {} : { servicePeriod }),
    }),
  };
}

/** The day, and where there are service periods the days, that the lines were supplied. */
function supplyOf(lines: readonly RunLine[]): Pick<InvoiceDraft, 'supplyDate' | 'supplyPeriod'> {
  const supplyDate = lines.reduce((last, line) => laterDay(line.supplyDate, last), '');
  const periods = lines.flatMap(({ servicePeriod }) => servicePeriod ?? []);
  const [first] = periods;
  if (first === undefined) {
    return { supplyDate };
  }
  const from = periods.reduce((least, period) => (period.from < least ? period.from : least), first.from);
  return { supplyDate, supplyPeriod: { from, to: periods.reduce((last, period) => laterDay(period.to, last), first.to) } };
}
