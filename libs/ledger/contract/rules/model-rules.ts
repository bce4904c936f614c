import type { ContractItem, HourlyTerms, Interval, RetainerTerms, SubscriptionTerms, ValueTerms } from '../contract-terms';
import { checkFixedFee } from './fixed-fee-rules';
import type { ItemCheck } from './item-check';
import { checkMeter } from './meter-rules';

/** The part of an item that holds the terms of each model. */
export const termsByModel = {
  'fixed-fee': 'fixedFee',
  hourly: 'hourly',
  'value-based': 'valueBased',
  retainer: 'retainer',
  subscription: 'subscription',
} as const satisfies Record<ContractItem['model'], keyof ContractItem>;

/** The item with its amounts at scale. Precondition: the part of its model is given. */
export function checkTerms(check: ItemCheck): ContractItem {
  const { item } = check;
  const { fixedFee, hourly, valueBased, retainer, subscription } = item;
  return {
    ...item,
    ...(fixedFee === undefined ? {} : { fixedFee: checkFixedFee(check, fixedFee) }),
    ...(hourly === undefined ? {} : { hourly: checkHourly(check, hourly) }),
    ...(valueBased === undefined ? {} : { valueBased: checkValue(check, valueBased) }),
    ...(retainer === undefined ? {} : { retainer: checkRetainer(check, retainer) }),
    ...(subscription === undefined ? {} : { subscription: checkSubscription(check, subscription) }),
  };
}

/** Schedules of revenue reach a hundred years. */
function checkInterval(check: ItemCheck, field: string, { unit, count }: Interval): void {
  check.ensure(unit !== 'year' || count <= 100, 'CONTRACT.INTERVAL', field, `is ${count} years; a period is at most 100 years.`);
}

function checkHourly(check: ItemCheck, terms: HourlyTerms): HourlyTerms {
  checkInterval(check, 'hourly.interval', terms.interval);
  const lastOf = new Map<string, string>();
  for (const { role, from, hourlyRate } of terms.rates) {
    check.day('hourly.rates.from', from);
    check.decimal('hourly.rates.hourlyRate', hourlyRate);
    check.ensure((lastOf.get(role) ?? '') < from, 'CONTRACT.DAYS', 'hourly.rates', `of role ${JSON.stringify(role)} do not rise by day. Send them in the order of their days, each day once.`);
    lastOf.set(role, from);
  }
  const { cap } = terms;
  return { ...terms, ...(cap === undefined ? {} : { cap: { ...cap, amount: check.amount('hourly.cap.amount', cap.amount) } }) };
}

function checkValue(check: ItemCheck, terms: ValueTerms): ValueTerms {
  const { price, share } = terms;
  check.ensure((price === undefined) !== (share === undefined), 'CONTRACT.TERMS', 'valueBased', 'takes a price or a share of the value. Send exactly one of them.');
  if (share === undefined) {
    return { ...terms, ...check.optionalAmount('price', 'valueBased.price', price) };
  }
  const percent = check.percent('valueBased.share.percent', share.percent);
  check.ensure(!percent.isZero(), 'CONTRACT.NUMBER', 'valueBased.share.percent', 'is zero. Send the share as percent, "10" for a tenth.');
  const minimum = check.optionalAmount('minimum', 'valueBased.share.minimum', share.minimum);
  const maximum = check.optionalAmount('maximum', 'valueBased.share.maximum', share.maximum);
  if (minimum.minimum !== undefined && maximum.maximum !== undefined) {
    const [least, most] = [check.decimal('valueBased.share.minimum', minimum.minimum), check.decimal('valueBased.share.maximum', maximum.maximum)];
    check.ensure(least.lte(most), 'CONTRACT.AMOUNT', 'valueBased.share.minimum', `${minimum.minimum} is more than the maximum, ${maximum.maximum}. Send bounds that leave room.`);
  }
  return { ...terms, share: { ...share, ...minimum, ...maximum } };
}

function checkRetainer(check: ItemCheck, terms: RetainerTerms): RetainerTerms {
  check.decimal('retainer.includedUnits', terms.includedUnits);
  check.decimal('retainer.overagePrice', terms.overagePrice);
  if (terms.rolloverMaximum !== undefined) {
    check.decimal('retainer.rolloverMaximum', terms.rolloverMaximum);
    check.ensure(terms.rolloverMonths > 0, 'CONTRACT.TERMS', 'retainer.rolloverMaximum', 'was given, but nothing rolls over. Send rolloverMonths of 1 or more, or leave it out.');
  }
  return { ...terms, monthlyFee: check.amount('retainer.monthlyFee', terms.monthlyFee) };
}

function checkSubscription(check: ItemCheck, terms: SubscriptionTerms): SubscriptionTerms {
  checkInterval(check, 'subscription.interval', terms.interval);
  const quantity = check.decimal('subscription.quantity', terms.quantity);
  check.fits('subscription.unitPrice', quantity.times(check.decimal('subscription.unitPrice', terms.unitPrice)));
  check.unique('subscription.meters', (terms.meters ?? []).map(({ meter }) => meter));
  return { ...terms, ...(terms.meters === undefined ? {} : { meters: terms.meters.map((meter) => checkMeter(check, meter)) }) };
}
