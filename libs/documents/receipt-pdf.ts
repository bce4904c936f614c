import type { ReceiptDocument } from './document-inputs';
import { letterHead } from './parts/letter-head';
import { table } from './page/table';
import { Sheet } from './page/sheet';
import { shownDay, shownDecimal } from './text/figures';
import { label, methodLabel } from './text/labels';

/** That money came in, and which documents it paid. */
export async function renderReceipt(receipt: ReceiptDocument): Promise<Uint8Array> {
  const { language, profile, customer, currency, paid } = receipt;
  const title = label('receipt', language);
  const sheet = new Sheet({ title: `${title} ${receipt.paymentId}`, language, day: receipt.receivedOn }, profile, {});
  const facts = [
    { name: label('receivedOn', language), text: shownDay(receipt.receivedOn, language) },
    { name: label('method', language), text: methodLabel(receipt.method, language) },
    { name: label('customerNumber', language), text: customer.customerId },
    ...(receipt.reference === undefined ? [] : [{ name: label('paymentReference', language), text: receipt.reference }]),
  ];
  letterHead(sheet, { title, number: receipt.paymentId, profile, to: customer, facts });
  sheet.paragraph(label('thanks', language));
  sheet.y += 6;
  sheet.paragraph(`${currency} ${shownDecimal(receipt.amount, language)}`, { size: 16, bold: true, colour: sheet.accent });
  sheet.y += 10;
  table(
    sheet,
    [
      { title: label('document', language) },
      { title: label('paidOn', language), width: 110 },
      { title: `${label('amount', language)} ${currency}`, width: 110, align: 'right' },
    ],
    [
      ...paid.map(({ documentNumber, allocatedOn, amount }) => ({ cells: [documentNumber, shownDay(allocatedOn, language), shownDecimal(amount, language)] })),
      ...(/[1-9]/.test(receipt.unapplied) ? [{ cells: [label('unapplied', language), '', shownDecimal(receipt.unapplied, language)] }] : []),
    ],
  );
  return sheet.finished();
}
