import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, RegisterCustomer, type Ledger } from '#billing';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { sharedStore } from '../testing/shared-store';

const entityBody = (entityId: string) => ({
  entityId, name: `Sample ${entityId}`, country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 },
  series: [{ seriesId: `${entityId}-INV`, kind: 'invoice' as const, prefix: `${entityId}-`, firstNumber: 1, digits: 6 }],
});

describe('several ledgers on one event store, each with a data folder of its own', () => {
  let scratch: string;
  let store: EventStore;
  let opened: Ledger[];
  let commands = 0;

  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'several-ledgers-'));
    store = await openEmbeddedStore({ file: join(scratch, 'events.db') });
    opened = [];
  });
  afterEach(async () => {
    for (const ledger of opened) await ledger.close();
    await store.close();
    rmSync(scratch, { recursive: true });
  });

  async function open(name: string): Promise<Ledger> {
    const ledger = await openLedger({ dataFolder: join(scratch, name), openStore: async () => sharedStore(store), followLog: false, leaveMilliseconds: 0 });
    opened.push(ledger);
    return ledger;
  }
  const context = () => {
    commands += 1;
    return { actor: 'test', commandId: `c-${commands}`, correlationId: `c-${commands}` };
  };
  const configure = (ledger: Ledger, entityId: string) => ledger.execute(new ConfigureEntity(entityBody(entityId), context()));
  const register = (ledger: Ledger) => ledger.execute(new RegisterCustomer({ customerId: 'C', kind: 'business', country: 'GB' }, context()));
  const sell = (ledger: Ledger, saleId: string) =>
    ledger.execute(new CloseSale({ saleId, customerId: 'C', closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice: '9.99' }] }, context()));

  async function eventIds(): Promise<string[]> {
    const ids: string[] = [];
    for await (const page of store.readAll(null)) ids.push(...page.map(({ id }) => id));
    return ids;
  }

  it('puts no sale to the wrong entity, whoever configured the entities', async () => {
    const [one, other] = [await open('one'), await open('other')];
    expect(await sell(other, 'S0')).toMatchObject({ kind: 'refused', refusal: { code: 'ENTITY.NONE' } });
    await configure(one, 'UK');
    await register(one);
    expect(await sell(other, 'S1')).toMatchObject({ kind: 'accepted', answer: { accountId: 'UK~C', documentNumber: 'UK-000001' } });
    await configure(one, 'DE');
    const third = await open('third');
    expect(await sell(third, 'S2')).toMatchObject({ kind: 'refused', refusal: { code: 'ENTITY.UNNAMED', data: { entityIds: ['DE', 'UK'] } } });
    expect(third.entityIds()).toEqual(['DE', 'UK']);
    expect(await sell(other, 'S1')).toMatchObject({ kind: 'accepted', repeated: true, answer: { accountId: 'UK~C' } });
  });

  it('gives one sale that was sent to both at once one invoice, and both the same answer', async () => {
    const [one, other] = [await open('one'), await open('other')];
    await configure(one, 'UK');
    await register(one);
    const sales = Array.from({ length: 40 }, (_unused, index) => `S${index}`);
    const [here, there] = await Promise.all([one, other].map((ledger) => Promise.all(sales.map((saleId) => sell(ledger, saleId)))));
    const numbers = here!.map((result) => (result.kind === 'accepted' ? result.answer.documentNumber : JSON.stringify(result)));
    expect(there!.map((result) => (result.kind === 'accepted' ? result.answer.documentNumber : JSON.stringify(result)))).toEqual(numbers);
    expect([...numbers].sort()).toEqual(sales.map((_saleId, index) => `UK-${String(index + 1).padStart(6, '0')}`));
  });

  it('repeats nothing when one takes over that never followed up before', async () => {
    const one = await open('one');
    await configure(one, 'UK');
    await register(one);
    for (let sale = 0; sale < 20; sale += 1) await sell(one, `S${sale}`);
    const before = await eventIds();
    const successor = await open('successor');
    await successor.finishFollowUps();
    expect(await eventIds()).toEqual(before);
    expect(successor.health()).toMatchObject({ followsUp: true, stuckFollowUps: 0 });
  });
});
