import { Decimal, formatMinor, knownCurrency, minorOf, type Currency } from '#money';
import type { Checked, InvoiceIssued } from '#ledger';
import { failed, notCarried, passed } from './e-invoice-refusal';

export type Mode = InvoiceIssued['data']['rounding']['mode'];

const decimalsMax = 2;

/** Amounts of one currency as EN 16931 writes them: at most two decimals, counted in whole units of the last one. */
export interface AmountScale {
  readonly digits: number;
  readonly units: (amount: string) => bigint;
  readonly text: (units: bigint) => string;
  readonly rounded: (value: Decimal, mode: Mode) => bigint;
}

export function amountScale(code: string): AmountScale {
  const { digits: own } = knownCurrency(code);
  const digits = Math.min(own, decimalsMax);
  const cut = 10n ** BigInt(own - digits);
  return {
    digits,
    units: (amount) => minorOf(amount, own) / cut,
    text: (units) => formatMinor(units, digits),
    rounded: (value, mode) => BigInt(value.toFixed(digits, mode === 'half-up' ? Decimal.ROUND_HALF_UP : Decimal.ROUND_HALF_EVEN).replace('.', '')),
  };
}

/** A plain decimal without needless zeros. */
export const plain = (value: string | Decimal): string => new Decimal(value).toFixed();

/**
 * Refuses amounts with a third decimal: the standard has no place for it (BR-DEC), and rounding it away would ask for
 * another amount than the ledger holds.
 */
export function fitsTwoDecimals(named: readonly (readonly [field: string, amount: string | undefined])[], code: string): Checked<true> {
  const currency: Currency = knownCurrency(code);
  if (currency.digits <= decimalsMax) {
    return passed(true);
  }
  const cut = 10n ** BigInt(currency.digits - decimalsMax);
  const unfit = named.find(([, amount]) => amount !== undefined && minorOf(amount, currency.digits) % cut !== 0n);
  if (unfit === undefined) {
    return passed(true);
  }
  const [field, amount] = unfit;
  return failed(
    notCarried('E_INVOICE.DECIMALS', field, `${field} is ${amount} ${code}; EN 16931 takes amounts of two decimals at most. Send the PDF, or invoice in a currency of two decimals.`),
  );
}
