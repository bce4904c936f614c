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

/** Which lines share an amount, and by what weights. */
export interface Shares {
  readonly currency: Currency;
  readonly places: readonly number[];
  readonly weights: readonly bigint[] | readonly Decimal[];
}

/** Apportions an amount in minor units over some places of `into`. */
export function spread(minor: bigint, over: Shares, into: bigint[]): void {
  const parts = apportion(moneyOfMinor(minor, over.currency), over.weights);
  for (const [index, place] of over.places.entries()) {
    into[place] = lineAt(parts, index).minor;
  }
}
