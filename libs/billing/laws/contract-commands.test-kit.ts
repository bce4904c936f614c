import {
  AcceptMilestone, AcceptOutcome, AmendContract, EndContract, RecogniseRevenue, RecordUsage, RunBilling, SignContract, type ContractItemBody,
} from '#billing';
import { addDays, type ContractItem } from '#ledger';
import { customers, entityIds } from './company.test-kit';
import type { Made, Maker, World } from './world.test-kit';

const taxed = { taxRate: '20', description: 'Service' };

function fixedFee(world: World, itemId: string, currency: string): ContractItemBody {
  const common = { ...taxed, itemId, model: 'fixed-fee' as const };
  const minor = BigInt(1000 + world.below(90_000));
  const [amount, part, rest] = [minor, minor / 3n, minor - minor / 3n].map((each) => world.text(each, currency)) as [string, string, string];
  const milestones = [{ milestoneId: 'one', description: 'First', amount: part }, { milestoneId: 'two', description: 'Last', amount: rest }];
  const instalments = [{ on: addDays(world.today, 3), amount: part }, { on: addDays(world.today, 25), amount: rest }];
  return world.one<() => ContractItemBody>([
    () => ({ ...common, recognition: 'daily', fixedFee: { amount, billing: 'at-once', servicePeriod: { from: world.today, to: addDays(world.today, 30 + world.below(90)) } } }),
    () => ({ ...common, recognition: 'milestones', fixedFee: { amount, billing: 'milestones', milestones } }),
    () => ({ ...common, recognition: 'at-issue', fixedFee: { amount, billing: 'instalments', instalments } }),
    () => ({ ...common, recognition: 'draw-down', fixedFee: { amount, billing: 'at-once', prepaid: { units: '7', unit: 'hour', expiresOn: addDays(world.today, 40) } } }),
  ])();
}

function hourly(world: World, itemId: string, currency: string): ContractItemBody {
  const cap = world.maybe(2, () => ({ cap: { amount: world.amount(currency, 50_000), per: world.one(['contract', 'period'] as const) } }));
  const rates = [{ role: 'senior', from: '2025-01-01', hourlyRate: '120.50' }, { role: 'senior', from: '2026-02-10', hourlyRate: '131' }];
  return { ...taxed, itemId, model: 'hourly', recognition: 'as-used', hourly: { rates, incrementMinutes: 15, interval: { unit: 'month', count: 1 }, ...cap } };
}

function valueBased(world: World, itemId: string, currency: string): ContractItemBody {
  const price = world.one([{ price: world.amount(currency) }, { share: { percent: '7.5', of: 'savings' } }]);
  return { ...taxed, itemId, model: 'value-based', recognition: 'point-in-time', valueBased: { outcome: 'it runs', ...price } };
}

function retainer(world: World, itemId: string, currency: string): ContractItemBody {
  const timing = world.one(['in-advance', 'in-arrears'] as const);
  const terms = { monthlyFee: world.amount(currency), includedUnits: '2', unit: 'hour', overagePrice: '99.9', rolloverMonths: world.below(3), timing };
  return { ...taxed, itemId, model: 'retainer', recognition: 'daily', retainer: terms };
}

function subscription(world: World, itemId: string): ContractItemBody {
  const meters = [{
    meter: 'calls', unit: 'call', scheme: world.one(['tiered', 'volume'] as const), includedUnits: '10',
    tiers: [{ upTo: '100', unitPrice: '0.37' }, { unitPrice: '0.2' }],
  }];
  return {
    ...taxed, itemId, discountPercent: world.one(['0', '5']), model: 'subscription', recognition: world.one(['daily', 'equal-months'] as const),
    subscription: {
      plan: 'pro', quantity: world.one(['1', '3']), unitPrice: world.one(['29.99', '30', '7']), interval: world.one([{ unit: 'month', count: 1 }, { unit: 'week', count: 2 }] as const),
      timing: world.one(['in-advance', 'in-arrears'] as const), ...world.maybe(4, () => ({ trialDays: 5 })), meters,
    },
  };
}

const models = [fixedFee, hourly, valueBased, retainer, subscription];

