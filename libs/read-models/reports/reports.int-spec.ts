import { addDays } from '#ledger';
import type { LedgerFact } from '../projection';
import { ReadModels } from '../runner/read-models';
import type { ReadStore } from '../store/read-store';
import { bucketEnds, bucketOf, datesOf, disputed, effects, openByItem, sum, text, type Asked } from '../testing/brute-force';
import { revenueEffects } from '../testing/brute-force-revenue';
import { chance } from '../testing/chance';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';
import { reports } from './reports';

const questions = (seed: number, facts: readonly LedgerFact[]): Asked[] => {
  const below = chance(seed);
  const end = facts.length;
  const random = Array.from({ length: 14 }, (): Asked => ({
    asOf: addDays('2023-11-01', below(230)), knownAt: below(end + 1), basis: below(2) === 0 ? 'effective' : 'posting',
  }));
  const current = (['effective', 'posting'] as const).map((basis): Asked => ({ asOf: '2025-01-01', knownAt: end, basis }));
  return [...random, ...current];
};
const ask = ({ asOf, basis, knownAt }: Asked) => ({ asOf, basis, knownAt: { sequence: knownAt } });

interface AgingCheck {
  readonly amounts: string[];
  readonly items: number[];
  readonly disputed: string;
  readonly unappliedReceipts: string;
  readonly unappliedCredits: string;
}

/** Aging rows by "entity currency customer", and unidentified receipts by "entity currency", from a scan. */
function agingByScan(facts: readonly LedgerFact[], asked: Asked, by: 'due-date' | 'invoice-date') {
  const rows = new Map<string, { amounts: bigint[]; items: number[]; disputed: bigint; receipts: bigint; credits: bigint; currency: string }>();
  const unidentified = new Map<string, bigint>();
  const inDispute = disputed(facts, asked);
  for (const { item, open } of openByItem(effects(facts, asked)).values()) {
    if (open === 0n) continue;
    const { entityId, currency } = item;
    if (item.kind === 'unidentified') {
      unidentified.set(`${entityId} ${currency}`, (unidentified.get(`${entityId} ${currency}`) ?? 0n) + open);
      continue;
    }
    const ends = bucketEnds(facts, entityId, asked.knownAt);
    const key = `${currency} ${item.accountId}`;
    const row = rows.get(key) ?? { amounts: Array<bigint>(ends.length + 2).fill(0n), items: Array<number>(ends.length + 2).fill(0), disputed: 0n, receipts: 0n, credits: 0n, currency };
    rows.set(key, row);
    if (item.kind === 'receipt') row.receipts += open;
    else if (item.kind === 'credit') row.credits += open;
    else {
      const { due, issued } = datesOf(facts, item.document, item.part);
      const bucket = bucketOf(ends, asked.asOf, by === 'due-date' ? due : issued);
      row.amounts[bucket]! += open;
      row.items[bucket]! += 1;
      if (inDispute.has(item.document)) row.disputed += open;
    }
  }
  const checks = [...rows].map(([key, row]): [string, AgingCheck] => [key, {
    amounts: row.amounts.map((amount) => text(amount, row.currency)), items: row.items, disputed: text(row.disputed, row.currency),
    unappliedReceipts: text(row.receipts, row.currency), unappliedCredits: text(row.credits, row.currency),
  }]);
  return { rows: Object.fromEntries(checks.sort(([left], [right]) => (left < right ? -1 : 1))), unidentified };
}

/** Sales by "entity|currency|month|customer|product", from a scan. */
function revenueByScan(facts: readonly LedgerFact[], asked: Asked): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { entityId, currency, date, customerId, productCode, fee, recognised } of revenueEffects(facts, asked)) {
    const key = [entityId, currency, date.slice(0, 7), customerId, productCode].join('|');
    sums.set(key, (sums.get(key) ?? 0n) + (fee ? 0n : recognised));
  }
  return sums;
}

