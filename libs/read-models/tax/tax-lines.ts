import { Decimal, decimalOf, minorOf, roundDecimal } from '#money';
import {
  accountParts, currencyDigits, shareOut, type CorrectionEvent, type CreditNoteIssued, type ExternalInvoiceRecorded, type InvoiceIssued,
  type LedgerEvent,
} from '#ledger';

/** What a tax figure comes from. */
export const taxSources = ['invoice', 'credit-note', 'external-invoice', 'discount', 'bad-debt-relief', 'recovery'] as const;
export type TaxSource = (typeof taxSources)[number];

/** Taxable amount and tax of one category and rate of one fact. Minor units; what lowers tax payable is negative. */
export interface TaxLine {
  readonly entityId: string;
  readonly source: TaxSource;
  readonly documentId: string;
  readonly category: string;
  /** Percent. */
  readonly rate: string;
  readonly currency: string;
  readonly net: bigint;
  readonly tax: bigint;
  readonly baseCurrency: string;
  readonly baseNet: bigint;
  readonly baseTax: bigint;
  /** Tax point: the day the tax falls due on. */
  readonly on: string;
}

const minor = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));

type Document = InvoiceIssued['data'] | CreditNoteIssued['data'] | ExternalInvoiceRecorded['data'];

/**
 * Rows of the tax summary, none for a document from elsewhere that tells no tax. Their base amounts are shared out as the postings share them, so that both
 * tie.
 */
function documentLines(data: Document, source: TaxSource, documentId: string, sign: 1n | -1n): TaxLine[] {
  if (data.taxSummary.length === 0) return [];
  const nets = data.taxSummary.map((row) => minor(row.base, data.currency));
  const taxes = data.taxSummary.map((row) => minor(row.tax, data.currency));
  const baseNets = shareOut(minor(data.base.net, data.base.currency), nets);
  const baseTaxes = shareOut(minor(data.base.tax, data.base.currency), taxes);
  return data.taxSummary.map((row, index) => ({
    entityId: data.entityId, source, documentId, category: row.category, rate: row.rate, currency: data.currency, net: sign * nets[index]!,
    tax: sign * taxes[index]!, baseCurrency: data.base.currency, baseNet: sign * baseNets[index]!, baseTax: sign * baseTaxes[index]!, on: data.issueDate,
  }));
}

interface Share {
  readonly category: string;
  readonly rate: string;
  readonly amount: string;
  readonly baseAmount: string;
}

interface TaxedCorrection {
  readonly accountId: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly taxes: readonly Share[];
  /** Turnover; untaxed categories stand here alone. Absent: only the tax is on record. */
  readonly nets?: readonly Share[] | undefined;
}

const sameRate = (share: Share) => (other: Share): boolean => other.category === share.category && other.rate === share.rate;

/** A correction names its tax and turnover. Where the turnover is not on record, it is the one that bears the tax at that rate. */
function correctionLines(data: TaxedCorrection, part: { readonly source: TaxSource; readonly documentId: string; readonly on: string; readonly sign: 1n | -1n }): TaxLine[] {
  const { sign, ...named } = part;
  const { taxes, nets, currency, baseCurrency } = data;
  const line = (row: Share, tax: readonly [bigint, bigint], net: readonly [bigint, bigint]): TaxLine => ({
    ...named, entityId: accountParts(data.accountId).entityId, category: row.category, rate: row.rate, currency,
    net: sign * net[0], tax: sign * tax[0], baseCurrency, baseNet: sign * net[1], baseTax: sign * tax[1],
  });
  const minors = (share: Share): readonly [bigint, bigint] => [minor(share.amount, currency), minor(share.baseAmount, baseCurrency)];
  if (nets === undefined) {
    return taxes.map((row) => line(row, minors(row), [taxable(minors(row)[0], row.rate), taxable(minors(row)[1], row.rate)]));
  }
  // One row a category and rate on each side; what has no tax stands among the nets alone, a cent of tax perhaps without net.
  const taxed = taxes.map((row) => line(row, minors(row), minorsOf(nets.find(sameRate(row)), minors)));
  return [...taxed, ...nets.filter((net) => !taxes.some(sameRate(net))).map((row) => line(row, [0n, 0n], minors(row)))];
}

const minorsOf = (share: Share | undefined, minors: (share: Share) => readonly [bigint, bigint]): readonly [bigint, bigint] => (share === undefined ? [0n, 0n] : minors(share));

function taxable(tax: bigint, rate: string): bigint {
  const percent = decimalOf(rate);
  return percent.isZero() ? 0n : BigInt(roundDecimal(new Decimal(tax.toString()).times(100).div(percent), 0, 'half-up').toFixed(0));
}

function correction(event: CorrectionEvent): TaxLine[] {
  const { type, data } = event;
  switch (type) {
    case 'DeductionAccepted':
      return correctionLines(data, { source: 'discount', documentId: data.invoiceId, on: data.acceptedOn, sign: -1n });
    case 'DeductionReversed':
      return correctionLines(data, { source: 'discount', documentId: data.invoiceId, on: data.reversedOn, sign: 1n });
    case 'BadDebtTaxRelieved':
      return correctionLines(data, { source: 'bad-debt-relief', documentId: data.writeOffId, on: data.relievedOn, sign: -1n });
    case 'WriteOffReversed':
      return correctionLines(data, { source: 'recovery', documentId: data.writeOffId, on: data.reversedOn, sign: 1n });
    default:
      return [];
  }
}

/** The tax of one fact, per category and rate. Categories without tax are told too: returns ask for their turnover. */
export function taxLines(event: LedgerEvent): TaxLine[] {
  switch (event.type) {
    case 'InvoiceIssued':
      return documentLines(event.data, 'invoice', event.data.invoiceId, 1n);
    case 'CreditNoteIssued':
      return documentLines(event.data, 'credit-note', event.data.creditNoteId, -1n);
    case 'ExternalInvoiceRecorded':
      return event.data.mode === 'history' ? documentLines(event.data, 'external-invoice', event.data.invoiceId, 1n) : [];
    case 'DeductionAccepted':
    case 'DeductionReversed':
    case 'BadDebtTaxRelieved':
    case 'WriteOffReversed':
      return correction(event);
    default:
      return [];
  }
}

/** Types that `taxLines` answers. */
export const taxedEventTypes: readonly LedgerEvent['type'][] = [
  'InvoiceIssued', 'CreditNoteIssued', 'ExternalInvoiceRecorded', 'DeductionAccepted', 'DeductionReversed', 'BadDebtTaxRelieved', 'WriteOffReversed',
];
