import * as fc from 'fast-check';
import { currency, formatMinor, minorOf } from '#money';
import type { RecognitionRule } from '../contract/contract-terms';
import { addDays } from '../dates';
import type { InvoiceLine } from '../invoice-register/invoice.events';
import type { CreditLine } from '../return/return.events';
import { creditRecognition, type CreditRecognitionRequest } from './credit-recognition';
import { lineRecognition } from './line-recognition';

const usd = currency('USD')!;

function lineOf(rule: RecognitionRule, net: string, servicePeriod = { from: '2024-01-01', to: '2024-03-31' }): InvoiceLine {
  const recognition = lineRecognition({ rule, net, currency: usd, supplyDate: servicePeriod.from, servicePeriod });
  return {
    lineId: '1', description: 'service', quantity: '1', unitPrice: net, net, tax: '0.00', taxCategory: 'S', taxRate: '20', recognition, servicePeriod,
  };
}

/** 30.00 a month by equal months: 10.00 on each month's last day. */
const quarter = lineOf('equal-months', '30.00');
const credit = (rest: Partial<CreditRecognitionRequest> & Pick<CreditRecognitionRequest, 'net' | 'delivery' | 'on'>) =>
  creditRecognition({ line: quarter, credited: [], creditedDeferred: '0.00', currency: usd, ...rest });

describe('what a credit takes back of revenue', () => {
  it('is off revenue alone where the line counted at issue', () => {
    expect(credit({ line: lineOf('at-issue', '30.00'), net: '10.00', delivery: 'undelivered', on: '2024-01-01' })).toBeUndefined();
  });

  it('undelivered: lowers what is to come in proportion, and what exceeds it is off revenue', () => {
    expect(credit({ net: '5.00', delivery: 'undelivered', on: '2024-01-31' })).toEqual({
      fromRevenue: '0.00', fromDeferred: '0.00', schedule: [{ on: '2024-02-29', amount: '2.50' }, { on: '2024-03-31', amount: '2.50' }],
    });
    expect(credit({ net: '25.00', delivery: 'undelivered', on: '2024-01-31' })).toMatchObject({ fromRevenue: '5.00' });
    expect(credit({ net: '25.00', delivery: 'undelivered', on: '2024-04-01' })).toEqual({ fromRevenue: '25.00', fromDeferred: '0.00', schedule: [] });
  });

  it('undelivered days: takes them where they are, also what was recognised for them', () => {
    const line = lineOf('daily', '91.00');
    const asked = { line, net: '45.00', delivery: 'undelivered' as const, servicePeriod: { from: '2024-02-16', to: '2024-03-31' } };
    expect(credit({ ...asked, on: '2024-02-15' })).toEqual({
      fromRevenue: '0.00', fromDeferred: '0.00', schedule: [{ on: '2024-02-29', amount: '14.00' }, { on: '2024-03-31', amount: '31.00' }],
    });
    expect(credit({ ...asked, on: '2024-03-10' })).toEqual({
      fromRevenue: '14.00', fromDeferred: '0.00', schedule: [{ on: '2024-03-31', amount: '31.00' }],
    });
  });

  it('undelivered days: a month that is not served at all is left with nothing, to the cent', () => {
    const line = lineOf('daily', '120.00');
    const taken = credit({ line, net: '58.02', delivery: 'undelivered', on: '2024-02-15', servicePeriod: { from: '2024-02-17', to: '2024-03-31' } });
    expect(taken?.schedule.at(-1)).toEqual({ on: '2024-03-31', amount: line.recognition.schedule!.at(-1)!.amount });
  });

  it('delivered: off what was recognised first, then lowers what is to come', () => {
    expect(credit({ net: '15.00', delivery: 'delivered', on: '2024-02-29' })).toEqual({ fromRevenue: '15.00', fromDeferred: '0.00', schedule: [] });
    expect(credit({ net: '25.00', delivery: 'delivered', on: '2024-02-29' })).toEqual({
      fromRevenue: '20.00', fromDeferred: '0.00', schedule: [{ on: '2024-03-31', amount: '5.00' }],
    });
    expect(credit({ net: '5.00', delivery: 'delivered', on: '2024-02-29', creditedRevenue: '18.00' })).toMatchObject({ fromRevenue: '2.00' });
  });

  it('price: an allowance on the whole, the elapsed share at once', () => {
    expect(credit({ net: '6.00', delivery: 'price', on: '2024-01-31' })).toEqual({
      fromRevenue: '2.00', fromDeferred: '0.00', schedule: [{ on: '2024-02-29', amount: '2.00' }, { on: '2024-03-31', amount: '2.00' }],
    });
  });

  it('takes back what is deferred without a date, less what was taken and used before', () => {
    const line = lineOf('prepayment', '30.00');
    expect(credit({ line, net: '30.00', delivery: 'undelivered', on: '2024-01-31' })).toEqual({ fromRevenue: '0.00', fromDeferred: '30.00', schedule: [] });
    expect(credit({ line, net: '25.00', delivery: 'delivered', on: '2024-01-31', creditedDeferred: '5.00' })).toMatchObject({ fromDeferred: '25.00' });
    const drawn = lineOf('draw-down', '30.00');
    expect(credit({ line: drawn, net: '30.00', delivery: 'undelivered', on: '2024-01-31', recognisedDeferred: '12.00' })).toMatchObject({
      fromRevenue: '12.00', fromDeferred: '18.00',
    });
  });
});

