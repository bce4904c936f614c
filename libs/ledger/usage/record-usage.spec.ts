import * as fc from 'fast-check';
import type { ContractItem } from '../contract/contract-terms';
import { given } from '../specification/given';
import { decideRecordUsage, type RecordUsage, type UsageFacts } from './record-usage';
import { usageRuns } from './usage-runs';
import type { UsageEvent, UsageRecord } from './usage.events';
import { forgetIndexedUsage, usageContent, usageFold, type KnownBatch } from './usage.state';
import type { UsageTerms } from './usage-terms';

const item = (itemId: string, more: Partial<ContractItem>): ContractItem => ({
  itemId, description: itemId, taxCategory: 'S', taxRate: '20', recognition: 'as-used', model: 'value-based', ...more,
});

const items: readonly ContractItem[] = [
  item('plan', {
    model: 'subscription',
    subscription: {
      plan: 'pro', quantity: '1', unitPrice: '10', interval: { unit: 'month', count: 1 }, timing: 'in-advance',
      meters: [{ meter: 'calls', unit: 'call', scheme: 'per-unit', tiers: [{ unitPrice: '0.01' }] }],
    },
  }),
  item('work', {
    model: 'hourly',
    hourly: {
      rates: [{ role: 'senior', from: '2024-01-01', hourlyRate: '120' }, { role: 'junior', from: '2024-03-10', hourlyRate: '80' }],
      incrementMinutes: 15, interval: { unit: 'month', count: 1 },
    },
  }),
  item('care', {
    model: 'retainer',
    retainer: { monthlyFee: '100.00', includedUnits: '10', unit: 'ticket', overagePrice: '12', rolloverMonths: 0, timing: 'in-advance' },
  }),
  item('pack', { model: 'fixed-fee', recognition: 'draw-down', fixedFee: { amount: '500.00', billing: 'at-once', prepaid: { units: '50', unit: 'hour' } } }),
  item('setup', { model: 'fixed-fee', recognition: 'at-issue', fixedFee: { amount: '50.00', billing: 'at-once' } }),
];

const terms: UsageTerms = {
  contractId: 'K',
  startsOn: '2024-01-01',
  endsOn: '2024-12-31',
  itemOn: (itemId) => items.find((each) => each.itemId === itemId),
};
const facts: UsageFacts = { terms, today: '2024-06-30', known: () => new Map(), knownBatch: () => undefined };

type Changes = { readonly [Field in keyof UsageRecord]?: UsageRecord[Field] | undefined };
/** A call of the plan's meter, with changes; `undefined` leaves a field out. */
const record = (usageId: string, more: Changes = {}): UsageRecord =>
  Object.fromEntries(
    Object.entries({ usageId, itemId: 'plan', meter: 'calls', quantity: '3', on: '2024-03-05', ...more }).filter(([, value]) => value !== undefined),
  ) as UsageRecord;
const batch = (records: readonly UsageRecord[], batchId = 'B1', inputHash = 'v1:present'): RecordUsage => ({ contractId: 'K', batchId, inputHash, records });

const decide = (command: RecordUsage) => given(usageFold).when((state) => decideRecordUsage(command, state, facts));
const refusalOf = (one: UsageRecord) => {
  const { decision } = decide(batch([record('first'), one]));
  return decision.kind === 'refused' ? [decision.refusal.code, decision.refusal.data['field'], decision.refusal.message] : ['accepted'];
};

