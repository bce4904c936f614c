import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadStore } from '#read-models';
import { scratchDatabase, tellWhenPostgresIsSkipped, testPostgres } from '../../read-models/testing';
import { Receiver, SetClock } from '../testing';
import { ToldLedger } from '../testing/told-ledger';
import { mostAttempts } from './retry-schedule';

const began = Date.parse('2026-03-01T10:00:00Z');
const hour = 3_600_000;
let folder: string;
let ledger: ToldLedger;
let receiver: Receiver;
let clock: SetClock;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  ledger = await ToldLedger.open(folder);
  receiver = await Receiver.open();
  clock = new SetClock(began);
});
afterEach(async () => {
  await ledger.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const streams = (): string[] => receiver.all.map(({ body }) => `${body.stream.slice('inquiry-'.length)}${body.sequence}`);

it('gives a delivery up after every attempt over three days, shows it, and sends it again on request', async () => {
  receiver.answer(() => ({ status: 500 }));
  await ledger.register('e', { url: receiver.url });
  ledger.tell(clock);
  const sequence = await ledger.happen('A');
  for (let made = 1; made < mostAttempts; made += 1) {
    const [waiting] = await ledger.kept('e', 'waiting', ([first]) => first?.attempts === made);
    expect(waiting).toMatchObject({ sequence, failure: 'answered 500', type: 'InquiryClosed' });
    clock.set(waiting!.dueAt);
  }
  const [dead] = await ledger.kept('e', 'dead', (all) => all.length === 1);
  expect(dead).toMatchObject({ sequence, attempts: mostAttempts, failure: 'answered 500' });
  expect(clock.now() - began).toBeGreaterThanOrEqual(75 * hour);
  expect(new Set(receiver.all.map(({ id }) => id)).size).toBe(1);
  expect(receiver.all).toHaveLength(mostAttempts);
  receiver.answer(() => ({ status: 200 }));
  await ledger.replay('e', { sequences: [sequence, 999] });
  await ledger.kept('e', 'dead', (all) => all.length === 0);
  await receiver.until((all) => all.length === mostAttempts + 1);
  await ledger.kept('e', 'waiting', (all) => all.length === 0);
});

it('waits as long as Retry-After asks', async () => {
  receiver.answer(() => ({ status: 503, headers: { 'retry-after': '120' } }));
  await ledger.register('e', { url: receiver.url });
  ledger.tell(clock);
  await ledger.happen('A');
  const [waiting] = await ledger.kept('e', 'waiting', (all) => all.length === 1);
  expect(waiting?.dueAt).toBe(began + 120_000);
});

it.each(['per-stream', 'none'] as const)('keeps the order of a stream where that is asked for: %s', async (order) => {
  let first = 0;
  receiver.answer(({ body }) => ({ status: body.sequence === first && clock.now() === began ? 500 : 200 }));
  await ledger.register('e', { url: receiver.url, order });
  const sequences: number[] = [];
  for (const subject of ['A', 'B', 'A', 'A', 'B']) {
    sequences.push(await ledger.happen(subject));
  }
  [first = 0] = sequences;
  ledger.tell(clock);
  await ledger.broughtTo('e', ledger.head);
  const [a1, b1, a2, a3, b2] = sequences.map((sequence, at) => `${'ABAAB'[at]}${sequence}`);
  const before = streams();
  expect([...before].sort()).toEqual((order === 'none' ? [a1, a2, a3, b1, b2] : [a1, b1, b2]).sort());
  const waiting = await ledger.kept('e', 'waiting', (all) => all.length === (order === 'none' ? 1 : 3));
  clock.set(Math.max(...waiting.map(({ dueAt }) => dueAt)));
  await ledger.kept('e', 'waiting', (all) => all.length === 0);
  expect(streams().slice(before.length)).toEqual(order === 'none' ? [a1] : [a1, a2, a3]);
});

it('keeps the order of a stream also while a failure in it waits behind another stream that hangs', async () => {
  receiver.answer(({ body }) => (body.stream === 'inquiry-H' ? 'hang' : { status: body.stream === 'inquiry-A' ? 500 : 200 }));
  await ledger.register('e', { url: receiver.url, order: 'per-stream' });
  ledger.tell();
  await ledger.happen('H');
  const failed = await ledger.happen('A');
  await receiver.until((all) => all.length === 2);
  for (const subject of ['X', 'A', 'Y', 'Z']) {
    await ledger.happen(subject);
    if (subject !== 'A') await receiver.until((all) => all.some(({ body }) => body.stream === `inquiry-${subject}`));
  }
  expect(receiver.all.filter(({ body }) => body.stream === 'inquiry-A').map(({ body }) => body.sequence)).toEqual([failed]);
});

it('sends everything from a sequence on again, under the same ids, and never jumps forward', async () => {
  await ledger.register('e', { url: receiver.url, order: 'per-stream' });
  ledger.tell(clock);
  const sequences: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    sequences.push(await ledger.happen('A'));
  }
  const once = [...(await receiver.until((all) => all.length === 20))].map(({ id }) => id);
  await ledger.replay('e', { fromSequence: sequences[5]! });
  await receiver.until((all) => all.length === 35);
  expect(receiver.all.slice(20).map(({ id }) => id)).toEqual(once.slice(5));
  await ledger.replay('e', { fromSequence: 9_999 });
  const next = await ledger.happen('A');
  await receiver.until((all) => all.length === 36);
  expect(receiver.sequences[35]).toBe(next);
});

it('takes nothing for delivered that was cut off when it stopped, and goes on from its cursor', async () => {
  receiver.answer(() => 'hang');
  await ledger.register('e', { url: receiver.url });
  const sequence = await ledger.happen('A');
  const dispatcher = ledger.tell();
  await receiver.until((all) => all.length === 1);
  await dispatcher.stop();
  expect(await ledger.webhooks.endpoint('e')).toMatchObject({ delivered: 0, cursor: { sequence: sequence - 1 } });
  receiver.answer(() => ({ status: 200 }));
  ledger.tell();
  await ledger.broughtTo('e', sequence);
  expect(receiver.sequences).toEqual([sequence, sequence]);
});

it('goes on at the end of a log that was restored from a backup, where sequences are given anew', async () => {
  await ledger.register('e', { url: receiver.url });
  for (let n = 0; n < 5; n += 1) await ledger.happen('A');
  const told = ledger.tell(clock);
  await ledger.broughtTo('e', ledger.head);
  await told.stop();
  const file = join(folder, 'webhooks.db');
  const elsewhere = mkdtempSync(join(folder, 'restored-'));
  const restored = await ToldLedger.open(elsewhere, await openReadStore({ file }));
  try {
    await restored.register('e', { url: receiver.url });
    await restored.happen('B');
    const said: string[] = [];
    restored.tell(clock, { onTrouble: (message) => void said.push(message) });
    while ((await restored.webhooks.endpoint('e'))?.cursor.sequence !== restored.head) await new Promise((resolve) => setImmediate(resolve));
    const before = receiver.all.length;
    const next = await restored.happen('B');
    await receiver.until((all) => all.length > before);
    expect(receiver.all.at(-1)?.body).toMatchObject({ sequence: next, stream: 'inquiry-B' });
    expect(said.join()).toContain('no longer holds: it goes on after sequence 2');
  } finally {
    await restored.close();
  }
});

(testPostgres === undefined || testPostgres === '' ? it.skip : it)('is sent by one of two servers on one store, and by the other when that is gone', async () => {
  const database = await scratchDatabase(testPostgres!);
  const readStore = await openReadStore({ url: database.url });
  const shared = await ToldLedger.open(mkdtempSync(join(folder, 'shared-')), readStore);
  try {
    const lease = () => ({ lease: readStore.lease('webhooks')! });
    const one = shared.tell(undefined, lease());
    shared.tell(undefined, lease());
    await shared.register('e', { url: receiver.url });
    for (let n = 0; n < 10; n += 1) await shared.happen('A');
    await shared.broughtTo('e', shared.head);
    expect(receiver.all).toHaveLength(10);
    await one.stop();
    const last = await shared.happen('A');
    await shared.broughtTo('e', last);
    expect(receiver.all.map(({ body }) => body.sequence).sort((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, at) => at + 2));
  } finally {
    await shared.close();
    await database.drop();
  }
}, 60_000);
tellWhenPostgresIsSkipped();
