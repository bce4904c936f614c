import { addDays } from '#ledger';
import type { LedgerFact } from '../projection';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import type { ReadStore } from '../store/read-store';
import { sum, text, type Asked } from '../testing/brute-force';
import { revenueEffects, type RevenueEffect } from '../testing/brute-force-revenue';
import { chance } from '../testing/chance';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';

const questions = (seed: number, end: number): Asked[] => {
  const below = chance(seed);
  const random = Array.from({ length: 8 }, (): Asked => ({
    asOf: addDays('2023-11-01', below(300)), knownAt: below(end + 1), basis: below(2) === 0 ? 'effective' : 'posting',
  }));
  return [...random, ...(['effective', 'posting'] as const).map((basis): Asked => ({ asOf: '2026-01-01', knownAt: end, basis }))];
};
const ask = ({ asOf, basis, knownAt }: Asked) => ({ asOf, basis, knownAt: { sequence: knownAt } });
const balanceOf = (effects: readonly RevenueEffect[]): bigint => sum(effects.map(({ billed, credited, recognised }) => billed - credited - recognised));

describe.each([...testReadStores])('revenue and contract balances on $name', ({ open }) => {
  let ledger: TestLedger;
  let facts: LedgerFact[];
  let store: ReadStore;
  let end: () => Promise<void>;

  beforeAll(async () => {
    ledger = await TestLedger.open();
    await ledger.append(new RandomHistory(97).grow(420).events);
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

  /** Balance of some roles per entity and currency, credit positive. */
  async function journal(asked: Asked, roles: Readonly<Record<string, bigint>>): Promise<Map<string, string>> {
    const { body } = await reports(store).trialBalance({ ...ask(asked), from: '2020-01-01' });
    return new Map(body.sections.map(({ entityId, currency, rows }) => {
      const parts = rows.filter(({ role }) => role in roles).map(({ role, closing }) => roles[role]! * BigInt(closing.replace('.', '')));
      return [`${entityId} ${currency}`, text(-sum(parts), currency)];
    }));
  }

  it('sum to the balance of the income accounts, on both bases, whatever was known', async () => {
    for (const asked of questions(1, facts.length)) {
      for (const [income, roles] of [['sales', { revenue: 1n }], ['fees', { 'late-fee-income': 1n, 'interest-income': 1n }]] as const) {
        const { body } = await reports(store).revenue({ ...ask(asked), groupBy: [], income });
        const control = await journal(asked, roles);
        for (const { entityId, currency, totals } of body.sections) expect({ asked, recognised: totals.recognised }).toEqual({ asked, recognised: control.get(`${entityId} ${currency}`) });
      }
    }
  });

  it('leave deferred what deferred revenue less contract asset stand at', async () => {
    for (const asked of questions(2, facts.length)) {
      const control = await journal(asked, { 'deferred-revenue': 1n, 'contract-asset': 1n });
      const { body } = await reports(store).revenue({ ...ask(asked), groupBy: ['customer'] });
      const { body: balances } = await reports(store).contractBalances({ ...ask(asked), from: '2023-01-01' });
      for (const { entityId, currency, totals, rows } of body.sections) {
        const stands = control.get(`${entityId} ${currency}`)!;
        expect(totals.deferred).toBe(stands);
        expect(text(sum(rows.map(({ deferred }) => BigInt(deferred.replace('.', '')))), currency)).toBe(stands);
        const closing = balances.sections.find((section) => section.entityId === entityId && section.currency === currency)?.totals.closing;
        expect(closing ?? text(0n, currency)).toBe(stands);
      }
    }
  });

  it('roll forward per contract, and per invoice without one, as a scan does', async () => {
    for (const asked of questions(3, facts.length).slice(-6)) {
      const from = addDays(asked.asOf, -60);
      const { body } = await reports(store).contractBalances({ ...ask(asked), from });
      const groups = new Map<string, RevenueEffect[]>();
      for (const effect of revenueEffects(facts, asked).filter(({ atIssue, contractId }) => !atIssue || contractId !== '')) {
        const about = effect.contractId === '' ? effect.invoiceId : '';
        const key = [effect.entityId, effect.currency, effect.customerId, effect.contractId, about].join('|');
        groups.set(key, [...(groups.get(key) ?? []), effect]);
      }
      const expected = [...groups].flatMap(([key, effects]) => {
        const currency = key.split('|')[1]!;
        const moved = effects.filter(({ date }) => date >= from);
        const figures = [
          balanceOf(effects.filter(({ date }) => date < from)), sum(moved.map(({ billed }) => billed)), sum(moved.map(({ credited }) => credited)),
          sum(moved.map(({ recognised }) => recognised)),
        ];
        return figures.every((figure) => figure === 0n) ? [] : [`${key} ${[...figures, balanceOf(effects)].map((figure) => text(figure, currency)).join(' ')}`];
      });
      const found = body.sections.flatMap(({ entityId, currency, rows }) =>
        rows.map(({ customerId, contractId = '', invoiceId = '', opening, billed, credited, recognised, closing }) =>
          `${[entityId, currency, customerId, contractId, invoiceId].join('|')} ${[opening, billed, credited, recognised, closing].join(' ')}`));
      expect(found.sort()).toEqual(expected.sort());
    }
  });

  it('state by month what was deferred at its end, also after a first day', async () => {
    const asked: Asked = { asOf: '2024-05-31', knownAt: facts.length, basis: 'effective' };
    const { body } = await reports(store).revenue({ ...ask(asked), from: '2024-02-01' });
    const effects = revenueEffects(facts, asked);
    for (const { entityId, currency, rows, totals } of body.sections) {
      const own = effects.filter((effect) => effect.entityId === entityId && effect.currency === currency);
      expect(rows.map(({ month }) => month)).toEqual(['2024-02', '2024-03', '2024-04', '2024-05']);
      for (const { month, recognised, deferred } of rows) {
        expect(deferred).toBe(text(balanceOf(own.filter(({ date }) => date.slice(0, 7) <= month!)), currency));
        expect(recognised).toBe(text(sum(own.filter(({ date, fee }) => date.startsWith(month!) && !fee).map((effect) => effect.recognised)), currency));
      }
      expect(totals.deferred).toBe(rows.at(-1)!.deferred);
    }
  });

  it('move recurring revenue from month to month without a gap, whatever rows stand for', async () => {
    const question = { from: '2023-10-01', asOf: '2024-08-31', knownAt: { sequence: facts.length } };
    const { body: whole } = await reports(store).recurringRevenue(question);
    expect(whole.sections.length).toBeGreaterThan(0);
    for (const groupBy of [[], ['customer'], ['plan'], ['customer', 'plan']] as const) {
      const { body } = await reports(store).recurringRevenue({ ...question, groupBy });
      for (const { entityId, currency, rows } of body.sections) {
        const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));
        const last = new Map<string, bigint>();
        for (const row of rows) {
          const key = `${row.customerId ?? ''} ${row.plan ?? ''}`;
          expect(minor(row.opening)).toBe(last.get(key) ?? 0n);
          expect(minor(row.opening) + minor(row.new) + minor(row.expansion) - minor(row.contraction) - minor(row.churn)).toBe(minor(row.monthly));
          last.set(key, minor(row.monthly));
        }
        const months = whole.sections.find((section) => section.entityId === entityId && section.currency === currency)!.rows;
        for (const { month, monthly, annual } of months) {
          const own = rows.filter((row) => row.month === month);
          expect([text(sum(own.map((row) => minor(row.monthly))), currency), text(sum(own.map((row) => minor(row.annual))), currency)]).toEqual([monthly, annual]);
        }
      }
    }
  });

  it('give the same bytes for the same sequence after more was recorded', async () => {
    const known = { asOf: '2024-06-30', knownAt: { sequence: 250 }, from: '2024-01-01' };
    const all = async (): Promise<string> =>
      JSON.stringify([
        (await reports(store).revenue({ ...known, groupBy: ['month', 'contract'] })).body, (await reports(store).contractBalances(known)).body,
        (await reports(store).recurringRevenue(known)).body,
      ]);
    const before = await all();
    const more = new RandomHistory(98).grow(30).events.filter(({ stream }) => stream.startsWith('contract'));
    await ledger.append(more.map(({ stream, event }) => ({ stream: `${stream}-later`, event })));
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    await models.stop();
    expect(await all()).toBe(before);
  });
});

tellWhenPostgresIsSkipped();
