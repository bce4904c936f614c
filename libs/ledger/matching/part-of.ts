/** A sum of money that people round to: ten units of most currencies. */
const roundSum = 1_000n;
const equalPartsMax = 12n;

/**
 * Whether an amount is what people pay when they pay a part of `open`: so many whole percent of it, one of up to twelve
 * equal parts, or a round sum. Precondition: `amount` is more than zero and less than `open`; both in minor units.
 */
export function mayBePart(amount: bigint, open: bigint): boolean {
  if (amount % roundSum === 0n) return true;
  const percent = (amount * 100n + open - 1n) / open;
  if ((open * percent) / 100n === amount) return true;
  for (let parts = 2n; parts <= equalPartsMax; parts += 1n) {
    const share = open / parts;
    if (amount === share || (amount === share + 1n && open % parts !== 0n)) return true;
  }
  return false;
}
