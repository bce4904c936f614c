import * as fc from 'fast-check';
import { currency, formatMinor, minorOf } from '#money';
import { addDays } from '../dates';
import type { RecognitionRule } from '../contract/contract-terms';
import { lineRecognition } from './line-recognition';
import { refuseRecognition } from './refuse-recognition';

const usd = currency('USD')!;
const asked = { net: '120.00', currency: usd, supplyDate: '2024-01-05' };

describe('the recognition of a line', () => {
  it('counts at issue with nothing else to say', () => {
    expect(lineRecognition({ ...asked, rule: 'at-issue', servicePeriod: { from: '2024-01-01', to: '2024-12-31' } })).toEqual({ rule: 'at-issue' });
  });

  it('counts at a point in time on the supply date', () => {
    expect(lineRecognition({ ...asked, rule: 'point-in-time' })).toEqual({ rule: 'point-in-time', schedule: [{ on: '2024-01-05', amount: '120.00' }] });
  });

  it('spreads by day, booked on the last covered day of each month', () => {
    expect(lineRecognition({ ...asked, net: '91.00', rule: 'daily', servicePeriod: { from: '2024-01-10', to: '2024-04-09' } }).schedule).toEqual([
      { on: '2024-01-31', amount: '22.00' }, { on: '2024-02-29', amount: '29.00' }, { on: '2024-03-31', amount: '31.00' }, { on: '2024-04-09', amount: '9.00' },
    ]);
  });

  it('gives every whole month the same, and the two halves of a broken one their part of the days', () => {
    const whole = lineRecognition({ ...asked, rule: 'equal-months', servicePeriod: { from: '2024-01-01', to: '2024-12-31' } });
    expect(whole.schedule?.map(({ amount }) => amount)).toEqual(Array<string>(12).fill('10.00'));
    const broken = lineRecognition({ ...asked, rule: 'equal-months', servicePeriod: { from: '2023-01-15', to: '2024-01-14' } });
    expect(broken.schedule?.map(({ amount }) => amount)).toEqual(['5.48', ...Array<string>(11).fill('10.00'), '4.52']);
  });

  it('counts use by its true days, and on the supply date where it has none', () => {
    const use = lineRecognition({ ...asked, rule: 'as-used', supplyDate: '2024-03-01', servicePeriod: { from: '2024-01-01', to: '2024-01-31' } });
    expect(use.schedule).toEqual([{ on: '2024-01-31', amount: '120.00' }]);
    expect(lineRecognition({ ...asked, rule: 'as-used' }).schedule).toEqual([{ on: '2024-01-05', amount: '120.00' }]);
  });

  it.each(['milestones', 'draw-down', 'prepayment'] as const)('leaves %s deferred, less what was recognised before', (rule) => {
    expect(lineRecognition({ ...asked, rule })).toEqual({ rule, deferred: '120.00' });
    expect(lineRecognition({ ...asked, rule, contractAsset: '50.00', contractAssetBase: '40.00' })).toEqual({
      rule, contractAsset: '50.00', contractAssetBase: '40.00', deferred: '70.00',
    });
    expect(lineRecognition({ ...asked, rule, contractAsset: '120.00' })).toEqual({ rule, contractAsset: '120.00' });
  });

  it('recognises nothing twice that was recognised before it was billed, whatever the rule', () => {
    expect(lineRecognition({ ...asked, rule: 'at-issue', contractAsset: '100.00' })).toEqual({
      rule: 'point-in-time', contractAsset: '100.00', schedule: [{ on: '2024-01-05', amount: '20.00' }],
    });
    const use = lineRecognition({ ...asked, rule: 'as-used', contractAsset: '100.00', servicePeriod: { from: '2024-01-01', to: '2024-02-29' } });
    expect(use.schedule).toEqual([{ on: '2024-01-31', amount: '10.33' }, { on: '2024-02-29', amount: '9.67' }]);
  });

  it('leaves out months that get nothing, and has no schedule for a line of zero', () => {
    const cent = lineRecognition({ ...asked, net: '0.01', rule: 'daily', servicePeriod: { from: '2024-01-01', to: '2024-12-31' } });
    expect(cent.schedule).toEqual([{ on: '2024-07-31', amount: '0.01' }]);
    expect(lineRecognition({ ...asked, net: '0.00', rule: 'point-in-time' })).toEqual({ rule: 'point-in-time' });
  });
});

