import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import { ConfigureEntity, openLedger, RecordUsage, RecordUsageBatches, RegisterCustomer, SignContract, type CommandResult, type Ledger, type UsageRecordBody } from '#billing';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { RevenueRecognised, UsageRecorded } from '#ledger';

let requests = 0;
const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const monthly = { unit: 'month' as const, count: 1 };
const contract = (contractId: string) => ({
  contractId, customerId: 'C', startsOn: '2024-01-01', currency: 'GBP',
  items: [
    {
      itemId: 'plan', description: 'Plan', recognition: 'daily' as const, model: 'subscription' as const,
      subscription: {
        plan: 'pro', quantity: '1', unitPrice: '10', interval: monthly, timing: 'in-advance' as const,
        meters: [{ meter: 'calls', unit: 'call', scheme: 'per-unit' as const, tiers: [{ unitPrice: '0.01' }] }],
      },
    },
    {
      itemId: 'pack', description: 'Fifty hours', recognition: 'draw-down' as const, model: 'fixed-fee' as const,
      fixedFee: { amount: '500.00', billing: 'at-once' as const, prepaid: { units: '50', unit: 'hour' } },
    },
  ],
});
const calls = (from: number, count: number, more: Partial<UsageRecordBody> = {}): UsageRecordBody[] =>
  Array.from({ length: count }, (_, index) => ({ usageId: `u${from + index}`, itemId: 'plan', meter: 'calls', quantity: '1', on: '2024-02-01', ...more }));
const hours = (usageId: string, quantity: string, on: string): UsageRecordBody => ({ usageId, itemId: 'pack', quantity, on });

async function accepted<Answer>(ledger: Ledger, command: Command<CommandResult<Answer>>): Promise<Answer> {
  const result = await ledger.execute(command);
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.answer;
}

async function signed(ledger: Ledger, ...contractIds: string[]): Promise<void> {
  await accepted(ledger, new ConfigureEntity(entity, context()));
  await accepted(ledger, new RegisterCustomer({ customerId: 'C', kind: 'business', country: 'GB' }, context()));
  for (const contractId of contractIds) await accepted(ledger, new SignContract(contract(contractId), context()));
}

async function dataOf<Data>(ledger: Ledger, stream: string, type: string): Promise<Data[]> {
  const found: Data[] = [];
  for await (const recorded of ledger.store.readStream(stream)) {
    if (recorded.type === type) found.push(JSON.parse(recorded.data) as Data);
  }
  return found;
}
const idsOf = async (ledger: Ledger, contractId: string): Promise<string[]> =>
  (await dataOf<UsageRecorded['data']>(ledger, `usage-${contractId}`, 'UsageRecorded')).flatMap(({ records }) => records.map(({ usageId }) => usageId));
const drawnOf = async (ledger: Ledger, contractId: string): Promise<string[]> =>
  (await dataOf<RevenueRecognised['data']>(ledger, `contract-${contractId}`, 'RevenueRecognised')).map(({ recognisedOn, amount }) => `${recognisedOn} ${amount}`);

