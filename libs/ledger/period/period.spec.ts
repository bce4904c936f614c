import { ratesFold } from '../rates';
import type { Decision } from '../refusal';
import { decideClosePeriod } from './close-period';
import type { PeriodEvent, PeriodTotalsRecorded } from './period.events';
import { closingsWithoutTotals, periodFold, type PeriodState } from './period.state';
import { decideRecordTotals } from './record-totals';
import { decideReopenPeriod } from './reopen-period';
import { decideRevalueCurrency, type ForeignBalance } from './revalue-currency';

class Periods {
  readonly state: PeriodState = periodFold.initial();
  private revision = -1;

  /** The types of the events that followed, or the code of the refusal. */
  take(decision: Decision<PeriodEvent, unknown>, inputHash: string): string {
    if (decision.kind === 'refused') return decision.refusal.code;
    for (const event of decision.events) periodFold.evolve(this.state, event, (this.revision += 1), inputHash);
    return decision.events.map(({ type }) => type).join(' ');
  }

  close(requestId: string, period: string, today = '2011-04-01'): string {
    return this.take(decideClosePeriod({ entityId: 'UK', requestId, inputHash: period, period, reason: 'month end', today }, this.state), period);
  }

  reopen(requestId: string, period: string): string {
    return this.take(decideReopenPeriod({ entityId: 'UK', requestId, inputHash: period, period, reason: 'late' }, this.state), period);
  }
}

describe('accounting periods', () => {
  it('close once their last day has passed, with all before them, and once', () => {
    const periods = new Periods();
    expect(periods.close('a', '2011-03', '2011-03-31')).toBe('PERIOD.NOT_ENDED');
    expect(periods.close('a', '2011-03', '2011-04-01')).toBe('PeriodClosed');
    expect([periods.close('a', '2011-03'), periods.close('b', '2011-03'), periods.close('c', '2011-01')]).toEqual(['', '', '']);
    expect(periods.close('a', '2011-02')).toBe('PERIOD.CONFLICT');
  });

  it('open again for a reason, and close again with those before them that are open', () => {
    const periods = new Periods();
    periods.close('a', '2011-03');
    expect(periods.reopen('r', '2011-01')).toBe('PeriodReopened');
    expect([periods.reopen('r', '2011-01'), periods.reopen('r', '2011-02')]).toEqual(['', 'PERIOD.CONFLICT']);
    expect([periods.reopen('s', '2011-01'), periods.reopen('s', '2011-04')]).toEqual(['PERIOD.NOT_CLOSED', 'PERIOD.NOT_CLOSED']);
    expect(periods.close('b', '2011-03')).toBe('PeriodClosed');
    expect(periods.state.calendar.isClosed('UK', '2011-01')).toBe(true);
  });

  it('have their totals recorded once per closing; other figures for it cannot be', () => {
    const periods = new Periods();
    periods.close('a', '2011-02');
    periods.reopen('r', '2011-02');
    periods.close('b', '2011-02');
    expect(closingsWithoutTotals(periods.state).map(({ data, place }) => [data.requestId, place])).toEqual([['a', 0], ['b', 2]]);
    const totals: PeriodTotalsRecorded['data'] = { entityId: 'UK', period: '2011-02', requestId: 'a', cutOff: 7, rows: [], bodyHash: 'a'.repeat(64) };
    expect(periods.take(decideRecordTotals(totals, periods.state), 'h')).toBe('PeriodTotalsRecorded');
    expect(periods.take(decideRecordTotals(totals, periods.state), 'h')).toBe('');
    expect(() => decideRecordTotals({ ...totals, cutOff: 8 }, periods.state)).toThrow('on record with other figures');
    expect(() => decideRecordTotals({ ...totals, requestId: 'z' }, periods.state)).toThrow('never made');
  });
});

describe('revaluation', () => {
  const rates = ratesFold.initial();
  ratesFold.evolve(rates, { type: 'RateRecorded', data: { entityId: 'UK', currency: 'USD', baseCurrency: 'GBP', on: '2011-01-31', rate: '0.65', source: '' } }, 0, 'h');
  const revalue = (periods: Periods, requestId: string, balances: readonly ForeignBalance[], on = '2011-01-31') => {
    const facts = { baseCurrency: 'GBP', mode: 'half-up' as const, rates, knownAt: 9, balances };
    const decision = decideRevalueCurrency({ entityId: 'UK', requestId, inputHash: `${requestId} ${on}`, on, today: '2011-02-10' }, periods.state, facts);
    periods.take(decision, `${requestId} ${on}`);
    return decision.kind === 'refused' ? decision.refusal.code : decision.answer.rows.map(({ role, difference }) => `${role} ${difference}`);
  };
  const open = (amount: bigint, baseAmount: bigint): ForeignBalance => ({ role: 'receivables', currency: 'USD', amount, baseAmount });

  it('books what has changed since an earlier one of the same day, also where nothing is open any more', () => {
    const periods = new Periods();
    expect(revalue(periods, 'a', [open(10_000n, 6_400n)])).toEqual(['receivables 1.00']);
    expect(revalue(periods, 'a', [])).toEqual(['receivables 1.00']);
    expect(revalue(periods, 'b', [open(20_000n, 12_800n)])).toEqual(['receivables 1.00']);
    expect(revalue(periods, 'c', [open(0n, 0n)])).toEqual(['receivables -2.00']);
    expect(revalue(periods, 'd', [open(0n, 0n)])).toEqual([]);
  });

  it('treats what is owed to customers with its own sign, and asks for rates of what is open only', () => {
    const credit: ForeignBalance = { role: 'unapplied-receipts', currency: 'USD', amount: -5_000n, baseAmount: -3_200n };
    expect(revalue(new Periods(), 'a', [credit])).toEqual(['unapplied-receipts -0.50']);
    expect(revalue(new Periods(), 'a', [{ ...credit, currency: 'EUR' }])).toBe('RATE.MISSING');
    expect(revalue(new Periods(), 'a', [{ ...credit, currency: 'EUR', amount: 0n, baseAmount: 0n }])).toEqual([]);
    expect(revalue(new Periods(), 'a', [credit], '2011-02-11')).toBe('DATE.IN_FUTURE');
  });
});
