import type { StatementDocument } from './document-inputs';
import { letterHead } from './parts/letter-head';
import { paymentBlock } from './parts/payment-block';
import { table, type TableRow } from './page/table';
import { grey, Sheet } from './page/sheet';
import { shownDay, shownDecimal } from './text/figures';
import { kindLabel, label } from './text/labels';

type Section = StatementDocument['sections'][number];

/** What happened in an account between two days, and what is open at the end, per currency. */
export async function renderStatement(statement: StatementDocument): Promise<Uint8Array> {
  const { language, profile, customer, from, asOf, sections } = statement;
  const title = label('statement', language);
  const days = `${shownDay(from, language)} – ${shownDay(asOf, language)}`;
  const sheet = new Sheet({ title: `${title} ${statement.accountId} ${days}`, language, day: asOf }, profile, {});
  const facts = [
    { name: label('date', language), text: days },
    { name: label('customerNumber', language), text: customer.customerId },
  ];
  letterHead(sheet, { title, profile, to: customer, facts });
  for (const section of sections) {
    activity(sheet, section);
    openItems(sheet, section);
  }
  if (sections.length === 0) {
    sheet.paragraph(label('nothingOpen', language));
  }
  paymentBlock(sheet, { name: profile.name, payTo: profile.bankAccount, waysToPay: profile.waysToPay, currency: sections[0]?.currency ?? '' });
  return sheet.finished();
}

function activity(sheet: Sheet, { currency, opening, lines, closing }: Section): void {
  const { language } = sheet.head;
  const row = ({ date, kind, documentNumber, amount, balance }: Section['lines'][number]): TableRow => ({
    cells: [shownDay(date, language), `${kindLabel(kind, language)} ${documentNumber}`, shownDecimal(amount, language), shownDecimal(balance, language)],
  });
  table(
    sheet,
    [
      { title: label('date', language), width: 74 },
      { title: label('entry', language) },
      { title: `${label('amount', language)} ${currency}`, width: 96, align: 'right' },
      { title: `${label('balance', language)} ${currency}`, width: 96, align: 'right' },
    ],
    [{ cells: ['', label('opening', language), '', shownDecimal(opening, language)] }, ...lines.map(row)],
    { keep: 30 },
  );
  sheet.line(label('closing', language), sheet.left + sheet.width * 0.56, sheet.y, { bold: true, size: 11 });
  sheet.lineTo(`${currency} ${shownDecimal(closing, language)}`, sheet.right, sheet.y, { bold: true, size: 11, colour: sheet.accent });
  sheet.y += 28;
}

function openItems(sheet: Sheet, { currency, openItems: items }: Section): void {
  const { language } = sheet.head;
  sheet.ensure(80);
  sheet.paragraph(label('openItems', language), { bold: true, size: 10, colour: sheet.accent });
  if (items.length === 0) {
    sheet.paragraph(label('nothingOpen', language), { colour: grey });
    sheet.y += 12;
    return;
  }
  table(
    sheet,
    [
      { title: label('document', language) },
      { title: label('issueDate', language), width: 84 },
      { title: label('dueDate', language), width: 84 },
      { title: `${label('open', language)} ${currency}`, width: 96, align: 'right' },
    ],
    items.map(({ documentNumber, issueDate, dueDate, open }) => ({
      cells: [documentNumber, shownDay(issueDate, language), shownDay(dueDate, language), shownDecimal(open, language)],
    })),
  );
  sheet.y += 14;
}
