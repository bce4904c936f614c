import type { Checked, CreditNoteIssued, InvoiceIssued } from '#ledger';
import { givenText, textField } from './clean-text';
import type { DocumentToSend, ReferredInvoice, TaxNote } from './document-kinds';
import { passed } from './e-invoice-refusal';
import { eInvoiceTexts } from './e-invoice-texts';
import { documentAdjustments } from './semantic-adjustments';
import { amountScale, fitsTwoDecimals } from './semantic-amounts';
import type { PrecedingInvoice, SemanticInvoice, SemanticParty, TaxBreakdown } from './semantic-invoice';
import { creditLine, invoiceLine } from './semantic-lines';
import { addressLine, semanticBuyer, semanticSeller } from './semantic-parties';
import { paymentInstructions, termsText } from './semantic-payment';
import { taxBreakdowns } from './semantic-taxes';
import { semanticTotals } from './semantic-totals';
import { spokenCredits, spokenLines } from '../text/spoken-line';

type Invoice = InvoiceIssued['data'];
type CreditNote = CreditNoteIssued['data'];

/**
 * A document in the terms of EN 16931, or why the standard cannot carry it. A function of the frozen facts alone: no
 * clock, no configuration of today.
 */
export function semanticInvoice(document: DocumentToSend): Checked<SemanticInvoice> {
  const { data } = document;
  const common = commonParts(data, notesOf(document));
  if (!common.ok) {
    return common;
  }
  const { taxes, seller, buyer } = common.value;
  const preceding = precedingOf(document);
  const shared = { ...heading(data), ...common.value, taxes, seller, buyer, preceding };
  return passed(document.kind === 'invoice' ? ofInvoice(document.data, shared) : ofCreditNote(document.data, shared));
}

interface CommonParts {
  readonly seller: SemanticParty;
  readonly buyer: SemanticParty;
  readonly taxes: readonly TaxBreakdown[];
}

type Shared = CommonParts & Pick<SemanticInvoice, 'number' | 'issueDate' | 'currency' | 'accountingTax' | 'taxPointDate' | 'preceding'>;

function commonParts(data: Invoice | CreditNote, notes: readonly TaxNote[]): Checked<CommonParts> {
  const decimals = twoDecimals(data);
  if (!decimals.ok) {
    return decimals;
  }
  const rules = { categories: new Set<string>(data.taxSummary.map(({ category }) => category)) };
  const taxes = taxBreakdowns(data.taxSummary, { scale: amountScale(data.currency), texts: eInvoiceTexts(data.language), notes, sellerCountry: data.seller.country });
  if (!taxes.ok) {
    return taxes;
  }
  const seller = semanticSeller(data.seller, rules);
  if (!seller.ok) {
    return seller;
  }
  const buyer = semanticBuyer(data.buyer, rules);
  return buyer.ok ? passed({ taxes: taxes.value, seller: seller.value, buyer: buyer.value }) : buyer;
}

/** Every amount that is sent; those of the base currency where the tax is told in it. */
function twoDecimals(data: Invoice | CreditNote): Checked<true> {
  const { currency, base, totals } = data;
  const own = fitsTwoDecimals(
    [
      ['totals.net', totals.net],
      ['totals.tax', totals.tax],
      ['totals.gross', totals.gross],
      ...data.taxSummary.flatMap((row, index) => [[`taxSummary[${index}].base`, row.base] as const, [`taxSummary[${index}].tax`, row.tax] as const]),
      ...data.lines.map((line, index) => [`lines[${index}].net`, line.net] as const),
    ],
    currency,
  );
  return own.ok && base.currency !== currency ? fitsTwoDecimals([['base.tax', base.tax]], base.currency) : own;
}

function heading(data: Invoice | CreditNote): Omit<Shared, keyof CommonParts | 'preceding'> {
  const { documentNumber, issueDate, taxPointDate, currency, base } = data;
  const scale = amountScale(base.currency);
  return {
    number: documentNumber,
    issueDate,
    currency,
    ...(taxPointDate === issueDate ? {} : { taxPointDate }),
    ...(base.currency === currency ? {} : { accountingTax: { currency: base.currency, amount: scale.text(scale.units(base.tax)) } }),
  };
}

function ofInvoice(data: Invoice, shared: Shared): SemanticInvoice {
  const scale = amountScale(data.currency);
  const texts = eInvoiceTexts(data.language);
  const documentDiscount = data.documentDiscountPercent !== undefined || data.documentDiscountAmount !== undefined;
  const rules = { scale, texts, mode: data.rounding.mode, inclusive: data.taxInclusive !== undefined, documentDiscount };
  const lines = spokenLines(data, data.language ?? 'en').map((line) => invoiceLine(line, rules));
  const adjustments = documentAdjustments(data, lines, rules);
  const payment = paymentInstructions(data);
  const [first] = data.instalments;
  const [contract, ...more] = data.contractIds ?? [];
  const addressed = data.billTo === undefined ? undefined : `${texts.addressedTo}: ${addressLine(data.billTo)}`;
  return {
    ...shared,
    typeCode: data.purpose === 'prepayment' ? '386' : '380',
    ...(first === undefined ? {} : { dueDate: first.dueDate }),
    ...textField('buyerReference', data.reference),
    ...(more.length === 0 ? textField('contractReference', contract) : {}),
    ...textField('terms', termsText(data, texts)),
    ...textField('note', addressed),
    ...(data.supplyPeriod === undefined ? { deliveryDate: data.supplyDate } : { period: { from: data.supplyPeriod.from, to: data.supplyPeriod.to } }),
    ...(payment === undefined ? {} : { payment }),
    adjustments,
    totals: semanticTotals(data.totals, { lines, adjustments }, scale),
    lines: lines.map(({ line }) => line),
  };
}

function ofCreditNote(data: CreditNote, shared: Shared): SemanticInvoice {
  const scale = amountScale(data.currency);
  const texts = eInvoiceTexts(data.language);
  const lines = spokenCredits(data.lines, data.language ?? 'en').map((line) => creditLine(line, { scale, mode: data.rounding.mode }));
  return {
    ...shared,
    typeCode: '381',
    terms: texts.creditTerms,
    ...textField('note', data.reason),
    adjustments: [],
    totals: semanticTotals(data.totals, { lines, adjustments: [] }, scale),
    lines: lines.map(({ line }) => line),
  };
}

/** Those of its own lines; a credit note has none and says what the invoices say that it credits. */
function notesOf({ kind, data, refersTo = [] }: DocumentToSend): readonly TaxNote[] {
  return kind === 'invoice'
    ? data.lines.flatMap(({ taxCategory, taxNote }) => (givenText(taxNote) === undefined ? [] : [{ category: taxCategory, note: taxNote ?? '' }]))
    : refersTo.flatMap(({ taxNotes = [] }) => taxNotes);
}

const precedingOf = ({ refersTo = [] }: DocumentToSend): readonly PrecedingInvoice[] =>
  refersTo.map(({ documentNumber, issueDate }: ReferredInvoice) => ({ number: documentNumber, ...(issueDate === undefined ? {} : { issueDate }) }));
