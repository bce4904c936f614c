import { currency as findCurrency, formatMinor, minorOf } from '#money';

/** Currencies whose amounts Stripe counts in whole units. */
const wholeUnits: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
/** Currencies in thousandths, of which Stripe takes multiples of ten. */
const thousandths: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));
/** Counted in hundredths for compatibility, yet only whole units are taken. */
const wholeInHundredths: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** Stripe takes at most eight digits. */
export const stripeAmountMax = 99_999_999n;

export type StripeAmount = { readonly ok: true; readonly amount: number } | { readonly ok: false; readonly message: string };
export type LedgerAmount = { readonly ok: true; readonly amount: string } | { readonly ok: false; readonly message: string };

const stripeDigits = (currency: string): number => (wholeUnits.has(currency) ? 0 : thousandths.has(currency) ? 3 : 2);

/** How many of Stripe's smallest units make the smallest payable amount of a currency. */
const stripeStep = (currency: string): bigint => (thousandths.has(currency) ? 10n : wholeInHundredths.has(currency) ? 100n : 1n);

/** A fixed-scale amount of ours in Stripe's smallest unit: an integer of at most eight digits, so a number holds it exactly. */
export function toStripeAmount(amount: string, code: string): StripeAmount {
  const currency = findCurrency(code);
  if (currency === undefined) {
    return { ok: false, message: `${code} is no currency of ISO 4217` };
  }
  const scaled = rescaled(minorOf(amount, currency.digits), currency.digits, stripeDigits(code));
  if (scaled === null || scaled % stripeStep(code) !== 0n) {
    return { ok: false, message: `${amount} ${code} is finer than the gateway takes in this currency` };
  }
  if (scaled <= 0n || scaled > stripeAmountMax) {
    return { ok: false, message: `${amount} ${code} is not between the least and the most that one payment may be` };
  }
  return { ok: true, amount: Number(scaled) };
}

/** An integer in Stripe's smallest unit, of either sign, as a fixed-scale amount of ours. */
export function fromStripeAmount(amount: number | bigint, lowerCaseCode: string): LedgerAmount {
  const code = lowerCaseCode.toUpperCase();
  const currency = findCurrency(code);
  if (currency === undefined || (typeof amount === 'number' && !Number.isSafeInteger(amount))) {
    return { ok: false, message: `an amount in ${JSON.stringify(lowerCaseCode)} is not a whole number of a known currency's smallest unit` };
  }
  const minor = rescaled(BigInt(amount), stripeDigits(code), currency.digits);
  return minor === null
    ? { ok: false, message: `${String(amount)} of ${code} is finer than the books are in this currency` }
    : { ok: true, amount: formatMinor(minor, currency.digits) };
}

/** Null where digits would be lost. */
function rescaled(minor: bigint, from: number, to: number): bigint | null {
  if (to >= from) {
    return minor * 10n ** BigInt(to - from);
  }
  const factor = 10n ** BigInt(from - to);
  return minor % factor === 0n ? minor / factor : null;
}
