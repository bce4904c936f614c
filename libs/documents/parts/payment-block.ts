import type { InvoiceIssued } from '#ledger';
import { paymentReference } from '#ledger';
import { codeSquares, paymentCode } from '../payment-code';
import { bodySize, grey, leading, type Sheet } from '../page/sheet';
import { shownDay, shownDecimal } from '../text/figures';
import { label } from '../text/labels';

/** What is asked for, and where to send it. */
export interface ToPay {
  readonly name: string;
  readonly payTo: InvoiceIssued['data']['payTo'];
  readonly waysToPay: InvoiceIssued['data']['waysToPay'];
  readonly currency: string;
  /** Of the code; absent: no code is printed. */
  readonly amount?: string;
  readonly documentNumber?: string;
}

const codeSide = 92;

function bankLines({ payTo, name, documentNumber }: ToPay, language: string): string[] {
  if (payTo === undefined) {
    return [];
  }
  const { accountHolder = name, iban, bic, accountNumber, bankCode, bankName } = payTo;
  const told: readonly (readonly [string, string | undefined])[] = [
    [label('accountHolder', language), accountHolder],
    ['IBAN', iban?.replace(/(.{4})(?=.)/g, '$1 ')],
    ['BIC', bic],
    [label('accountNumber', language), accountNumber],
    [label('bankCode', language), bankCode],
    [label('bank', language), bankName],
    [label('paymentReference', language), documentNumber === undefined ? undefined : paymentReference(documentNumber)],
  ];
  return told.flatMap(([title, text]) => (text === undefined ? [] : [`${title}: ${text}`]));
}

function codeOf({ payTo, name, currency, amount, documentNumber }: ToPay): string | null {
  if (payTo?.iban === undefined || amount === undefined || documentNumber === undefined) {
    return null;
  }
  const { accountHolder = name, iban, bic } = payTo;
  return paymentCode({ holder: accountHolder, iban, ...(bic === undefined ? {} : { bic }), currency, amount, documentNumber });
}

interface Placed {
  readonly texts: readonly string[];
  readonly code: string | null;
  /** Points that the texts may be wide. */
  readonly room: number;
  readonly height: number;
}

/** What stands in the block; null: nothing. */
function placed(sheet: Sheet, toPay: ToPay): Placed | null {
  const lines = bankLines(toPay, sheet.head.language);
  const texts = [...lines, ...toPay.waysToPay.map(({ kind, text }) => `${kind}: ${text}`)];
  if (texts.length === 0) {
    return null;
  }
  const code = codeOf(toPay);
  const room = sheet.width - (code === null ? 0 : codeSide + 24);
  const height = texts.reduce((sum, text) => sum + sheet.lines(text, room).length, 0) * bodySize * leading + 24;
  return { texts, code, room, height: Math.max(height, code === null ? 0 : codeSide + 30) };
}

/** Points that the block takes. */
export const paymentHeight = (sheet: Sheet, toPay: ToPay): number => placed(sheet, toPay)?.height ?? 0;

/** Ways to pay: the bank account with the payer's reference, what the entity says besides, and a code for banking apps. */
export function paymentBlock(sheet: Sheet, toPay: ToPay): void {
  const block = placed(sheet, toPay);
  if (block === null) {
    return;
  }
  const { texts, code, room, height } = block;
  sheet.ensure(Math.min(height, sheet.bottom - 60));
  const top = sheet.y;
  sheet.paragraph(label('toPay', sheet.head.language), { bold: true, size: 8.5, colour: sheet.accent });
  sheet.y += 2;
  for (const text of texts) {
    sheet.paragraph(text, { width: room });
  }
  if (code !== null) {
    printCode(sheet, code, top);
    sheet.y = Math.max(sheet.y, top + codeSide + 16);
  }
  sheet.y += 8;
}

function printCode(sheet: Sheet, text: string, top: number): void {
  const { count, isDark } = codeSquares(text);
  const dark: [number, number][] = [];
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (isDark(column, row)) {
        dark.push([column, row]);
      }
    }
  }
  const x = sheet.right - codeSide;
  sheet.squares(dark, { x, y: top, side: codeSide, count });
  const caption = label('scan', sheet.head.language);
  const style = { size: 7, colour: grey };
  sheet.line(caption, x + (codeSide - sheet.widthOf(caption, style)) / 2, top + codeSide + 4, style);
}

type Terms = Pick<InvoiceIssued['data'], 'instalments' | 'terms' | 'issueDate' | 'currency'>;

/**
 * When what is due, and what paying early saves.
 *
 * @param keep points that must be left below on the same page, for the ways to pay.
 */
export function paymentTerms(sheet: Sheet, { instalments, terms, issueDate, currency }: Terms, { earlyBy, keep }: { readonly earlyBy: string | null; readonly keep: number }): void {
  const { language } = sheet.head;
  sheet.ensure(Math.min((instalments.length + 3) * bodySize * leading + 8 + keep, sheet.bottom - 60));
  sheet.paragraph(label('terms', language), { bold: true, size: 8.5, colour: sheet.accent });
  for (const { number, dueDate, amount } of instalments) {
    const which = instalments.length === 1 ? '' : `${label('instalment', language)} ${number}: `;
    sheet.paragraph(`${which}${label('dueDate', language)} ${shownDay(dueDate, language)}: ${currency} ${shownDecimal(amount, language)}`);
  }
  if (terms.earlyPayment !== undefined && earlyBy !== null && earlyBy >= issueDate) {
    sheet.paragraph(label('early', language, { day: shownDay(earlyBy, language), percent: shownDecimal(terms.earlyPayment.percent, language) }));
  }
  sheet.y += 8;
}
