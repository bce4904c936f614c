import { ChartMapped, accountRoles } from './entity.events';
import { builtInChart, completedChart, type ChartEntry } from './built-in-chart';

const lift = (accounts: readonly ChartEntry[]) => (ChartMapped.upcasts[0]!({ entityId: 'UK', accounts }) as { accounts: readonly ChartEntry[] }).accounts;
const first = builtInChart.slice(0, 8);

describe('a chart mapped before the later roles were known', () => {
  it('keeps its accounts and takes built-in ones for the others', () => {
    const lifted = lift(first);
    expect(lifted.map(({ role }) => role).sort()).toEqual([...accountRoles].sort());
    expect(lifted.slice(0, 8)).toEqual(first);
  });

  it('never gives two roles one code', () => {
    const taken = first.map((entry) => (entry.role === 'bank' ? { ...entry, code: '2300' } : entry));
    const codes = lift(taken).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(lift(taken).find(({ role }) => role === 'deferred-revenue')?.code).toBe('2300.X');
  });

  it('is left alone when it is complete', () => expect(completedChart(builtInChart)).toEqual(builtInChart));
});
