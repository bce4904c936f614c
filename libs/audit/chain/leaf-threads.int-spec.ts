import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import type { EmbeddedStore } from '#event-store/embedded';
import { LogSealer } from '../seal/log-sealer';
import { newSealKey } from '../seal/seal-key';
import { SealingPlace } from '../seal/sealing-place';
import { madeCodec, madeFact, madeLedgerId, ScratchLogs, type PlacedEvent } from '../testing/made-log';
import { leavesByThreads, UnfitBlock } from './leaf-threads';
import { readSealRecord } from './seal-record';
import { verifyChain } from './verify-chain';

const logs = new ScratchLogs();
let whole: EventStore;
beforeAll(async () => {
  whole = await sealed(facts);
});
afterAll(() => logs.close());

/** More than two blocks of rows. */
const facts: readonly PlacedEvent[] = Array.from({ length: 4_200 }, (_, at) => madeFact(at));
const foreign = (at: number): PlacedEvent => ({ stream: `weather-${at}`, id: randomUUID(), type: 'Rain', data: `{"mm":${at}}`, metadata: '{}' });

/** The events as they stand, each at the place in the log that it has in the list. */
async function written(events: readonly PlacedEvent[]): Promise<{ readonly store: EventStore; readonly folder: string }> {
  const log = await logs.open();
  const outcomes = await Promise.all(events.map(({ stream, ...event }) => log.store.append(stream, 'no_stream', [event])));
  expect(outcomes.every(({ kind }) => kind === 'appended')).toBe(true);
  return log;
}

async function sealed(events: readonly PlacedEvent[]): Promise<EventStore> {
  const { store, folder } = await written(events);
  const place = new SealingPlace(join(folder, 'seal-place.json'), madeLedgerId);
  await new LogSealer({ store, codec: madeCodec, key: newSealKey(), place, sinks: [], actor: 'test', ids: { next: randomUUID } }).seal();
  return store;
}

const verdictOf = async (store: EventStore, threads: number) => verifyChain({ store, codec: madeCodec, threads }, await readSealRecord(store, madeCodec), []);

async function rewritten(store: EventStore, change: (events: PlacedEvent[]) => readonly PlacedEvent[]): Promise<EventStore> {
  const events: PlacedEvent[] = [];
  for await (const page of store.readAll(null)) events.push(...page.map(({ stream, id, type, data, metadata }) => ({ stream, id, type, data, metadata })));
  const made = change(events);
  const seals = made.filter(({ stream }) => stream === 'seal-log').map(({ stream: _, ...event }) => event);
  const { store: target } = await written(made.filter(({ stream }) => stream !== 'seal-log'));
  await target.append('seal-log', 'no_stream', seals);
  return target;
}

test('threads find the same root as none, with events of others between the facts', async () => {
  const store = await sealed(facts.flatMap((fact, at) => (at % 900 === 7 ? [foreign(at), fact] : [fact])));
  const alone = await verdictOf(store, 0);
  expect(alone.checks.flatMap(({ problems }) => problems)).toEqual([]);
  expect(alone.head).toMatchObject({ facts: 4_202, unsealed: 1 });
  for (const threads of [1, 2, 3]) expect(await verdictOf(store, threads)).toEqual(alone);
});

const forgeries: readonly [string, (events: PlacedEvent[]) => readonly PlacedEvent[]][] = [
  ['a changed byte in the last block', (events) => events.map((event, at) => (at === 4_100 ? { ...event, data: event.data.replace('"score":7', '"score":8') } : event))],
  ['a fact taken out', (events) => events.filter((_, at) => at !== 3_000)],
  ['a fact put in', (events) => [...events.slice(0, 3_500), madeFact(9_999), ...events.slice(3_500)]],
  ['two facts of different blocks that changed places', (events) => swapped(events, 1_500, 4_100)],
  ['two facts at the border of two blocks that changed places', (events) => swapped(events, 1_999, 2_000)],
  ['a fact replaced by another with right hashes', (events) => events.map((event, at) => (at === 2_500 ? madeFact(2_500, 1) : event))],
  ['the end cut off', (events) => events.filter(({ stream }, at) => at < 4_050 || stream === 'seal-log')],
];

/** Facts that threads give by themselves: what `verifyChain` falls back to when they stop stands apart. */
async function factsByThreads(store: EventStore): Promise<number> {
  const { file } = store as EmbeddedStore;
  let found = 0;
  for await (const { revisions } of leavesByThreads({ file, ledgerId: madeLedgerId, rows: 4_200, sealed: 4_200, threads: 2 })) found += revisions.length;
  return found;
}

test('threads give every fact of a log that holds, and stop at one that is not as written', async () => {
  expect(await factsByThreads(whole)).toBe(4_200);
  const changed = await rewritten(whole, forgeries[0]![1]);
  await expect(factsByThreads(changed)).rejects.toBeInstanceOf(UnfitBlock);
});

test.each(forgeries)('threads miss nothing, and it is told in the same words: %s', async (_, change) => {
  const store = await rewritten(whole, change);
  const told = await verdictOf(store, 2);
  expect(told.checks.some(({ ok }) => !ok)).toBe(true);
  expect(told).toEqual(await verdictOf(store, 0));
});

test('an id that does not follow is found where no seal binds it, and a fact that does not follow in its stream', async () => {
  const unsealed = await written(facts.map((fact, at) => (at === 4_050 ? { ...fact, id: randomUUID() } : fact)));
  expect((await verdictOf(unsealed.store, 2)).checks[0]!.problems[0]).toMatch(/^sequence 4051: satisfaction-INV-4050@0/);
  const moved = madeFact(8_000);
  const gap = await written(facts.slice(0, 2_500));
  await gap.store.append(moved.stream, 'no_stream', [foreign(1)]);
  const origin = { actor: 'test', commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:1' };
  const second = madeCodec.encode(moved.stream, 1, { type: 'SatisfactionRecorded', data: JSON.parse(moved.data) as never }, origin);
  await gap.store.append(moved.stream, 0, [second]);
  expect((await verdictOf(gap.store, 2)).checks[1]!.problems).toEqual([`sequence 2501: ${moved.stream} continues at revision 1, not 0`]);
});

const swapped = (events: readonly PlacedEvent[], one: number, other: number): readonly PlacedEvent[] =>
  events.map((event, at) => (at === one ? events[other]! : at === other ? events[one]! : event));