describe('recording usage', () => {
  it('records a batch once, and answers it again the same', () => {
    const first = decide(batch([record('u1'), record('u2', { itemId: 'care', meter: undefined }), record('u1')]));
    expect([first.types, first.answer]).toEqual([['UsageRecorded'], { contractId: 'K', batchId: 'B1', recorded: 2, duplicates: 1 }]);
    const again = first.then.when((state) => decideRecordUsage(batch([record('u1'), record('u2', { itemId: 'care' }), record('u1')]), state, facts));
    expect([again.types, again.answer]).toEqual([[], first.answer]);
    const other = first.then.when((state) => decideRecordUsage(batch([record('u3')], 'B1', 'v1:other'), state, facts));
    expect(other.refused).toBe('USAGE.BATCH_CONFLICT');
  });

  it('leaves out what is on record with the same content, and refuses the batch for one that differs, by place and id', () => {
    const first = decide(batch([record('u1', { quantity: '2.5' })]));
    const more = first.then.when((state) => decideRecordUsage(batch([record('u1', { quantity: '2.50' }), record('u2')], 'B2'), state, facts));
    expect(more.answer).toEqual({ contractId: 'K', batchId: 'B2', recorded: 1, duplicates: 1 });
    const { decision } = more.then.when((state) => decideRecordUsage(batch([record('u3'), record('u1', { on: '2024-03-06' })], 'B3'), state, facts));
    expect(decision).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'conflict', code: 'USAGE.CONFLICT', data: { field: 'records[1]', usageId: 'u1' }, message: expect.stringContaining('record 2, usage "u1"') as string },
    });
  });

  it('refuses two contents of one id within a batch', () => {
    expect(decide(batch([record('u1'), record('u1', { quantity: '4' })])).refused).toBe('USAGE.CONFLICT');
  });

  it.each<[string, Changes, string, string]>([
    ['a negative quantity', { quantity: '-1' }, 'USAGE.QUANTITY', 'records[1].quantity'],
    ['an exponent', { quantity: '1e9' }, 'USAGE.QUANTITY', 'records[1].quantity'],
    ['a day that is none', { on: '2024-02-30' }, 'DATE.UNREAL', 'records[1].on'],
    ['a day to come', { on: '2024-07-01' }, 'DATE.IN_FUTURE', 'records[1].on'],
    ['a day before the contract', { on: '2023-12-31' }, 'USAGE.OUTSIDE_CONTRACT', 'records[1].on'],
    ['an unknown item', { itemId: 'nothing' }, 'USAGE.ITEM_UNKNOWN', 'records[1].itemId'],
    ['an item without usage', { itemId: 'setup', meter: undefined }, 'USAGE.ITEM_NOT_METERED', 'records[1].itemId'],
    ['an unknown meter', { meter: 'bytes' }, 'USAGE.METER_UNKNOWN', 'records[1].meter'],
    ['no meter where one is needed', { meter: undefined }, 'USAGE.METER_UNKNOWN', 'records[1].meter'],
    ['a role without a rate yet', { itemId: 'work', meter: 'junior' }, 'USAGE.METER_UNKNOWN', 'records[1].meter'],
    ['a meter where there is one unit', { itemId: 'care', meter: 'calls' }, 'USAGE.METER_UNKNOWN', 'records[1].meter'],
    ['an empty id', { usageId: '' }, 'USAGE.ID', 'records[1].usageId'],
  ])('refuses %s', (_what, more, code, field) => {
    expect(refusalOf(record('bad', more)).slice(0, 2)).toEqual([code, field]);
  });

  it('takes hours of a role from its first rate on, prepaid units, and zero', () => {
    const records = [record('a', { itemId: 'work', meter: 'junior', on: '2024-03-10' }), record('b', { itemId: 'pack', meter: undefined }), record('c', { quantity: '0' })];
    expect(decide(batch(records)).answer.recorded).toBe(3);
  });

  it('takes 5,000 records in five events, and refuses more, or none', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => record(`u${index}`));
    expect(decide(batch(many)).events.map(({ data }) => data.records.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(decide(batch([...many, record('one more')])).refused).toBe('USAGE.BATCH_SIZE');
    expect(decide(batch([])).refused).toBe('USAGE.BATCH_SIZE');
  });

  it('keeps every event far under 256 KiB, whatever the texts hold', () => {
    const long = Array.from({ length: 1_500 }, (_, index) => record(`ж${index}`, { text: '€'.repeat(200) }));
    for (const run of usageRuns(long)) {
      expect(Buffer.byteLength(JSON.stringify(run))).toBeLessThan(170 * 1024);
    }
    expect(usageRuns(long).flat()).toEqual(long);
  });

  it('holds the same usage, each once, however it is split, repeated, reordered and indexed', () => {
    const pool = Array.from({ length: 30 }, (_, index) => record(`u${index}`, { quantity: String(index % 7) }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.subarray(pool, { minLength: 1 }), fc.boolean(), fc.boolean()), { maxLength: 12 }), (batches) => {
        const state = usageFold.initial();
        const index = new Map<string, string>();
        const indexedBatches = new Map<string, KnownBatch>();
        const told: UsageEvent[] = [];
        const indexed: UsageFacts = { ...facts, known: () => index, knownBatch: (batchId) => indexedBatches.get(batchId) };
        batches.forEach(([part, backwards, isIndexed], place) => {
          const records = backwards ? [...part].reverse() : part;
          const command = batch([...records, ...records.slice(0, 3)], `B${place}`, `v1:${place}`);
          for (let round = 0; round < 2; round += 1) {
            const decision = decideRecordUsage(command, state, indexed);
            if (decision.kind === 'refused') throw new Error(decision.refusal.message);
            expect(decision.answer.recorded + decision.answer.duplicates).toBe(command.records.length);
            for (const event of decision.events) {
              told.push(event);
              usageFold.evolve(state, event, told.length - 1, command.inputHash);
              if (isIndexed) {
                event.data.records.forEach((each) => index.set(each.usageId, usageContent(each)));
                indexedBatches.set(command.batchId, { inputHash: command.inputHash, recorded: event.data.records.length });
                forgetIndexedUsage(state, event);
              }
            }
          }
        });
        const kept = told.flatMap(({ data }) => data.records).map(({ usageId }) => usageId);
        const sent = new Set(batches.flatMap(([part]) => part.map(({ usageId }) => usageId)));
        expect([...kept].sort()).toEqual([...sent].sort());
      }),
    );
  });
});
