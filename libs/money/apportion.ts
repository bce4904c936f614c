import type { Decimal } from './decimal';
import type { Money } from './money';

/**
 * Splits a total by weights so that the parts sum to it exactly: each part is cut to the minor unit, and what is
 * left goes, one unit each, to the parts that lost most; among equals the earlier one. A part of weight zero gets
 * nothing, unless all weights are zero: then they count as equal. Parts have the sign of the total.
 *
 * @throws RangeError for a negative weight, or for no weights with something to split.
 */
export function apportion(total: Money, weights: readonly Decimal[] | readonly bigint[]): Money[] {
  const { currency, minor } = total;
  const units = minor < 0n ? -minor : minor;
  const parts = apportionUnits(units, integerWeights(weights));
  return parts.map((part) => ({ currency, minor: minor < 0n ? -part : part }));
}

function isBigints(weights: readonly Decimal[] | readonly bigint[]): weights is readonly bigint[] {
  return typeof weights[0] === 'bigint';
}

/** Weights brought to one scale; only their ratios count. */
function integerWeights(weights: readonly Decimal[] | readonly bigint[]): bigint[] {
  if (isBigints(weights)) {
    return [...weights];
  }
  const scale = weights.reduce((most, weight) => Math.max(most, weight.decimalPlaces()), 0);
  return weights.map((weight) => BigInt(weight.toFixed(scale).replace('.', '')));
}

function apportionUnits(units: bigint, given: readonly bigint[]): bigint[] {
  if (given.some((weight) => weight < 0n)) {
    throw new RangeError('an amount cannot be apportioned by a negative weight');
  }
  if (given.length === 0) {
    if (units !== 0n) {
      throw new RangeError('an amount cannot be apportioned over nothing');
    }
    return [];
  }
  const givenSum = given.reduce((sum, weight) => sum + weight, 0n);
  const weights = givenSum === 0n ? given.map(() => 1n) : given;
  const weightSum = givenSum === 0n ? BigInt(given.length) : givenSum;

  const parts = weights.map((weight) => (units * weight) / weightSum);
  const lost = weights.map((weight) => (units * weight) % weightSum);
  const left = units - parts.reduce((sum, part) => sum + part, 0n);
  const byLoss = parts.map((_, index) => index);
  byLoss.sort((a, b) => {
    const [lostA, lostB] = [lost[a] ?? 0n, lost[b] ?? 0n];
    return lostA === lostB ? a - b : lostA > lostB ? -1 : 1;
  });
  const raised = new Set(byLoss.slice(0, Number(left)));
  return parts.map((part, index) => (raised.has(index) ? part + 1n : part));
}
