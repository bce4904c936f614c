import { accountParts, addDays, daysBetween, epochDay, lastDayOfMonth } from '#ledger';
import { minorOf } from '#money';
import type { LedgerFact } from '../projection';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import type { ReadStore } from '../store/read-store';
import { datesOf, effects, minor, openByItem, text, type Asked, type Effect } from '../testing/brute-force';
import { chance } from '../testing/chance';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';
import { monthBy, monthsUpTo } from './month-ends';

interface Whose {
  readonly entityId: string;
  readonly currency: string;
  readonly customerId?: string;
}

const isTheirs = ({ entityId, customerId }: Whose, accountId: string): boolean => {
  const parts = accountParts(accountId);
  return parts.entityId === entityId && (customerId === undefined || parts.customerId === customerId);
};

/** Receivables, and the part of them that is not overdue, at the end of a day. */
function owedOn(facts: readonly LedgerFact[], whose: Whose, asked: Asked): { receivables: string; current: string } {
  let [all, current] = [0n, 0n];
  for (const { item, open } of openByItem(effects(facts, asked)).values()) {
    if (open === 0n || item.kind !== 'invoice' || item.currency !== whose.currency || !isTheirs(whose, item.accountId)) continue;
    all += open;
    if (datesOf(facts, item.document, item.part).due >= asked.asOf) current += open;
  }
  return { receivables: text(all, whose.currency), current: text(current, whose.currency) };
}

type Document = Extract<LedgerFact['event'], { readonly type: 'InvoiceIssued' | 'ExternalInvoiceRecorded' | 'CreditNoteIssued' }>;
const isDocument = (event: LedgerFact['event']): event is Document =>
  event.type === 'InvoiceIssued' || event.type === 'ExternalInvoiceRecorded' || event.type === 'CreditNoteIssued';
const isCharge = ({ data }: LedgerFact['event']): boolean => 'purpose' in data && (data.purpose === 'late-fee' || data.purpose === 'interest');

/** Invoiced less credited from a day to a day, without fees and interest. */
function soldIn(facts: readonly LedgerFact[], whose: Whose, { knownAt, from, to }: { readonly knownAt: number; readonly from: string; readonly to: string }): bigint {
  let sold = 0n;
  for (const { event, sequence } of facts) {
    if (sequence > knownAt) break;
    if (!isDocument(event)) continue;
    const { data } = event;
    if (isCharge(event) || data.currency !== whose.currency || !isTheirs(whose, data.accountId) || data.issueDate < from || data.issueDate > to) continue;
    if ('instalments' in data) for (const { amount } of data.instalments) sold += minor(amount, data.currency);
    else sold -= minor(data.totals.gross, data.currency);
  }
  return sold;
}

/** Instalments that something else than money of their currency helped to settle. */
function otherwiseSettled(facts: readonly LedgerFact[], { asOf, knownAt }: Asked): Set<string> {
  const items = new Set<string>();
  for (const { event: { type, data }, sequence } of facts) {
    if (sequence > knownAt) break;
    if (type === 'DeductionAccepted' && data.acceptedOn <= asOf) items.add(`${data.invoiceId} ${data.instalment}`);
    if (type === 'InvoiceWrittenOff' && data.writtenOffOn <= asOf) for (const item of data.items) items.add(`${item.invoiceId} ${item.instalment}`);
    if (type === 'PaymentAllocated' && data.source.kind === 'credit' && data.allocatedOn <= asOf) {
      for (const item of data.items) items.add(`${item.invoiceId} ${item.instalment}`);
    }
  }
  return items;
}

function lastDates(list: readonly Effect[]): Map<string, string> {
  const last = new Map<string, string>();
  for (const { accountId, kind, document, part, date } of list) {
    const key = `${accountId} ${kind} ${document} ${part}`;
    if ((last.get(key) ?? '') < date) last.set(key, date);
  }
  return last;
}

function paidIn(facts: readonly LedgerFact[], whose: Whose, asked: Asked, month: string): { paidItems: number; daysToPay: string | null; daysLate: string | null } {
  const list = effects(facts, asked);
  const otherwise = otherwiseSettled(facts, asked);
  const debits = new Set(facts.flatMap(({ event }) => (event.type === 'ReversalDebitRaised' ? [event.data.debitId] : [])));
  const last = lastDates(list);
  let [items, toPay, late] = [0, 0, 0];
  for (const [key, { item, open }] of openByItem(list)) {
    const settledOn = last.get(key)!;
    if (open !== 0n || item.kind !== 'invoice' || item.currency !== whose.currency || !isTheirs(whose, item.accountId)) continue;
    if (settledOn.slice(0, 7) !== month || debits.has(item.document) || otherwise.has(`${item.document} ${item.part}`)) continue;
    const { due, issued } = datesOf(facts, item.document, item.part);
    items += 1;
    toPay += daysBetween(issued, settledOn);
    late += epochDay(settledOn) - epochDay(due);
  }
  return items === 0 ? { paidItems: 0, daysToPay: null, daysLate: null } : { paidItems: items, daysToPay: (toPay / items).toFixed(2), daysLate: (late / items).toFixed(2) };
}

