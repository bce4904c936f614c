import { formatMinor, knownCurrency, minorOf } from '#money';
import type { ReminderDocument } from './document-inputs';
import { letterHead } from './parts/letter-head';
import { paymentBlock } from './parts/payment-block';
import { table } from './page/table';
import { grey, Sheet } from './page/sheet';
import { shownDay, shownDecimal } from './text/figures';
import { label, type Label } from './text/labels';

const words: Readonly<Record<ReminderDocument['level'], { readonly title: Label; readonly text: Label }>> = {
  reminder: { title: 'reminder', text: 'reminderText' },
  notice: { title: 'notice', text: 'noticeText' },
  'final-notice': { title: 'finalNotice', text: 'finalNoticeText' },
};

/** What is due today or later is not late yet, whatever the tone of the step. */
const wordsOf = ({ level, items, runDate }: ReminderDocument): { readonly title: Label; readonly text: Label } =>
  items.every(({ dueDate }) => dueDate >= runDate) ? { title: 'dueSoon', text: 'dueSoonText' } : words[level];

/** A letter about what is open, as the claim of the reminder froze it. */
export async function renderReminder(reminder: ReminderDocument): Promise<Uint8Array> {
  const { language, profile, customer, currency, items, fee, runDate } = reminder;
  const said = wordsOf(reminder);
  const { digits } = knownCurrency(currency);
  const title = label(said.title, language);
  const sheet = new Sheet({ title: `${title} ${customer.customerId} ${runDate}`, language, day: runDate }, profile, {});
  const facts = [
    { name: label('issueDate', language), text: shownDay(runDate, language) },
    { name: label('customerNumber', language), text: customer.customerId },
  ];
  letterHead(sheet, { title, profile, to: customer, facts });
  sheet.paragraph(label(said.text, language));
  sheet.y += 10;
  table(
    sheet,
    [
      { title: label('document', language) },
      { title: label('dueDate', language), width: 100 },
      { title: `${label('open', language)} ${currency}`, width: 110, align: 'right' },
    ],
    items.map(({ documentNumber, instalment, dueDate, openAmount }) => ({
      cells: [instalment > 1 ? `${documentNumber} (${instalment})` : documentNumber, shownDay(dueDate, language), shownDecimal(openAmount, language)],
    })),
    { keep: 60 },
  );
  const sum = formatMinor(items.reduce((total, { openAmount }) => total + minorOf(openAmount, digits), 0n), digits);
  sheet.line(label('openSum', language), sheet.left + sheet.width * 0.56, sheet.y, { bold: true, size: 11 });
  sheet.lineTo(`${currency} ${shownDecimal(sum, language)}`, sheet.right, sheet.y, { bold: true, size: 11, colour: sheet.accent });
  sheet.y += 24;
  if (fee !== undefined) {
    sheet.paragraph(`${label('fee', language)}: ${fee.currency} ${shownDecimal(fee.amount, language)}`, { size: 8, colour: grey });
  }
  sheet.paragraph(label('crossed', language), { size: 8, colour: grey });
  sheet.y += 10;
  const [only] = items;
  paymentBlock(sheet, {
    name: profile.name, payTo: profile.bankAccount, waysToPay: profile.waysToPay, currency,
    ...(items.length === 1 && only !== undefined ? { amount: only.openAmount, documentNumber: only.documentNumber } : {}),
  });
  return sheet.finished();
}
