import { create } from 'qrcode';
import { creditorReference } from '#ledger';

export interface PaymentCode {
  readonly holder: string;
  readonly iban: string;
  readonly bic?: string;
  readonly currency: string;
  /** Fixed-scale, as `"1234.50"`. */
  readonly amount: string;
  readonly documentNumber: string;
}

/** Signs that the character set of a code must have; others become a space. */
const outside = /[^\u0020-\u007E\u00A0-\u024F]/g;

const amountMax = 999_999_999_99n;

/**
 * The text of a payment code that European banking apps read (EPC069-12, version 002): who is paid, where to, how much
 * and what for. Null where the scheme does not allow one: another currency than the euro, no IBAN, or an amount outside
 * 0.01 to 999,999,999.99.
 */
export function paymentCode({ holder, iban, bic, currency, amount, documentNumber }: PaymentCode): string | null {
  const cents = /^\d{1,15}\.\d{2}$/.test(amount) ? BigInt(amount.replace('.', '')) : 0n;
  if (currency !== 'EUR' || iban === '' || cents < 1n || cents > amountMax) {
    return null;
  }
  const reference = creditorReference(documentNumber);
  const name = holder.replace(outside, ' ').trim().slice(0, 70);
  const text = reference === null ? documentNumber.replace(outside, ' ').slice(0, 140) : '';
  // Lines: service tag, version, character set (UTF-8), identification, BIC, name, IBAN, amount, purpose, reference, text.
  return ['BCD', '002', '1', 'SCT', bic ?? '', name, iban, `EUR${amount}`, '', reference ?? '', text].join('\n').trimEnd();
}

/** A code as rows of dark and light squares, with the error correction the scheme asks for. */
export function codeSquares(text: string): { readonly count: number; readonly isDark: (column: number, row: number) => boolean } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  return { count: modules.size, isDark: (column, row) => modules.get(row, column) === 1 };
}