describe.each([...testReadStores])('figures for management on $name', ({ open }) => {
  let facts: LedgerFact[];
  let store: ReadStore;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const ledger = await TestLedger.open();
    await ledger.append(new RandomHistory(57).grow(1_000).events);
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

  it.each([false, true])('rest on what reading every event again finds, customers told apart: %s', async (byCustomer) => {
    const below = chance(byCustomer ? 3 : 4);
    let [compared, paid] = [0, 0];
    for (let round = 0; round < 3; round += 1) {
      const asOf = addDays('2024-06-01', below(300));
      const knownAt = facts.length - below(100);
      const { body } = await reports(store).measures({ asOf, knownAt: { sequence: knownAt }, from: '2023-11-15', ...(byCustomer ? { groupBy: ['customer' as const] } : {}) });
      for (const { entityId, currency, rows } of body.sections) {
        for (const row of byCustomer ? rows.filter(({ paidItems }, at) => paidItems > 0 || at % 5 === 0) : rows) {
          const whose = { entityId, currency, ...(row.customerId === undefined ? {} : { customerId: row.customerId }) };
          const asked: Asked = { asOf: row.to, knownAt, basis: 'effective' };
          expect(row).toMatchObject({
            ...owedOn(facts, whose, asked),
            ...paidIn(facts, whose, { ...asked, asOf }, row.month),
            sales: text(soldIn(facts, whose, { knownAt, from: `${row.month}-01`, to: row.to }), currency),
          });
          compared += 1;
          paid += row.paidItems;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
    // Most invoices of a random history are settled in other ways too; the report's own history is in apps/cli/report.
    expect(paid).toBeGreaterThan(0);
  });

  it('follow their formulas from the inputs said, and say why one is missing', async () => {
    const { body } = await reports(store).measures({ asOf: '2024-08-20', from: '2024-01-01' });
    const named = Object.keys(body.sections[0]!.rows[0]!.missing);
    expect(named.every((name) => body.formulas.some((formula) => formula.includes(name)))).toBe(true);
    for (const { currency, rows } of body.sections) {
      for (const [at, row] of rows.entries()) {
        const [owed, sold] = [minor(row.receivables, currency), minor(row.sales, currency)];
        expect(row.dso).toBe(sold <= 0n ? null : (Number(minorOf(row.receivables, 2) * 1_000_000n * BigInt(row.days) / minorOf(row.sales, 2)) / 1e6).toFixed(1));
        expect(row.dso === null).toBe(row.missing['dso'] !== undefined);
        if (row.dso !== null && sold > owed) expect(row.dsoCountBack).toBe(row.dso);
        const before = rows[at - 1];
        const whole = row.to === lastDayOfMonth(row.month);
        if (before !== undefined) expect(row.salesGrowth !== null).toBe(whole && minor(before.sales, currency) > 0n);
      }
      expect(rows.at(-1)).toMatchObject({ to: '2024-08-20', days: 20, missing: { salesGrowth: 'the month is not over' } });
    }
  });

  it('end where the receivables report stands', async () => {
    const { provenance } = await reports(store).measures({ asOf: '2024-06-30' });
    const { body } = await reports(store).measures({ asOf: '2024-06-30', groupBy: ['customer'] });
    expect(body.sections.length).toBeGreaterThan(0);
    for (const { entityId, currency, rows } of body.sections) {
      const sum = rows.filter(({ month }) => month === '2024-06').reduce((total, row) => total + minor(row.receivables, currency), 0n);
      expect(text(sum, currency)).toBe(provenance.controlTotals[`owed ${entityId} ${currency}`]);
    }
  });

  it('refuse a beginning after the end, no day, and too many months', async () => {
    const ask = (from: string) => reports(store).measures({ asOf: '2024-06-30', from });
    await expect(ask('2024-07-01')).rejects.toMatchObject({ code: 'REPORT.INVALID_DATE' });
    await expect(ask('2024-02-31')).rejects.toMatchObject({ code: 'REPORT.INVALID_DATE' });
    await expect(ask('2021-06-30')).rejects.toMatchObject({ code: 'REPORT.TOO_LARGE' });
  });
});

describe('months', () => {
  it('move over years, and the last one ends with the day asked for', () => {
    expect([monthBy('2024-01', -1), monthBy('2024-12', 1), monthBy('2024-05', -24)]).toEqual(['2023-12', '2025-01', '2022-05']);
    expect(monthsUpTo('2024-01', '2024-02-10')).toEqual([
      { month: '2024-01', to: '2024-01-31', days: 31, whole: true },
      { month: '2024-02', to: '2024-02-10', days: 10, whole: false },
    ]);
  });
});

tellWhenPostgresIsSkipped();