describe.each([...testReadStores])('reports on $name', ({ open }) => {
  let ledger: TestLedger;
  let facts: LedgerFact[];
  let store: ReadStore;
  let end: () => Promise<void>;

  beforeAll(async () => {
    ledger = await TestLedger.open();
    const { events } = new RandomHistory(4242).grow(450);
    await ledger.append(events.slice(0, 100));
    await ledger.appendForeign();
    await ledger.append(events.slice(100));
    facts = await ledger.facts();
    const opened = await open(ledger.folder);
    store = opened.store;
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    expect(models.health().filter(({ error }) => error !== undefined)).toEqual([]);
    end = async () => {
      await models.stop();
      await store.close();
      await opened.drop();
      await ledger.close();
    };
  });
  afterAll(() => end());

  it.each(['due-date', 'invoice-date'] as const)('age by %s as a scan of the events does, for any day, knowledge and basis', async (by) => {
    for (const asked of questions(1, facts)) {
      const { body } = await reports(store).aging({ ...ask(asked), by });
      const expected = agingByScan(facts, asked, by);
      const rows = body.sections.flatMap((section) =>
        section.rows.map(({ accountId, amounts, items, disputed: memo, unappliedReceipts, unappliedCredits }): [string, AgingCheck] => [
          `${section.currency} ${accountId}`, { amounts: [...amounts], items: [...items], disputed: memo, unappliedReceipts, unappliedCredits },
        ]));
      expect({ asked, rows: Object.fromEntries(rows.sort(([left], [right]) => (left < right ? -1 : 1))) }).toEqual({ asked, rows: expected.rows });
      for (const { entityId, currency, unidentifiedReceipts } of body.sections) {
        expect(unidentifiedReceipts).toBe(text(expected.unidentified.get(`${entityId} ${currency}`) ?? 0n, currency));
      }
    }
  });

  it('list every open item with its amount', async () => {
    for (const asked of questions(2, facts)) {
      const { body } = await reports(store).receivables(ask(asked));
      const listed = body.sections.flatMap((section) => [
        ...section.accounts.flatMap((account) => account.items.map((item) => `${account.accountId} ${item.kind} ${item.documentId} ${item.part} ${item.open}`)),
        ...section.unidentified.map((item) => `${section.entityId}~ ${item.kind} ${item.documentId} ${item.part} ${item.open}`),
      ]);
      const expected = [...openByItem(effects(facts, asked))].flatMap(([key, { item, open: amount }]) => (amount === 0n ? [] : [`${key} ${text(amount, item.currency)}`]));
      expect(listed.sort()).toEqual(expected.sort());
    }
  });

  it('tie to the control accounts and to the statements, on both bases', async () => {
    for (const asked of questions(3, facts)) {
      const { body } = await reports(store).tieOut(ask(asked));
      expect(body.rows.filter((row) => !row.ties)).toEqual([]);
    }
  });

  it('state an account line by line, and its closing balance is its balance in aging', async () => {
    for (const asked of questions(4, facts).slice(-6)) {
      const { body: aged } = await reports(store).aging(ask(asked));
      for (const section of aged.sections) {
        for (const { customerId, accountId, balance } of section.rows) {
          const from = addDays(asked.asOf, -40);
          const { body } = await reports(store).statement({ ...ask(asked), entityId: section.entityId, customerId, from });
          expect(body.sections[0]!.closing).toBe(balance);
          const owed = effects(facts, asked).filter((effect) => effect.accountId === accountId && effect.owed && effect.date < from);
          const opening = sum(owed.map((effect) => (effect.kind === 'invoice' ? effect.amount : -effect.amount)));
          expect(body.sections[0]!.opening).toBe(text(opening, section.currency));
        }
      }
    }
  });

  it('count revenue by month, customer and product as a scan does', async () => {
    for (const asked of questions(5, facts)) {
      const { body } = await reports(store).revenue({ ...ask(asked), groupBy: ['month', 'customer', 'product'] });
      const expected = revenueByScan(facts, asked);
      const found = body.sections.flatMap(({ entityId, currency, rows }) =>
        rows.filter(({ recognised }) => /[1-9]/.test(recognised)).map((row) => `${[entityId, currency, row.month, row.customerId, row.productCode].join('|')} ${row.recognised}`));
      const wanted = [...expected].flatMap(([key, amount]) => (amount === 0n ? [] : [`${key} ${text(amount, key.split('|')[1]!)}`]));
      expect(found.sort()).toEqual(wanted.sort());
    }
  });

  it('balance the trial balance in every column, and its receivables are the open invoices', async () => {
    for (const asked of questions(6, facts)) {
      const { body } = await reports(store).trialBalance({ ...ask(asked), from: asked.asOf < '2024-01-01' ? '2023-01-01' : '2024-01-01' });
      const items = [...openByItem(effects(facts, asked)).values()].filter(({ item }) => item.kind === 'invoice');
      for (const { entityId, currency, rows, totals } of body.sections) {
        const zero = text(0n, currency);
        expect([totals.opening, totals.closing, totals.debit]).toEqual([zero, zero, totals.credit]);
        const open = sum(items.filter(({ item }) => item.entityId === entityId).map((item) => item.open));
        expect(rows.find((row) => row.role === 'receivables')?.closing ?? zero).toBe(text(open, currency));
      }
    }
  });

  it('give the same bytes for the same sequence, whatever was recorded since, and by the time it was recorded', async () => {
    const before = facts[200]!;
    const question = { asOf: '2024-02-15', basis: 'posting' as const };
    const first = await reports(store).aging({ ...question, knownAt: { sequence: before.sequence } });
    const last = facts.filter((fact) => fact.recordedAt <= before.recordedAt).at(-1)!;
    const byTime = await reports(store).aging({ ...question, knownAt: { time: before.recordedAt } });
    expect(byTime.provenance).toMatchObject({ knownAt: last.sequence, settled: true });
    const bySequence = await reports(store).aging({ ...question, knownAt: { sequence: last.sequence } });
    expect(JSON.stringify(byTime.body)).toBe(JSON.stringify(bySequence.body));
    await ledger.append(new RandomHistory(7).grow(0).events.slice(0, 2));
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    await models.stop();
    const again = await reports(store).aging({ ...question, knownAt: { sequence: before.sequence } });
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
  });

  it('refuse what is not known yet, and days that do not exist', async () => {
    await expect(reports(store).aging({ asOf: '2024-02-15', knownAt: { sequence: 10_000_000 } })).rejects.toMatchObject({ code: 'REPORT.NOT_YET_KNOWN' });
    await expect(reports(store).aging({ asOf: '2024-02-30' })).rejects.toMatchObject({ code: 'REPORT.INVALID_DATE' });
  });
});

tellWhenPostgresIsSkipped();