function sign(world: World): Made {
  const party = world.party();
  const items = Array.from({ length: 1 + world.below(2) }, (_, index) => world.one(models)(world, `item-${index}`, party.currency));
  const startsOn = addDays(world.today, world.below(20) - 15);
  const payer = world.maybe(4, () => ({ payerCustomerId: world.one(customers) }));
  const ends = world.maybe(3, () => ({ endsOn: addDays(startsOn, 45 + world.below(60)) }));
  return new SignContract({ contractId: world.id('contract'), ...party, signedOn: startsOn, startsOn, items, ...payer, ...ends }, world.context());
}

const contract = (world: World) => world.recent(world.log.of('ContractSigned'));
const withModel = (world: World, model: ContractItem['model'], when: (item: ContractItem) => boolean = () => true) =>
  world.recent(world.log.of('ContractSigned').flatMap(({ contractId, items, currency }) => items.filter((item) => item.model === model && when(item)).map((item) => ({ contractId, item, currency }))));

function use(world: World): Made {
  const metered = world.recent(world.log.of('ContractSigned').flatMap(({ contractId, items }) =>
    items.filter((item) => item.model !== 'value-based' && (item.model !== 'fixed-fee' || item.recognition === 'draw-down')).map((item) => ({ contractId, item }))));
  if (metered === undefined) return null;
  const meter = { hourly: { meter: 'senior' }, subscription: { meter: 'calls' } }[metered.item.model as string] ?? {};
  const records = Array.from({ length: 1 + world.below(4) }, () => ({
    usageId: world.id('usage'), itemId: metered.item.itemId, quantity: world.one(['1', '2.25', '0.1', '60']), on: world.day(), ...meter,
  }));
  return new RecordUsage({ contractId: metered.contractId, records }, world.context());
}

function accept(world: World): Made {
  const found = world.below(2) === 0
    ? withModel(world, 'fixed-fee', ({ recognition }) => recognition === 'milestones') : withModel(world, 'value-based');
  if (found === undefined) return null;
  const { contractId, item, currency } = found;
  if (item.model === 'fixed-fee') {
    return new AcceptMilestone({ contractId, milestoneId: world.one(['one', 'two']), itemId: item.itemId, acceptedOn: world.day() }, world.context());
  }
  const measured = item.valueBased?.share === undefined ? {} : { measuredValue: world.amount(currency) };
  return new AcceptOutcome({ contractId, acceptanceId: world.id('outcome'), itemId: item.itemId, acceptedOn: world.day(), ...measured }, world.context());
}

function amend(world: World): Made {
  const of = contract(world);
  if (of === undefined) return null;
  const body = { contractId: of.contractId, amendmentId: world.id('amendment'), effectiveFrom: addDays(world.today, world.below(10) - 4), reason: 'agreed' };
  const items = [world.one([subscription, retainer])(world, world.one(['item-0', 'item-2']), of.currency)];
  return new AmendContract({ ...body, ...(world.below(4) === 0 ? { removedItems: [{ itemId: 'item-0' }] } : { items }) }, world.context());
}

function end(world: World): Made {
  const of = contract(world);
  return of === undefined ? null
    : new EndContract({ contractId: of.contractId, requestId: world.id('end'), endsOn: addDays(world.today, world.below(20) - 8), reason: 'called off' }, world.context());
}

function bill(world: World): Made {
  const some = world.maybe(4, () => ({ customerIds: [world.one(customers)] }));
  return new RunBilling({ runId: world.id('run'), entityId: world.one(entityIds), through: addDays(world.today, world.below(2)), ...some }, world.context());
}

/** Contracts, their use and what bills and recognises them, by name, with how often they come. */
export const contractCommands: Readonly<Record<string, readonly [weight: number, maker: Maker]>> = {
  sign: [8, sign],
  use: [8, use],
  accept: [5, accept],
  amend: [3, amend],
  end: [2, end],
  bill: [8, bill],
  recognise: [3, (world) => new RecogniseRevenue({ requestId: world.id('accrual'), entityId: world.one(entityIds), through: world.today }, world.context())],
};