const minor = (amount: string): bigint => minorOf(amount, 2);
const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + minor(amount), 0n);

const history = fc.record({
  rule: fc.constantFrom<RecognitionRule>('point-in-time', 'daily', 'equal-months', 'as-used', 'prepayment'),
  net: fc.bigInt(-500_000n, 500_000n),
  length: fc.integer({ min: 0, max: 500 }),
  credits: fc.array(
    fc.record({
      delivery: fc.constantFrom('undelivered' as const, 'delivered' as const, 'price' as const),
      percent: fc.bigInt(0n, 100n), wait: fc.integer({ min: 0, max: 120 }), days: fc.option(fc.tuple(fc.nat(600), fc.nat(600))),
    }),
    { maxLength: 6 },
  ),
  wholly: fc.boolean(),
});

interface Credited {
  readonly on: string;
  readonly net: bigint;
  readonly parts: NonNullable<CreditLine['recognition']>;
}

interface RandomCredits {
  readonly credits: readonly { delivery: CreditLine['delivery']; percent: bigint; wait: number; days: [number, number] | null }[];
  readonly wholly: boolean;
  readonly net: bigint;
}

/** Credits one after the other, never beyond the line; the last takes all that is left when `wholly`. */
function creditAll(line: InvoiceLine, { credits, wholly, net }: RandomCredits): Credited[] {
  const done: Credited[] = [];
  let left = net;
  let on = '2024-01-01';
  for (const [index, { delivery, percent, wait, days }] of credits.entries()) {
    on = addDays(on, wait);
    const amount = wholly && index === credits.length - 1 ? left : (left * percent) / 100n;
    left -= amount;
    const from = addDays('2024-01-01', days === null ? 0 : Math.min(...days));
    const period = days === null ? {} : { servicePeriod: { from, to: addDays('2024-01-01', Math.max(...days)) } };
    const before = done.map(({ parts }) => parts);
    const parts = creditRecognition({
      line, net: formatMinor(amount, 2), delivery, on, currency: usd, ...period,
      credited: before.flatMap(({ schedule }) => schedule),
      creditedDeferred: formatMinor(sum(before.map(({ fromDeferred }) => fromDeferred)), 2),
      creditedRevenue: formatMinor(sum(before.map(({ fromRevenue }) => fromRevenue)), 2),
    })!;
    done.push({ on, net: amount, parts });
  }
  return done;
}

describe('laws of crediting a line', () => {
  it('parts sum to the net; every entry to come keeps its sign; a line credited wholly recognises nothing from then on', () => {
    fc.assert(
      fc.property(history, ({ rule, net, length, credits, wholly }) => {
        const line = lineOf(rule, formatMinor(net, 2), { from: '2024-01-01', to: addDays('2024-01-01', length) });
        const done = creditAll(line, { credits, wholly, net });
        for (const { parts, net: credited, on } of done) {
          const amounts = [parts.fromRevenue, parts.fromDeferred, ...parts.schedule.map(({ amount }) => amount)];
          expect(sum(amounts)).toBe(credited);
          expect(amounts.every((amount) => minor(amount) * credited >= 0n)).toBe(true);
          expect(parts.schedule.every((entry) => entry.on > on)).toBe(true);
        }
        const lefts = (line.recognition.schedule ?? []).map((entry) => ({
          on: entry.on, left: minor(entry.amount) - sum(done.flatMap(({ parts }) => parts.schedule.filter((part) => part.on === entry.on).map(({ amount }) => amount))),
        }));
        expect(lefts.every(({ left }) => left * net >= 0n)).toBe(true);
        if (!wholly || credits.length === 0) return;
        const last = done.at(-1)!.on;
        expect(lefts.filter(({ on, left }) => on > last && left !== 0n)).toEqual([]);
        const recognised = lefts.reduce((total, { left }) => total + left, 0n) - sum(done.map(({ parts }) => parts.fromRevenue));
        expect(recognised).toBe(0n);
        expect(minor(line.recognition.deferred ?? '0') - sum(done.map(({ parts }) => parts.fromDeferred))).toBe(0n);
      }),
      { numRuns: 400 },
    );
  });
});
