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

interface TaxedCorrection {
  readonly accountId: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly taxes: readonly { readonly category: string; readonly rate: string; readonly amount: string; readonly baseAmount: string }[];
}

/** A correction names its tax; the taxable amount is the one that bears it at that rate. */
function correctionLines(data: TaxedCorrection, part: { readonly source: TaxSource; readonly documentId: string; readonly on: string; readonly sign: 1n | -1n }): TaxLine[] {
  const { sign, ...named } = part;
  return data.taxes.map((row) => {
    const tax = minor(row.amount, data.currency);
    const baseTax = minor(row.baseAmount, data.baseCurrency);
    return {
      ...named, entityId: accountParts(data.accountId).entityId, category: row.category, rate: row.rate, currency: data.currency,
      net: sign * taxable(tax, row.rate), tax: sign * tax, baseCurrency: data.baseCurrency, baseNet: sign * taxable(baseTax, row.rate), baseTax: sign * baseTax,
    };
  });
}

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
