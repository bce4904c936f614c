import { addDays } from '#ledger';
import type { LedgerFact } from '../projection';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import type { ReadStore } from '../store/read-store';
import { minor, text } from '../testing/brute-force';
import { chance } from '../testing/chance';
import { RandomHistory, type PlacedEvent } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';

describe.each([...testReadStores])('expected cash on $name', ({ open }) => {
  let facts: LedgerFact[];
  let events: readonly PlacedEvent[];
  let store: ReadStore;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const ledger = await TestLedger.open();
    events = new RandomHistory(91).grow(400).events;
    await ledger.append(events);
    facts = await ledger.facts();
    const opened = await open(ledger.folder);
    store = opened.store;
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    end = async () => {
      await models.stop();
      await store.close();
      await opened.drop();
      await ledger.close();
    };
  });
  afterAll(() => end());

  const questions = (): { asOf: string; knownAt: { sequence: number } }[] => {
    const below = chance(11);
    return Array.from({ length: 10 }, () => ({ asOf: addDays('2023-11-01', below(300)), knownAt: { sequence: 1 + below(facts.length) } }));
  };

  it('expects every open invoice once, no earlier than tomorrow, and sums to what is owed', async () => {
    for (const question of questions()) {
      const { body } = await reports(store).expectedCash(question);
      const owed = (await reports(store).receivables(question)).body;
      for (const { entityId, currency, rows, weeks, months, totals } of body.sections) {
        const items = owed.sections
          .filter((section) => section.entityId === entityId && section.currency === currency)
          .flatMap(({ accounts }) => accounts.flatMap(({ items: open }) => open))
          .filter(({ kind, open: amount }) => kind === 'invoice' && minor(amount, currency) > 0n);
        expect(rows.map(({ documentId, instalment, open: amount }) => [documentId, instalment, amount]).sort()).toEqual(
          items.map(({ documentId, part, open: amount }) => [documentId, part, amount]).sort(),
        );
        expect(rows.every(({ expectedOn }) => expectedOn > question.asOf)).toBe(true);
        const sum = (amounts: readonly string[]): string => text(amounts.reduce((total, each) => total + minor(each, currency), 0n), currency);
        expect(sum(weeks.map(({ amount }) => amount))).toBe(totals.expected);
        expect(sum(months.map(({ amount }) => amount))).toBe(totals.expected);
        expect(months.map(({ month, items: count }) => [month, count])).toEqual(
          [...new Set(rows.map(({ expectedOn }) => expectedOn.slice(0, 7)))].sort().flatMap((month) => {
            const count = rows.filter(({ expectedOn, disputed }) => !disputed && expectedOn.startsWith(month)).length;
            return count === 0 ? [] : [[month, count]];
          }),
        );
        expect(sum([totals.expected, totals.disputed])).toBe(sum(rows.map(({ open: amount }) => amount)));
      }
    }
  });

  it('says the same for ever: what is recorded later changes nothing, and nothing in it names a person', async () => {
    const half = events.slice(0, Math.floor(events.length / 2));
    const early = await TestLedger.open();
    await early.append(half);
    const opened = await open(early.folder);
    const models = new ReadModels(opened.store, early.source);
    await models.catchUp();
    const question = { asOf: '2024-03-31', knownAt: { sequence: half.length } };
    const then = JSON.stringify((await reports(opened.store).expectedCash(question)).body);
    await models.stop();
    await opened.store.close();
    await opened.drop();
    await early.close();
    expect(JSON.stringify((await reports(store).expectedCash(question)).body)).toBe(then);
    expect(then).not.toMatch(/@|"name"/);
  });
});

tellWhenPostgresIsSkipped();
