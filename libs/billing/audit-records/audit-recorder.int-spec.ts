import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, AuditRecorder, auditStream, CancelSale, openLedger, readAuditRecords, type CommandContext, type Ledger, type RefusedRequest } from '#billing';
import { EventCodec } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { countedKindsMax, eventDefinitions, type AuditRecordEvent, type RefusalsCounted } from '#ledger';
import { systemTiming } from '../decisions/system.adapter';
import { singlesOverall, singlesPerActor } from './refusal-budget';

let folder: string;
let ledger: Ledger;
let now = Date.UTC(2026, 0, 5);
const troubles: string[] = [];
const open = (): Promise<Ledger> => openLedger({ dataFolder: folder, clock: { now: () => now }, followLog: false, onTrouble: (message) => troubles.push(message) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-records-'));
  troubles.length = 0;
  ledger = await open();
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const context = (actor: string, commandId: string): CommandContext => ({ actor, commandId, correlationId: `c-${commandId}` });
const refuse = (actor: string, number: number): Promise<unknown> => ledger.execute(new CancelSale({ saleId: `S-${number}`, requestId: `R-${number}`, reason: 'Ada' }, context(actor, `R-${number}`)));

async function records(): Promise<readonly AuditRecordEvent[]> {
  const found: AuditRecordEvent[] = [];
  for await (const recorded of ledger.store.readStream(auditStream)) {
    const { type, data } = ledger.codec.decode(recorded)!;
    found.push({ type, data } as AuditRecordEvent);
  }
  return found;
}

const single = (all: readonly AuditRecordEvent[]): number => all.filter(({ type }) => type === 'CommandRefused').length;
const summaries = (all: readonly AuditRecordEvent[]): RefusalsCounted['data'][] => all.flatMap((one) => (one.type === 'RefusalsCounted' ? [one.data] : []));
const counted = (all: readonly AuditRecordEvent[]): number => summaries(all).reduce((sum, { total }) => sum + total, 0);

test('a flood of 20,000 refusals stays small, and every one of them counts', async () => {
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < 20_000; number += 500) {
    await Promise.all(Array.from({ length: 500 }, (_one, index) => refuse(`key ${(number + index) % 40}`, number + index)));
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024);
  await ledger.close();
  ledger = await open();
  const all = await records();
  expect([single(all), single(all) + counted(all)]).toEqual([singlesOverall, 20_000]);
  expect(all.length).toBeLessThan(singlesOverall + 50);
  for (const { total, counts, others } of summaries(all)) expect(counts.reduce((sum, { count }) => sum + count, others)).toBe(total);
  expect(troubles).toEqual([]);
});

test('one who sends too much leaves the others their records; a minute later each has its own again', async () => {
  for (let number = 0; number < singlesPerActor + 5; number += 1) await refuse('loud', number);
  await refuse('quiet', 1_000);
  expect((await records()).map((one) => (one.type === 'CommandRefused' ? one.data.by.actor : '')).filter((actor) => actor === 'quiet')).toEqual(['quiet']);
  now += 60_000;
  await refuse('loud', 2_000);
  await ledger.records.flush();
  const all = await records();
  expect([single(all), counted(all)]).toEqual([singlesPerActor + 2, 5]);
  expect(summaries(all)[0]?.counts).toEqual([{ actor: 'loud', channel: 'local', command: 'CancelSale', kind: 'invalid', code: 'ENTITY.NONE', count: 5 }]);
});

test('kinds beyond those told apart are counted together', async () => {
  for (let number = 0; number < singlesOverall + countedKindsMax + 40; number += 1) await refuse(`key ${number}`, number);
  await ledger.records.flush();
  const all = await records();
  expect([summaries(all)[0]?.counts.length, summaries(all)[0]?.others, counted(all)]).toEqual([countedKindsMax, 40, countedKindsMax + 40]);
});

test('a summary follows by itself within seconds', async () => {
  for (let number = 0; number < singlesPerActor + 1; number += 1) await refuse('loud', number);
  const deadline = Date.now() + 15_000;
  while (counted(await records()) === 0 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(counted(await records())).toBe(1);
}, 20_000);

test('the record holds no word of what was sent', async () => {
  await refuse('clerk', 1);
  expect(JSON.stringify(await records())).not.toContain('Ada');
});

test('where several write at once, each record stands once', async () => {
  const codec = new EventCodec({ definitions: eventDefinitions, ledgerId: ledger.ledgerId });
  let id = 0;
  const logs = [1, 2, 3].map(() => new AuditLog(ledger.store, codec, { ids: { next: () => String((id += 1)) }, timing: systemTiming({ now: Date.now }) }));
  const begun = (actId: string): AuditRecordEvent => ({ type: 'AdministrativeActBegun', data: { actId, act: 'rebuild', changes: [], by: { actor: 'ops', channel: 'local' } } });
  await Promise.all(logs.flatMap((log, which) => Array.from({ length: 30 }, (_one, index) => log.append(begun(`${which}-${index}`), 'ops'))));
  const ids = (await records()).map(({ data }) => ('actId' in data ? data.actId : ''));
  expect([ids.length, new Set(ids).size]).toEqual([90, 90]);
  const { items, next } = await readAuditRecords(ledger, { kind: 'act', limit: 50 });
  const rest = await readAuditRecords(ledger, { kind: 'act', limit: 50, after: next! });
  expect([items.length, rest.items.length, rest.next]).toEqual([50, 40, null]);
});

test('a store that takes nothing refuses no refusal; what could not be written is told by its count', async () => {
  const reading = await openEmbeddedStore({ file: join(folder, 'events.db'), readOnly: true });
  const told: string[] = [];
  const log = new AuditLog(reading, ledger.codec, { ids: { next: () => 'x' }, timing: systemTiming({ now: Date.now }) });
  const recorder = new AuditRecorder({ log, now: () => now, onTrouble: (message) => told.push(message) });
  const request: RefusedRequest = { command: 'CancelSale', kind: 'invalid', code: 'ENTITY.NONE', subjects: [], requestId: 'r', by: { actor: 'clerk', channel: 'local' }, correlationId: 'r' };
  for (let number = 0; number < 3; number += 1) await recorder.refused(request);
  expect(recorder.health()).toEqual({ single: 0, counted: 0, failures: 1, waiting: 3 });
  await expect(recorder.record({ type: 'ExportMade', data: { exportId: 'e', format: 'log', parameters: [], by: request.by } }, 'clerk')).rejects.toThrow('read');
  await recorder.close();
  expect(told).toEqual([expect.stringContaining('cannot be written'), '3 refusals could not be put on record: 3 × ENTITY.NONE of CancelSale by clerk']);
  await reading.close();
});
