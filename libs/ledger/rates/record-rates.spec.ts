import { rateOn, ratesFold, type RatesState } from './rates.state';
import { decideRecordRates, type GivenRate, type RecordRates } from './record-rates';

const command = (rates: readonly GivenRate[], over: Partial<RecordRates> = {}): RecordRates => ({
  entityId: 'UK', baseCurrency: 'GBP', rates, source: 'test', corrects: false, today: '2010-12-31', ...over,
});
const usd = (on: string, rate: string): GivenRate => ({ currency: 'USD', on, rate });

/** Decides and folds; answers the codes of refusals, else how many rates were new. */
function record(state: RatesState, asked: RecordRates): string | number {
  const decision = decideRecordRates(asked, state);
  if (decision.kind === 'refused') return decision.refusal.code;
  decision.events.forEach((event, index) => ratesFold.evolve(state, event, index, 'hash'));
  return decision.answer.recorded;
}

describe('recorded rates', () => {
  it('count from their day until the next one on record, in whatever order they come', () => {
    const state = ratesFold.initial();
    expect(record(state, command([usd('2010-12-10', '0.65'), usd('2010-12-01', '0.64')]))).toBe(2);
    expect(record(state, command([usd('2010-12-05', '0.6400')]))).toBe(1);
    expect(['2010-11-30', '2010-12-01', '2010-12-09', '2010-12-10', '2099-01-01'].map((day) => rateOn(state, 'USD', day))).toEqual([
      undefined, '0.64', '0.64', '0.65', '0.65',
    ]);
    expect(rateOn(state, 'EUR', '2010-12-10')).toBeUndefined();
  });

  it('are recorded once; the last in the log counts where one corrects another', () => {
    const state = ratesFold.initial();
    record(state, command([usd('2010-12-01', '0.64')]));
    expect(record(state, command([usd('2010-12-01', '0.640')]))).toBe(0);
    expect(record(state, command([usd('2010-12-01', '0.65')]))).toBe('RATE.CONFLICT');
    expect(record(state, command([usd('2010-12-01', '0.65')], { corrects: true }))).toBe(1);
    expect(record(state, command([usd('2010-12-01', '0.64')]))).toBe(0);
    expect(rateOn(state, 'USD', '2010-12-01')).toBe('0.65');
    expect(record(state, command([usd('2010-12-01', '0.64')], { corrects: true }))).toBe(1);
    expect(rateOn(state, 'USD', '2010-12-01')).toBe('0.64');
  });

  it.each<[string, readonly GivenRate[]]>([
    ['RATE.BASE_CURRENCY', [{ currency: 'GBP', on: '2010-12-01', rate: '1' }]],
    ['CURRENCY.UNKNOWN', [{ currency: 'QQQ', on: '2010-12-01', rate: '1' }]],
    ['DATE.UNREAL', [usd('2010-02-30', '1')]],
    ['DATE.IN_FUTURE', [usd('2011-01-01', '1')]],
    ['RATE.INVALID', [usd('2010-12-01', '0')]],
    ['RATE.OUT_OF_RANGE', [usd('2010-12-01', '1000000001')]],
    ['RATE.TWICE', [usd('2010-12-01', '1'), usd('2010-12-01', '2')]],
  ])('refuses with %s, and records none of the request', (code, rates) => {
    const state = ratesFold.initial();
    expect(record(state, command([usd('2010-12-03', '0.5'), ...rates]))).toBe(code);
    expect(rateOn(state, 'USD', '2010-12-31')).toBeUndefined();
  });
});
