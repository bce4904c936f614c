import { formatMinor, knownCurrency, minorOf } from '#money';
import type { ReceiptDocument } from './document-inputs';
import { letterHead } from './parts/letter-head';
import { table } from './page/table';
import { Sheet } from './page/sheet';
import { shownDay, shownDecimal } from './text/figures';
import { kindLabel, label, methodLabel } from './text/labels';

/** Thanks are said for money that is there: not for what the bank took back, nor for what counts later only. */
function opening({ standing, changes, currency, language, isPostDated, receivedOn }: ReceiptDocument): string {
  const of = (kind: string) => changes.filter((change) => change.kind === kind);
  const back = of('payment-reversed');
  const day = (found: ReturnType<typeof of>): string => shownDay(found.map(({ on }) => on).sort().at(-1) ?? receivedOn, language);
  switch (standing) {
    case 'taken-back':
      return label('takenBack', language, { day: day(back) });
    case 'moved':
      return label('movedAway', language, { day: day(of('payment-released')) });
    case 'part-taken-back': {
      const { digits } = knownCurrency(currency);
      const amount = formatMinor(back.reduce((sum, change) => sum - minorOf(change.amount, digits), 0n), digits);
      return label('partTakenBack', language, { day: day(back), amount: `${currency} ${shownDecimal(amount, language)}` });
    }
    case 'stands':
      return isPostDated === true ? label('thanksLater', language, { day: shownDay(receivedOn, language) }) : label('thanks', language);
  }
}

/** That money came in, which documents it paid, and what was taken from it since. */
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
  sheet.paragraph(opening(receipt));
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
      ...receipt.changes.map(({ kind, on, amount }) => ({ cells: [kindLabel(kind, language), shownDay(on, language), shownDecimal(amount, language)] })),
      ...(/[1-9]/.test(receipt.unapplied) ? [{ cells: [label('unapplied', language), '', shownDecimal(receipt.unapplied, language)] }] : []),
    ],
  );
  return sheet.finished();
}
