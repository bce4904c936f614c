/**
 * Splits a total in proportion to the weights so that the parts sum to it exactly: each part is the difference of two
 * running shares, cut towards zero. The last weight that counts takes the remainder. Weights share one sign.
 *
 * Precondition: a total that is not zero has a weight that is not zero.
 */
export function shareOut(total: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) {
    if (total !== 0n) throw new Error(`${total} cannot be shared out over weights that sum to zero.`);
    return weights.map(() => 0n);
  }
  let weighed = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weighed += weight;
    const share = (total * weighed) / whole - given;
    given += share;
    return share;
  });
}
