import { canonicalJson, type EventStore } from '#event-store';
import type { SatisfactionRecorded } from '#ledger';
import { appendAll, madeCodec, madeFact, ScratchLogs, type PlacedEvent } from '../testing/made-log';
import { verifyChain } from './verify-chain';
import { readSealRecord } from './seal-record';

const logs = new ScratchLogs();
afterAll(() => logs.close());

/** The same log as a store gives it that keeps other bytes, such as a cluster. */
const withoutBytes = (store: EventStore): EventStore => ({
  description: store.description,
  append: (...asked) => store.append(...asked),
  readStream: (...asked) => store.readStream(...asked),
  readAll: (...asked) => store.readAll(...asked),
  subscribeAll: (...asked) => store.subscribeAll(...asked),
  close: () => store.close(),
});

async function verdictOf(store: EventStore) {
  return verifyChain({ store, codec: madeCodec }, await readSealRecord(store, madeCodec), []);
}

const foreign: PlacedEvent = { stream: 'weather-1', id: 'b2c9d1a4-0c70-4b1e-8a51-2f9a3f0f5e01', type: 'Rain', data: '{"mm":3}', metadata: '{}' };
const copied = (event: PlacedEvent, recordedAt: string): PlacedEvent => ({
  ...event,
  metadata: event.metadata.replace(',"inputHash"', `,"copy":{"recordedAt":${recordedAt},"sequence":3},"inputHash"`),
});
const reformatted = (event: PlacedEvent): PlacedEvent => ({
  ...event, data: JSON.stringify(JSON.parse(event.data), null, 1), metadata: JSON.stringify(JSON.parse(event.metadata), null, 1),
});
const written = (number: number, text: string): PlacedEvent => {
  const data = { ...(JSON.parse(madeFact(number).data) as SatisfactionRecorded['data']), requestId: text };
  const origin = { actor: `clerk ${text}`, commandId: 'c', correlationId: 'c', causationId: 'c', inputHash: 'v1:1' };
  const stream = `satisfaction-INV-${number}`;
  return { ...madeCodec.encode(stream, 0, { type: 'SatisfactionRecorded', data }, origin), stream };
};

const cases: readonly [string, readonly PlacedEvent[], number, number][] = [
  ['facts as written', [madeFact(1), madeFact(2), madeFact(3)], 3, 0],
  ['letters of two, three and four bytes', [written(1, 'Zoë'), written(2, '東京'), written(3, '🧾 "quoted" \\ \u0007')], 3, 0],
  ['events of others between them', [foreign, madeFact(1), { ...foreign, stream: '$stats', data: '', metadata: '' }, madeFact(2)], 2, 0],
  ['facts of a copied log', [copied(madeFact(1), '1700000900000'), madeFact(2)], 2, 0],
  ['a copied time that was padded', [copied(madeFact(1), '01700000900000'), madeFact(2)], 2, 1],
  ['facts whose JSON was written anew by a store', [reformatted(madeFact(1)), madeFact(2)], 2, 0],
  ['a changed letter of two bytes', [{ ...written(1, 'Zoë'), data: written(1, 'Zoé').data }, madeFact(2)], 2, 1],
  ['another id', [{ ...madeFact(1), id: madeFact(2).id }], 1, 1],
  ['another version', [{ ...madeFact(1), metadata: madeFact(1).metadata.replace('"schemaVersion":1', '"schemaVersion":2') }], 1, 1],
  ['a length moved from one field to the next', [{ ...madeFact(1), type: 'SatisfactionRecorde', data: `d${madeFact(1).data}` }], 1, 1],
];

describe('the walk over stored bytes and the walk over events tell the same', () => {
  test.each(cases)('%s', async (_, events, facts, unfit) => {
    const { store } = await logs.open();
    await appendAll(store, events);
    const overBytes = await verdictOf(store);
    expect(overBytes).toEqual(await verdictOf(withoutBytes(store)));
    expect(overBytes.head.facts).toBe(facts);
    expect(overBytes.checks.find(({ name }) => name === 'content hashes')?.problems).toHaveLength(unfit);
  });
});

test('the bytes of a row give the event that the port gives', async () => {
  const { store } = await logs.open();
  const binary = { ...foreign, id: 'b2c9d1a4-0c70-4b1e-8a51-2f9a3f0f5e02', data: canonicalJson('ÿ\u0000'), metadata: '' };
  await appendAll(store, [...cases[1]![1], foreign, { ...binary, stream: 'weather-2' }]);
  const kept = [];
  for await (const page of store.readAllBytes!()) kept.push(...page.map((row) => row.recorded()));
  const given = [];
  for await (const page of store.readAll(null)) given.push(...page);
  expect(kept).toEqual(given);
  expect(kept).toHaveLength(5);
});