describe('usage through the ledger', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'usage-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = (store?: EventStore): Promise<Ledger> =>
    openLedger({ dataFolder: folder, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, ...(store === undefined ? {} : { openStore: () => Promise.resolve(store) }) });

  it('knows every id after a restart, with the local index and without it', async () => {
    let ledger = await open();
    await signed(ledger, 'K');
    expect(await accepted(ledger, new RecordUsage({ contractId: 'K', records: calls(0, 2_500) }, context()))).toMatchObject({ recorded: 2_500, duplicates: 0 });
    for (const lost of [false, true]) {
      await ledger.close();
      if (lost) ['', '-wal', '-shm'].forEach((suffix) => rmSync(join(folder, `local.db${suffix}`), { force: true }));
      ledger = await open();
      const again = calls(2_000, 1_000, { quantity: '1.00' });
      expect(await accepted(ledger, new RecordUsage({ contractId: 'K', batchId: `again-${lost}`, records: again }, context()))).toMatchObject(
        lost ? { recorded: 0, duplicates: 1_000 } : { recorded: 500, duplicates: 500 },
      );
      const other = await ledger.execute(new RecordUsage({ contractId: 'K', records: [...calls(5_000, 1), ...calls(7, 1, { on: '2024-03-01' })] }, context()));
      expect(other).toMatchObject({ kind: 'refused', refusal: { code: 'USAGE.CONFLICT', data: { field: 'records[1]', usageId: 'u7' } } });
      // The first batch is answered as it was at first.
      expect(await ledger.execute(new RecordUsage({ contractId: 'K', records: calls(0, 2_500) }, context()))).toMatchObject({
        kind: 'accepted', repeated: true, answer: { recorded: 2_500, duplicates: 0 },
      });
    }
    const ids = await idsOf(ledger, 'K');
    expect([ids.length, new Set(ids).size]).toEqual([3_000, 3_000]);
    await ledger.close();
  });

  it('holds each record once when batches overlap and come at the same time', async () => {
    const ledger = await open();
    await signed(ledger, 'K');
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => accepted(ledger, new RecordUsage({ contractId: 'K', records: calls(index * 50, 100) }, context()))));
    expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(650);
    expect([...(await idsOf(ledger, 'K'))].sort()).toEqual(calls(0, 650).map(({ usageId }) => usageId).sort());
    await ledger.close();
  });

  it('takes or refuses each batch of many contracts by itself', async () => {
    const ledger = await open();
    await signed(ledger, 'K1', 'K2');
    const batches = [{ contractId: 'K1', records: calls(0, 3) }, { contractId: 'K2', records: calls(0, 2, { meter: 'bytes' }) }, { contractId: 'K3', records: calls(0, 1) }];
    expect(await accepted(ledger, new RecordUsageBatches({ batches }, context()))).toMatchObject({
      recorded: 3, duplicates: 0, refused: 2,
      results: [{ state: 'recorded', contractId: 'K1' }, { state: 'refused', contractId: 'K2', code: 'USAGE.METER_UNKNOWN' }, { state: 'refused', contractId: 'K3', code: 'CONTRACT.UNKNOWN' }],
    });
    await ledger.close();
  });

  it('draws prepaid units on their day, in all never more than was paid', async () => {
    const ledger = await open();
    await signed(ledger, 'K');
    await accepted(ledger, new RecordUsage({ contractId: 'K', records: [hours('a', '10', '2024-02-02'), hours('b', '5', '2024-02-01')] }, context()));
    await accepted(ledger, new RecordUsage({ contractId: 'K', records: [hours('b', '5', '2024-02-01'), hours('c', '40', '2024-03-01')] }, context()));
    expect(await drawnOf(ledger, 'K')).toEqual(['2024-02-01 50.00', '2024-02-02 100.00', '2024-03-01 350.00']);
    await ledger.close();
  });

  it.each(['before', 'after'] as const)('finishes the drawing of units when it dies %s the append that draws them', async (death) => {
    const inner = await openEmbeddedStore({ file: join(folder, 'events.db') });
    const dying: EventStore = Object.create(inner, {
      append: {
        value: async (...args: Parameters<EventStore['append']>) => {
          const draws = args[0] === 'contract-K' && args[2].some(({ type }) => type === 'RevenueRecognised');
          const outcome = draws && death === 'before' ? null : await inner.append(...args);
          if (draws || outcome === null) throw new Error('power cut');
          return outcome;
        },
      },
    }) as EventStore;
    const first = await open(dying);
    await signed(first, 'K');
    const usage = () => new RecordUsage({ contractId: 'K', records: [hours('a', '10', '2024-02-02'), hours('b', '5', '2024-02-01')] }, context());
    await expect(first.execute(usage())).rejects.toThrow('power cut');
    await first.close();
    const ledger = await open();
    await ledger.finishFollowUps();
    expect(await accepted(ledger, usage())).toMatchObject({ recorded: 2, duplicates: 0 });
    await ledger.finishFollowUps();
    expect(await drawnOf(ledger, 'K')).toEqual(['2024-02-01 50.00', '2024-02-02 100.00']);
    await ledger.close();
  });
});
