import fc from 'fast-check';
import { formatMinor, minorOf } from '#money';
import { decideSettleGatewayPayout, type SettleGatewayPayout } from './settle-gateway-payout';
import { gatewayPayoutFold } from './gateway-payout.fold';

const command: SettleGatewayPayout = {
  payoutId: 'po_1', entityId: 'UK', inputHash: 'a', gateway: 'stripe', settledOn: '2010-12-24', today: '2010-12-24', currency: 'GBP',
  gross: '230.00', fees: '22.54', net: '207.46', transactions: 7, baseCurrency: 'GBP',
};
const nothing = () => gatewayPayoutFold.initial();

describe('a payout of a gateway', () => {
  it('is recorded once', () => {
    const first = decideSettleGatewayPayout(command, nothing());
    if (first.kind !== 'accepted' || first.events[0] === undefined) {
      throw new Error(JSON.stringify(first));
    }
    expect(first.events).toMatchObject([{ data: { gross: '230.00', fees: '22.54', net: '207.46', rate: '1', baseNet: '207.46' } }]);
    const state = gatewayPayoutFold.evolve(nothing(), first.events[0], 0, 'a');
    expect(decideSettleGatewayPayout(command, state)).toMatchObject({ kind: 'accepted', events: [], answer: { net: '207.46' } });
    expect(decideSettleGatewayPayout({ ...command, inputHash: 'b' }, state)).toMatchObject({ refusal: { code: 'PAYOUT.CONFLICT' } });
  });

  it.each([
    ['PAYOUT.SUM', { net: '207.47' }],
    ['PAYOUT.AMOUNT', { fees: '1e3' }],
    ['PAYOUT.AMOUNT', { gross: '1.234' }],
    ['DATE.UNREAL', { settledOn: '2010-02-30' }],
    ['DATE.IN_FUTURE', { settledOn: '2010-12-25' }],
    ['RATE.MISSING', { currency: 'EUR' }],
  ])('is refused with %s', (code, more) => {
    const decided = decideSettleGatewayPayout({ ...command, ...more }, nothing());
    expect(decided).toMatchObject({ kind: 'refused', refusal: { code } });
  });

  it('balances in the base currency at any rate and sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 1, max: 5_000_000 }), (gross, fees, rate) => {
        const amounts = { gross: formatMinor(BigInt(gross), 2), fees: formatMinor(BigInt(fees), 2), net: formatMinor(BigInt(gross - fees), 2) };
        const decided = decideSettleGatewayPayout({ ...command, ...amounts, currency: 'EUR', rate: formatMinor(BigInt(rate), 6) }, nothing());
        const data = decided.kind === 'accepted' ? decided.events[0]?.data : undefined;
        expect(minorOf(data?.baseGross ?? '', 2) - minorOf(data?.baseFees ?? '', 2)).toBe(minorOf(data?.baseNet ?? '', 2));
      }),
    );
  });
});
