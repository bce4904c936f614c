/**
 * The part of a base amount that goes with a part of a transaction amount, to the nearest minor unit, ties up. Whoever
 * takes all that is left takes all that is left of the base too, so that both close at zero together.
 */
export function baseShare(
  taken: bigint,
  whole: { readonly amount: bigint; readonly baseAmount: bigint; readonly left: bigint; readonly baseLeft: bigint },
): bigint {
  if (taken === whole.left) {
    return whole.baseLeft;
  }
  const share = (2n * whole.baseAmount * taken + whole.amount) / (2n * whole.amount);
  return share < whole.baseLeft ? share : whole.baseLeft;
}

/**
 * The part of what is left on one scale that goes with a part of what is left on another, to the nearest, ties away
 * from zero: all of it with all, nothing with nothing. Because it is a share of what is **left**, an earlier rounding
 * is made good by the next part, and the last part takes the remainder.
 *
 * Precondition: 0 ≤ taken ≤ left.
 */
export function shareOfLeft(taken: bigint, left: bigint, otherLeft: bigint): bigint {
  if (taken === left) {
    return otherLeft;
  }
  const magnitude = otherLeft < 0n ? -otherLeft : otherLeft;
  const share = (2n * magnitude * taken + left) / (2n * left);
  return otherLeft < 0n ? -share : share;
}
