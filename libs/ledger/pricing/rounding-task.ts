import type { Static } from '@sinclair/typebox';
import { apportion, moneyOfMinor, type Currency, type Decimal, type RoundingMode } from '#money';
import type { Rounding as RoundingSchema } from '../wire';
import type { CheckedLine, TaxCategory } from './sale-line';

export type Rounding = Static<typeof RoundingSchema>;

/** Lines of one tax category and rate, by their place in the document. */
export interface TaxGroup {
  readonly category: TaxCategory;
  readonly rate: CheckedLine['taxRate'];
  readonly places: readonly number[];
}

/** Net and tax of a line in minor units. */
export interface RoundedLine {
  readonly net: bigint;
  readonly tax: bigint;
}

export interface RoundingTask {
  readonly lines: readonly CheckedLine[];
  readonly groups: readonly TaxGroup[];
  readonly currency: Currency;
  readonly basis: Rounding['basis'];
  readonly mode: RoundingMode;
}

/** @throws Error for a place outside: rounding must answer every line. */
export function lineAt<Line>(lines: readonly Line[], place: number): Line {
  const line = lines[place];
  if (line === undefined) {
    throw new Error(`pricing lost line ${place} of ${lines.length}`);
  }
  return line;
}

/** Apportions an amount over some places of `into`. */
export function spread(
  task: RoundingTask,
  minor: bigint,
  weights: readonly bigint[] | readonly Decimal[],
  places: readonly number[],
  into: bigint[],
): void {
  const parts = apportion(moneyOfMinor(minor, task.currency), weights);
  for (const [index, place] of places.entries()) {
    into[place] = lineAt(parts, index).minor;
  }
}
