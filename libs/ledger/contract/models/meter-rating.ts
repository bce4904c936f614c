import { Decimal, decimalOf } from '#money';
import type { Meter } from '../contract-terms';

/** Units at one price, and the fee that comes with the tier. Exact, before discount. */
export interface RatedUnits {
  readonly quantity: Decimal;
  readonly unitPrice: string;
  readonly flatFee: string | null;
}

const zero = new Decimal(0);

/** What so many units of one period cost. The units that are included cost nothing; tiers count from after them. */
export function ratedUnits(meter: Meter, used: Decimal): RatedUnits[] {
  const units = used.minus(meter.includedUnits === undefined ? zero : decimalOf(meter.includedUnits));
  if (units.lte(0)) {
    return [];
  }
  return meter.scheme === 'tiered' ? byTier(meter, units) : [atOneTier(meter, units)];
}

type Tier = Meter['tiers'][number];

const reaches = ({ upTo }: Tier, units: Decimal): boolean => upTo === undefined || units.lte(decimalOf(upTo));

const rated = ({ unitPrice, flatFee }: Tier, quantity: Decimal): RatedUnits => ({ quantity, unitPrice, flatFee: flatFee ?? null });

function atOneTier({ tiers }: Meter, units: Decimal): RatedUnits {
  const tier = tiers.find((each) => reaches(each, units)) ?? tiers.at(-1);
  if (tier === undefined) {
    throw new RangeError('a meter has no tiers');
  }
  return rated(tier, units);
}

function byTier({ tiers }: Meter, units: Decimal): RatedUnits[] {
  const parts: RatedUnits[] = [];
  let below = zero;
  for (const tier of tiers) {
    const top = reaches(tier, units) || tier.upTo === undefined ? units : decimalOf(tier.upTo);
    if (top.gt(below)) {
      parts.push(rated(tier, top.minus(below)));
    }
    below = top;
  }
  return parts;
}
