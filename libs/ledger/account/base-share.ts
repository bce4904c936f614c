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