const rules: readonly RecognitionRule[] = ['point-in-time', 'daily', 'equal-months', 'as-used', 'milestones', 'draw-down', 'prepayment'];

describe('laws of the recognition of a line', () => {
  const line = fc.record({
    rule: fc.constantFrom(...rules), minor: fc.bigInt(-1_000_000_000n, 1_000_000_000n), start: fc.integer({ min: 0, max: 2000 }), length: fc.integer({ min: 0, max: 1500 }),
  });

  it('parts sum to the net, days rise, no part has another sign, and every prefix by day is right to the cent', () => {
    fc.assert(fc.property(line, fc.integer({ min: 0, max: 100 }), ({ rule, minor, start, length }, percent) => {
      const from = addDays('2020-01-01', start);
      const servicePeriod = { from, to: addDays(from, length) };
      const asset = (minor * BigInt(percent)) / 100n;
      const found = lineRecognition({ rule, net: formatMinor(minor, 2), currency: usd, supplyDate: from, servicePeriod, contractAsset: formatMinor(asset, 2) });
      const parts = [...(found.schedule ?? []).map(({ amount }) => amount), found.contractAsset ?? '0', found.deferred ?? '0'].map((text) => minorOf(text, 2));
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(minor);
      expect(parts.every((part) => part * minor >= 0n)).toBe(true);
      const days = (found.schedule ?? []).map(({ on }) => on);
      expect(days).toEqual([...new Set(days)].sort());
      if (rule !== 'daily') return;
      let counted = 0n;
      for (const { on, amount } of found.schedule ?? []) {
        counted += minorOf(amount, 2);
        const served = BigInt(Math.round((Date.parse(on) - Date.parse(from)) / 86_400_000) + 1);
        const difference = 2n * (counted * BigInt(length + 1) - (minor - asset) * served);
        expect(difference <= BigInt(length + 1) && difference >= -BigInt(length + 1)).toBe(true);
      }
    }));
  });
});

describe('refusing a recognition', () => {
  const period = { from: '2024-01-01', to: '2024-12-31' };

  it('lets pass what can be followed', () => {
    expect(refuseRecognition({ lineId: '1' }, 'sale')).toBeUndefined();
    expect(refuseRecognition({ lineId: '1', recognition: 'daily', servicePeriod: period }, 'sale')).toBeUndefined();
    expect(refuseRecognition({ lineId: '1', recognition: 'draw-down' }, 'contract')).toBeUndefined();
    expect(refuseRecognition({ lineId: '1', recognition: 'prepayment' }, 'prepayment')).toBeUndefined();
  });

  it.each([
    ['RECOGNITION.PERIOD_MISSING', { recognition: 'daily' as const }],
    ['RECOGNITION.PERIOD_MISSING', { recognition: 'equal-months' as const }],
    ['DATE.UNREAL', { servicePeriod: { from: '2024-02-30', to: '2024-12-31' } }],
    ['RECOGNITION.PERIOD_ORDER', { recognition: 'daily' as const, servicePeriod: { from: '2024-12-31', to: '2024-01-01' } }],
    ['RECOGNITION.PERIOD_TOO_LONG', { recognition: 'daily' as const, servicePeriod: { from: '2024-01-01', to: '2124-01-01' } }],
    ['RECOGNITION.WRONG_RULE', { recognition: 'milestones' as const }],
    ['RECOGNITION.WRONG_RULE', { recognition: 'prepayment' as const, servicePeriod: period }],
  ])('says %s', (code, line) => {
    expect(refuseRecognition({ lineId: '1', ...line }, 'sale')).toMatchObject({ code, kind: 'invalid' });
  });

  it('bounds a schedule at a hundred years of months', () => {
    expect(refuseRecognition({ lineId: '1', recognition: 'daily', servicePeriod: { from: '2024-01-01', to: '2123-12-31' } }, 'sale')).toBeUndefined();
  });
});
