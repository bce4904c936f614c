import { Decimal, decimalOf } from '#money';

const scale = 10n ** 12n;

/** A quantity in two integers that a database can sum. Quantities have at most twelve decimals. */
export function quantityParts(text: string): { readonly whole: bigint; readonly fraction: bigint } {
  const units = BigInt(decimalOf(text).times(scale.toString()).toFixed(0));
  return { whole: units / scale, fraction: units % scale };
}

/** The sum of such parts. */
export const quantityOf = (whole: bigint, fraction: bigint): Decimal => new Decimal(whole.toString()).plus(new Decimal(fraction.toString()).div(scale.toString()));
