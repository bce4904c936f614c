import type { Decimal } from '#money';
import type { Meter } from '../contract-terms';
import type { ItemCheck } from './item-check';

/** Tiers rise, and only the last is open: every quantity has its price. */
export function checkMeter(check: ItemCheck, meter: Meter): Meter {
  const field = `subscription.meters[${JSON.stringify(meter.meter)}]`;
  if (meter.includedUnits !== undefined) {
    check.decimal(`${field}.includedUnits`, meter.includedUnits);
  }
  check.ensure(
    meter.scheme !== 'per-unit' || meter.tiers.length === 1,
    'CONTRACT.TIERS', field, `has ${meter.tiers.length} tiers, but one price per unit. Send one tier, or scheme "tiered" or "volume".`,
  );
  let below: Decimal | undefined;
  const tiers = meter.tiers.map((tier, index) => {
    check.decimal(`${field}.unitPrice`, tier.unitPrice);
    const isLast = index === meter.tiers.length - 1;
    check.ensure((tier.upTo === undefined) === isLast, 'CONTRACT.TIERS', field, 'has to end with one tier without "upTo", and only there. Send it so.');
    if (tier.upTo !== undefined) {
      const top = check.decimal(`${field}.upTo`, tier.upTo);
      check.ensure(below === undefined ? top.gt(0) : top.gt(below), 'CONTRACT.TIERS', field, `has a tier up to ${tier.upTo} that does not lie above the one before. Send tiers that rise.`);
      below = top;
    }
    return { ...tier, ...check.optionalAmount('flatFee', `${field}.flatFee`, tier.flatFee) };
  });
  return { ...meter, tiers };
}
