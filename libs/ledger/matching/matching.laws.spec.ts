import { indexOpenItems, matchLines, type MatchResult } from '.';
import { generateMatchingSet } from './testing';

const set = generateMatchingSet(7, { items: 1_500, lines: 250 });
const { facts } = set.items;
const plain = (results: readonly MatchResult[]) => new Map(results.map((result) => [result.lineId, result]));

describe('Laws of matching', () => {
  const results = matchLines(indexOpenItems(facts), set.lines);

  it('does not depend on the order of lines or of facts', () => {
    const turned = { items: [...facts.items].reverse(), settled: [...(facts.settled ?? [])].reverse(), payers: [...facts.payers].reverse() };
    expect(plain(matchLines(indexOpenItems(turned), [...set.lines].reverse()))).toEqual(plain(results));
  });

  it('is not changed by items that have nothing to do with a line', () => {
    const others = Array.from({ length: 200 }, (_, at) => ({
      invoiceId: `other-${at}`, number: `INV-2031-${String(900_000 + at)}`, instalment: 1, accountId: 'Other~E', currency: 'JPY', open: BigInt(1 + at), dueDate: '2026-01-01',
    }));
    expect(matchLines(indexOpenItems({ ...facts, items: [...facts.items, ...others] }), set.lines)).toEqual(results);
  });

  it('takes no more of an item than is open, nor more than the line', () => {
    const open = new Map(facts.items.map(({ invoiceId, instalment, open: left }) => [`${invoiceId}/${instalment}`, left]));
    const amounts = new Map(set.lines.map(({ lineId, amount }) => [lineId, amount]));
    for (const result of results) {
      if (result.kind === 'parked') continue;
      const { items, deductions, rest } = result.match;
      expect(items.reduce((sum, { amount }) => sum + amount, rest)).toBe(amounts.get(result.lineId));
      for (const { invoiceId, instalment, amount } of [...items, ...deductions]) {
        const key = `${invoiceId}/${instalment}`;
        open.set(key, (open.get(key) ?? 0n) - amount);
      }
    }
    expect([...open].filter(([, left]) => left < 0n)).toEqual([]);
  });

  it('reads hostile text in time', () => {
    const text = `${'RF18 '.repeat(300)}${'1 '.repeat(700)}${'INV-'.repeat(300)}${'A1'.repeat(500)}\u202e\u0000`;
    const lines = [{ lineId: 'L', bookedOn: '2026-10-01', valueDate: '2026-10-01', currency: 'EUR', amount: 100n, text }];
    expect(matchLines(indexOpenItems(facts), lines)[0]?.kind).toBe('parked');
  });
});
