import { addDays, type InvoiceIssued } from '#ledger';
import type { InvoiceDocument, PdfOptions } from './document-inputs';
import { letterHead, partyLine, type Fact } from './parts/letter-head';
import { lineTable } from './parts/line-table';
import { paymentBlock, paymentHeight, paymentTerms, type ToPay } from './parts/payment-block';
import { taxSummary, totals } from './parts/totals';
import { grey, Sheet } from './page/sheet';
import { shownDay, shownDecimal } from './text/figures';
import { label, type Label } from './text/labels';
import { spokenLines } from './text/spoken-line';

type Issued = InvoiceIssued['data'];

const titles: Readonly<Record<NonNullable<Issued['purpose']>, Label>> = {
  sale: 'invoice', prepayment: 'prepaymentInvoice', 'late-fee': 'feeInvoice', interest: 'interestInvoice',
};

function factsOf(issued: Issued, language: string): Fact[] {
  const { issueDate, supplyDate, supplyPeriod, taxPointDate, customerId, buyer, billTo, reference, instalments, contractIds } = issued;
  const period = supplyPeriod === undefined ? undefined : `${shownDay(supplyPeriod.from, language)} – ${shownDay(supplyPeriod.to, language)}`;
  const due = instalments.length === 1 ? instalments[0]?.dueDate : undefined;
  const facts: readonly (readonly [Label, string | undefined])[] = [
    ['issueDate', shownDay(issueDate, language)],
    period === undefined ? ['supplyDate', shownDay(supplyDate, language)] : ['supplyPeriod', period],
    ['taxPoint', taxPointDate === issueDate ? undefined : shownDay(taxPointDate, language)],
    ['dueDate', due === undefined ? undefined : shownDay(due, language)],
    ['customerNumber', customerId],
    // A bill that goes to somebody else still says whom it was supplied to.
    ['suppliedTo', billTo === undefined || billTo.customerId === buyer.customerId ? undefined : partyLine(buyer, language)],
    ['buyerTaxId', buyer.personal.taxId],
    ['contract', contractIds === undefined || contractIds.length > 3 ? undefined : contractIds.join(', ')],
    ['buyerReference', reference],
  ];
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [{ name: label(name, language), text }]));
}

function documentDiscount({ documentDiscountPercent: percent, documentDiscountAmount: amount }: Issued, language: string): string | null {
  if (percent === undefined && amount === undefined) {
    return null;
  }
  return `${label('documentDiscount', language)}: ${percent === undefined ? shownDecimal(amount ?? '', language) : `${shownDecimal(percent, language)} %`}`;
}

/**
 * An invoice as PDF, from what its event froze and the profile that the event names. The same bytes every time.
 *
 * Postcondition: every line of the event stands on it once, whatever the number of pages.
 */
export async function renderInvoice({ issued, profile }: InvoiceDocument, options: PdfOptions = {}): Promise<Uint8Array> {
  const language = issued.language ?? 'en';
  const title = label(titles[issued.purpose ?? 'sale'], language);
  const sheet = new Sheet({ title: `${title} ${issued.documentNumber}`, language, day: issued.issueDate }, { ...profile, ...issued.seller }, options);
  letterHead(sheet, { title, number: issued.documentNumber, profile: { ...profile, ...issued.seller }, to: issued.billTo ?? issued.buyer, facts: factsOf(issued, language) });
  lineTable(sheet, spokenLines(issued, language), issued.currency);
  const said = [documentDiscount(issued, language), issued.taxInclusive === undefined ? null : label('includedTax', language)];
  for (const text of said.filter((each) => each !== null)) {
    sheet.paragraph(text, { size: 8, colour: grey });
  }
  totals(sheet, issued, label('total', language));
  taxSummary(sheet, issued);
  const { earlyPayment } = issued.terms;
  const [only] = issued.instalments;
  const amount = issued.instalments.length === 1 ? issued.totals.gross : only?.amount;
  const toPay: ToPay = {
    name: issued.seller.name, payTo: issued.payTo, waysToPay: issued.waysToPay, currency: issued.currency, documentNumber: issued.documentNumber,
    ...(amount === undefined ? {} : { amount }),
  };
  const earlyBy = earlyPayment === undefined ? null : addDays(issued.issueDate, earlyPayment.withinDays);
  paymentTerms(sheet, issued, { earlyBy, keep: paymentHeight(sheet, toPay) });
  paymentBlock(sheet, toPay);
  return sheet.finished();
}
