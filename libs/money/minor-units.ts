/**
 * The two fast conversions between a fixed-scale text and integer minor units, for text that our own events hold.
 * Text from outside goes through the grammar first.
 */

const trusted = /^-?\d{1,40}(\.\d{1,4})?$/;

/**
 * Minor units of an amount: "12.5" at 2 digits is 1250n.
 *
 * @throws RangeError when the text is no plain decimal or has more decimals than `digits`.
 */
export function minorOf(amount: string, digits: number): bigint {
  if (!trusted.test(amount)) {
    throw new RangeError(`stored amount ${JSON.stringify(amount.slice(0, 48))} is no plain decimal`);
  }
  const point = amount.indexOf('.');
  if (point === -1) {
    return digits === 0 ? BigInt(amount) : BigInt(amount + '0'.repeat(digits));
  }
  const missing = digits - (amount.length - point - 1);
  if (missing < 0) {
    throw new RangeError(`stored amount ${JSON.stringify(amount)} has more than ${digits} decimals`);
  }
  return BigInt(amount.slice(0, point) + amount.slice(point + 1) + '0'.repeat(missing));
}

/** The fixed-scale text of minor units: 1250n at 2 digits is "12.50". */
export function formatMinor(minor: bigint, digits: number): string {
  if (digits === 0) {
    return minor.toString();
  }
  const negative = minor < 0n;
  const text = (negative ? -minor : minor).toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${negative ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`;
}
