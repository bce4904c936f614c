import { accountIdOf, addDays, streamName, type ContractItem, type LedgerEvent } from '#ledger';
import { reports } from '../reports/reports';
import { ReadModels } from '../runner/read-models';
import { minor, sum, text } from '../testing/brute-force';
import { chance } from '../testing/chance';
import { RandomHistory, type PlacedEvent } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';
import type { OrderRow } from './order-to-cash.query';

const accountId = accountIdOf('shop', 'ada');
const at = (stream: string, event: LedgerEvent): PlacedEvent => ({ stream, event });
const rounding = { basis: 'line' as const, mode: 'half-up' as const };

const sale = (saleId: string, closedOn: string, net: string, billing: 'at-once' | 'later'): PlacedEvent =>
  at(streamName('sale', saleId), {
    type: 'SaleClosed',
    data: {
      saleId, entityId: 'shop', customerId: 'ada', accountId, closedOn, supplyDate: closedOn, currency: 'GBP', billing,
      lines: [{ lineId: '1', description: 'thing', quantity: '1', unitPrice: net, taxCategory: 'S', taxRate: '20' }],
    },
  });

const billed = (saleId: string, on: string, net: string): PlacedEvent =>
  at(streamName('sale', saleId), {
    type: 'BillingAssigned',
    data: {
      saleId, invoiceId: `${saleId}-invoice`, seriesId: 'shop-inv', requestedIssueDate: on, currency: 'GBP', lines: [{ lineId: '1', net, tax: '0.00' }],
      taxSummary: [{ category: 'S', rate: '20', base: net, tax: '0.00' }], totals: { net, tax: '0.00', gross: net }, rounding, rate: '1', baseCurrency: 'GBP',
      entityRevision: 0, customerRevision: 0,
    },
  });

const cancelled = (saleId: string, on: string): PlacedEvent =>
  at(streamName('sale', saleId), { type: 'SaleCancelled', data: { saleId, requestId: `${saleId}-off`, cancelledOn: on, reason: 'called off' } });

const item = (itemId: string, terms: Partial<ContractItem>): ContractItem => ({
  itemId, description: itemId, taxCategory: 'S', taxRate: '20', recognition: 'at-issue', model: 'fixed-fee', ...terms,
});

const contract = (...events: LedgerEvent[]): PlacedEvent[] => events.map((event) => at(streamName('contract', 'C1'), event));

describe.each([...testReadStores])('order to cash on $name', ({ open }) => {
  const answered = async (events: readonly PlacedEvent[], asOf: string, knownAt?: number): Promise<readonly OrderRow[]> => {
    const ledger = await TestLedger.open();
    await ledger.append([...new RandomHistory(3).grow(0).events, ...events]);
    const { store, drop } = await open(ledger.folder);
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    try {
      const { body } = await reports(store).orderToCash({ asOf, ...(knownAt === undefined ? {} : { knownAt: { sequence: knownAt } }) });
      for (const { rows, totals, currency } of body.sections) {
        for (const row of [...rows, totals]) {
          const parts = sum([row.billed, row.unbilled, row.cancelled, row.rejected].map((amount) => minor(amount, currency)));
          expect(text(parts, currency)).toBe(row.closed);
        }
      }
      return body.sections.flatMap(({ rows }) => rows);
    } finally {
      await models.stop();
      await store.close();
      await drop();
      await ledger.close();
    }
  };

  it('tells every sale with its state and age, on any day', async () => {
    const events = [
      sale('waits', '2024-01-10', '100', 'later'), sale('paid', '2024-01-11', '50.50', 'at-once'), billed('paid', '2024-01-11', '50.50'),
      sale('off', '2024-01-12', '10', 'later'), cancelled('off', '2024-01-20'), sale('later', '2024-01-13', '7', 'later'), billed('later', '2024-02-01', '7.00'),
    ];
    const january = await answered(events, '2024-01-31');
    expect(january.map(({ sourceId, state, age, closed, unbilled }) => [sourceId, state, age, closed, unbilled])).toEqual([
      ['waits', 'unbilled', 21, '100.00', '100.00'], ['paid', 'billed', 0, '50.50', '0.00'], ['off', 'cancelled', 0, '10.00', '0.00'],
      ['later', 'unbilled', 18, '7.00', '7.00'],
    ]);
    expect((await answered(events, '2024-02-01')).find(({ sourceId }) => sourceId === 'later')).toMatchObject({ state: 'billed', billed: '7.00', age: 0 });
    expect((await answered(events, '2024-01-15')).find(({ sourceId }) => sourceId === 'off')).toMatchObject({ state: 'unbilled', age: 3 });
  });

  it('tells every item of a contract: what was agreed, accepted and billed, and what its end calls off', async () => {
    const instalments = [{ on: '2024-01-01', amount: '300.00' }, { on: '2024-03-01', amount: '300.00' }];
    const milestones = [{ milestoneId: 'M1', description: 'design', amount: '400.00' }];
    const events = contract(
      {
        type: 'ContractSigned',
        data: {
          contractId: 'C1', entityId: 'shop', customerId: 'ada', accountId, signedOn: '2024-01-01', startsOn: '2024-01-01', currency: 'GBP',
          items: [
            item('plan', { fixedFee: { amount: '600.00', billing: 'instalments', instalments } }),
            item('build', { discountPercent: '10', fixedFee: { amount: '400.00', billing: 'milestones', milestones } }),
            item('seats', { model: 'subscription', subscription: { plan: 'P', quantity: '3', unitPrice: '10', interval: { unit: 'month', count: 1 }, timing: 'in-advance' } }),
          ],
        },
      },
      { type: 'MilestoneAccepted', data: { contractId: 'C1', itemId: 'build', milestoneId: 'M1', acceptedOn: '2024-02-10', amount: '400.00' } },
      { type: 'ContractEnded', data: { contractId: 'C1', requestId: 'end', endsOn: '2024-02-15', reason: 'moved away' } },
    );
    const rows = await answered(events, '2024-03-31');
    expect(rows.map(({ itemId, state, closed, unbilled, cancelled: off, age }) => [itemId, state, closed, unbilled, off, age])).toEqual([
      ['plan', 'unbilled', '600.00', '300.00', '300.00', 90], ['build', 'unbilled', '360.00', '360.00', '0.00', 50],
    ]);
    expect((await answered(events, '2024-03-31', events.length)).length).toBeLessThan(rows.length);
  });

  it('adds up for sales by chance, on any day', async () => {
    const below = chance(11);
    const events = Array.from({ length: 40 }, (_unused, index) => {
      const [saleId, on, net] = [`s${index}`, addDays('2024-01-01', below(60)), `${1 + below(900)}.${10 + below(89)}`];
      const fate = below(3);
      const after = addDays(on, below(20));
      return [sale(saleId, on, net, 'later'), ...(fate === 0 ? [] : fate === 1 ? [billed(saleId, after, net)] : [cancelled(saleId, after)])];
    }).flat();
    for (const asOf of ['2023-12-31', '2024-01-20', '2024-02-10', '2024-05-01']) await answered(events, asOf);
    expect((await answered(events, '2024-05-01')).length).toBe(40);
  });
});

tellWhenPostgresIsSkipped();
