/**
 * Splits a total in proportion to the weights so that the sum of every first few parts is right to the minor unit (ties
 * away from zero) and all parts sum to the total: the last weight that counts takes the remainder. Parts have the sign
 * of the total, or are zero.
 *
 * Precondition: no weight is negative; a total that is not zero has a weight that is not zero.
 */
export function runningShares(total: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n && total !== 0n) {
    throw new RangeError(`${total} cannot be shared out over weights that sum to zero`);
  }
  let weighed = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weighed += weight;
    const share = (whole === 0n ? 0n : nearest(total * weighed, whole)) - given;
    given += share;
    return share;
  });
}

/** The whole number nearest to a quotient, ties away from zero. */
function nearest(dividend: bigint, divisor: bigint): bigint {
  const doubled = (dividend < 0n ? -dividend : dividend) * 2n + divisor;
  const quotient = doubled / (divisor * 2n);
  return dividend < 0n ? -quotient : quotient;
}
