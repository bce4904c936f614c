import * as fc from 'fast-check';
import { minorOf } from '#money';
import { addDays } from '../dates';
import type { UsageRecord } from '../usage/usage.events';
import { amendedFrom, BilledContract, contractSigned, endedOn, itemOf, seats } from './contract-under-test';
import type { ContractItem } from './contract-terms';
import { nextDueOn } from './due-items';

const start = '2026-01-31';
const span = 130;
const dayAt = (offset: number): string => addDays(start, offset);

const price = fc.integer({ min: 0, max: 99_999 }).map((cents) => (cents / 100).toFixed(2));
const units = fc.integer({ min: 0, max: 40 }).map(String);
const tiers = [{ upTo: '10', unitPrice: '0.333' }, { upTo: '30', unitPrice: '0.25', flatFee: '1.00' }, { unitPrice: '0.1' }];

/** Terms of one item; what its periods hang on is drawn once, so that amendments keep it. */
type Terms = (quantity: string, unitPrice: string) => ContractItem;

const subscription: fc.Arbitrary<Terms> = fc
  .record({
    timing: fc.constantFrom('in-advance' as const, 'in-arrears' as const),
    interval: fc.constantFrom({ unit: 'month' as const, count: 1 }, { unit: 'week' as const, count: 3 }, { unit: 'day' as const, count: 10 }),
    trial: fc.constantFrom({}, { trialDays: 9 }),
    scheme: fc.constantFrom('tiered' as const, 'volume' as const),
    discount: fc.constantFrom({}, { discountPercent: '7.5' }),
  })
  .map(({ timing, interval, trial, scheme, discount }) => (quantity, unitPrice) => ({
    ...seats(quantity, unitPrice, { timing, interval, ...trial, meters: [{ meter: 'calls', unit: 'calls', scheme, tiers }] }), ...discount, itemId: 'item',
  }));

const retainer: fc.Arbitrary<Terms> = fc
  .record({ timing: fc.constantFrom('in-advance' as const, 'in-arrears' as const), rolloverMonths: fc.integer({ min: 0, max: 3 }), maximum: fc.constantFrom({}, { rolloverMaximum: '15' }) })
  .map(({ timing, rolloverMonths, maximum }) => (quantity, monthlyFee) =>
    itemOf({ model: 'retainer', retainer: { monthlyFee, includedUnits: quantity, unit: 'hours', overagePrice: '99.99', rolloverMonths, timing, ...(rolloverMonths === 0 ? {} : maximum) } }));

const caps = fc.constantFrom({}, { cap: { amount: '900.00', per: 'contract' as const } }, { cap: { amount: '400.00', per: 'period' as const } });
const hourly: fc.Arbitrary<Terms> = caps.map((cap) => (_quantity, unitPrice) => {
  const rates = [{ role: 'calls', from: '2026-01-01', hourlyRate: unitPrice }, { role: 'calls', from: '2026-03-10', hourlyRate: '77.77' }];
  return itemOf({ model: 'hourly', hourly: { rates, incrementMinutes: 7, interval: { unit: 'month', count: 1 }, ...cap } });
});

const fixedFee: fc.Arbitrary<Terms> = fc.constant((_quantity: string, amount: string) => itemOf({ model: 'fixed-fee', fixedFee: { amount, billing: 'at-once' } }));

interface Said {
  readonly day: number;
  readonly quantity: string;
  readonly unitPrice: string;
  /** Days from when it is said until it takes effect. */
  readonly ahead: number;
}

interface Used {
  readonly day: number;
  /** How late it was recorded. */
  readonly late: number;
  readonly quantity: string;
}

interface History {
  readonly terms: Terms;
  readonly first: Said;
  readonly amendments: readonly Said[];
  readonly used: readonly Used[];
  readonly end: { readonly day: number; readonly ahead: number } | null;
}

const day = fc.integer({ min: 0, max: span });
const said = fc.record({ day, quantity: units, unitPrice: price, ahead: fc.integer({ min: 0, max: 40 }) });
const history: fc.Arbitrary<History> = fc.record({
  terms: fc.oneof(subscription, retainer, hourly, fixedFee),
  first: said,
  amendments: fc.uniqueArray(said, { maxLength: 4, selector: (each) => each.day + each.ahead }),
  used: fc.array(fc.record({ day, late: fc.integer({ min: 0, max: 60 }), quantity: fc.integer({ min: 1, max: 2500 }).map((hundredths) => (hundredths / 100).toFixed(2)) }), { maxLength: 12 }),
  end: fc.option(fc.record({ day, ahead: fc.integer({ min: 0, max: 40 }) }), { nil: null }),
});

