import { ClosePeriod, RecordRates, ReopenPeriod, RevalueCurrency } from '#billing';
import { addDays } from '#ledger';
import { entityIds, firstRates } from './company.test-kit';
import type { Made, Maker, World } from './world.test-kit';

const monthBefore = (day: string): string => addDays(`${day.slice(0, 7)}-01`, -1);

function close(world: World): Made {
  const [entityId, period] = [world.one(entityIds), monthBefore(world.today).slice(0, 7)];
  return world.below(4) === 0
    ? new ReopenPeriod({ requestId: world.id('reopen'), entityId, period, reason: 'late credit' }, world.context())
    : new ClosePeriod({ requestId: world.id('close'), entityId, period, reason: 'month end' }, world.context());
}

function quote(world: World): Made {
  const entityId = world.one(entityIds);
  const [currency, rate] = world.one(Object.entries(firstRates[entityId]!));
  // The last digit moves the rate without any arithmetic.
  return new RecordRates({ entityId, source: 'test', rates: [{ currency, on: world.today, rate: `${rate}${1 + world.below(9)}` }], corrects: true }, world.context());
}

function quoteFarOff(world: World): Made {
  const [currency, rate] = world.one([['EUR', '0.9133'], ['JPY', '0.004871']] as const);
  return new RecordRates({ entityId: 'UK', source: 'test', rates: [{ currency, on: world.today, rate }], corrects: true }, world.context());
}

/** Months and rates, by name, with how often they come. */
export const periodCommands: Readonly<Record<string, readonly [weight: number, maker: Maker]>> = {
  close: [2, close],
  quote: [2, quote],
  quoteFarOff: [2, quoteFarOff],
  revalue: [2, (world) => new RevalueCurrency({ requestId: world.id('revalue'), entityId: world.one(entityIds), on: monthBefore(world.today) }, world.context())],
};
