import type { CreditNoteDocument, PdfOptions } from './document-inputs';
import { letterHead } from './parts/letter-head';
import { lineTable, type PrintedLine } from './parts/line-table';
import { taxSummary, totals } from './parts/totals';
import { Sheet } from './page/sheet';
import { shownDay } from './text/figures';
import { label } from './text/labels';
import { spokenCredits } from './text/spoken-line';

/** A credit note as PDF; its amounts are positive, as in the event: its title says that it is a credit. The same bytes every time. */
export async function renderCreditNote({ issued, profile, invoiceNumbers }: CreditNoteDocument, options: PdfOptions = {}): Promise<Uint8Array> {
  const language = issued.language ?? 'en';
  const title = label('creditNote', language);
  const shown = { ...profile, ...issued.seller };
  const sheet = new Sheet({ title: `${title} ${issued.documentNumber}`, language, day: issued.issueDate }, shown, options);
  const numberOf = (invoiceId: string): string => invoiceNumbers.get(invoiceId) ?? invoiceId;
  const credited = [...new Set(issued.lines.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [numberOf(invoiceId)])))];
  const { taxId } = issued.buyer.personal;
  const facts = [
    { name: label('issueDate', language), text: shownDay(issued.issueDate, language) },
    { name: label('customerNumber', language), text: issued.customerId },
    ...(taxId === undefined ? [] : [{ name: label('buyerTaxId', language), text: taxId }]),
    ...(credited.length === 1 ? [{ name: label('credits', language), text: credited[0] ?? '' }] : []),
    { name: label('reason', language), text: issued.reason },
  ];
  letterHead(sheet, { title, number: issued.documentNumber, profile: shown, to: issued.buyer, facts });
  const lines = spokenCredits(issued.lines, language).map((line): PrintedLine => ({
    ...line,
    notes: credited.length > 1 && line.invoiceId !== undefined ? [`${label('credits', language)} ${numberOf(line.invoiceId)}`] : [],
  }));
  lineTable(sheet, lines, issued.currency);
  totals(sheet, issued, label('credited', language));
  taxSummary(sheet, issued);
  return sheet.finished();
}