/** What is said and recorded on one day, in batches of so many records. */
function happen(contract: BilledContract, { terms, amendments, used, end }: History, at: number, batch: number): void {
  for (const each of amendments.filter((amendment) => amendment.day === at)) {
    contract.add(amendedFrom(dayAt(each.day + each.ahead), [terms(each.quantity, each.unitPrice)]));
  }
  if (end !== null && end.day === at) {
    contract.add(endedOn(dayAt(end.day + end.ahead)));
  }
  const metered = terms('1', '1').model === 'retainer' ? {} : { meter: 'calls' };
  const records = used.flatMap((each, index): UsageRecord[] =>
    each.day + each.late === at ? [{ usageId: `u${index}`, itemId: 'item', quantity: each.quantity, on: dayAt(each.day), ...metered }] : []);
  for (let from = 0; from < records.length; from += batch) {
    contract.use(...records.slice(from, from + batch));
  }
}

const last = span + 120;

/** The history, with runs on some of its days and two at its end. */
function billed(told: History, runs: ReadonlySet<number>, batch = 100): BilledContract {
  const contract = new BilledContract(contractSigned([told.terms(told.first.quantity, told.first.unitPrice)], { startsOn: start, signedOn: start }));
  for (let at = 0; at <= last; at += 1) {
    happen(contract, told, at, batch);
    if (runs.has(at)) {
      contract.run(dayAt(at));
    }
  }
  contract.run(dayAt(last));
  // A credit that usage caused is given once that usage was taken up, by the next run.
  contract.run(dayAt(last));
  return contract;
}

const assignments = (contract: BilledContract) => contract.events.flatMap((event) => (event.type === 'ContractBillingAssigned' ? [event.data] : []));

describe('laws of billing a contract', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: last }), { maxLength: 30 }).map((days) => new Set(days));
  const everyDay = new Set(Array.from({ length: last + 1 }, (_, at) => at));

  it('comes to the same in any number of runs as in one', () => {
    fc.assert(
      fc.property(history, fc.oneof(cuts, fc.constant(everyDay)), (told, runs) => {
        expect(billed(told, runs).net).toBe(billed(told, new Set()).net);
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same in whatever batches usage was recorded', () => {
    fc.assert(
      fc.property(history, cuts, fc.integer({ min: 1, max: 3 }), (told, runs, batch) => {
        expect(billed(told, runs, batch).net).toBe(billed(told, runs).net);
      }),
      { numRuns: 60 },
    );
  });

  it('bills each thing once, under ids of its own, and leaves nothing due', () => {
    fc.assert(
      fc.property(history, cuts, (told, runs) => {
        const contract = billed(told, runs);
        const items = assignments(contract).flatMap((data) => data.items);
        const ids = items.map(({ billableId }) => billableId);
        const lineIds = items.flatMap(({ lines }) => lines.map(({ lineId }) => lineId));
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(lineIds).size).toBe(lineIds.length);
        expect(items.every(({ lines }) => lines.every(({ net }) => minorOf(net ?? '-1', 2) >= 0n))).toBe(true);
        expect(contract.due(dayAt(last)).credits).toEqual([]);
        expect((nextDueOn(contract.state) ?? '9999-12-31') > dayAt(last)).toBe(true);
        for (const slot of contract.state.items.get('item')?.slots.values() ?? []) {
          expect(slot.lines.every(({ net, credited }) => credited >= 0n && credited <= net)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('falls due on the day it says, not before', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: last }), (told, until) => {
        const quiet = { ...told, used: [] };
        const contract = new BilledContract(contractSigned([quiet.terms(quiet.first.quantity, quiet.first.unitPrice)], { startsOn: start, signedOn: start }));
        for (let at = 0; at <= until; at += 1) happen(contract, quiet, at, 1);
        contract.run(dayAt(until));
        const next = nextDueOn(contract.state);
        const due = (through: string): number => contract.due(through).items.length + contract.due(through).credits.length;
        if (next === null) {
          expect(due(dayAt(until + 400))).toBe(0);
        } else {
          expect(due(next)).toBeGreaterThan(0);
          expect(due(addDays(next, -1))).toBe(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});
