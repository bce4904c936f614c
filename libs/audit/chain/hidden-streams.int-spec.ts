import type { EmbeddedStore } from '#event-store/embedded';
import { appendAll, madeCodec, madeFact, ScratchLogs } from '../testing/made-log';
import { readSealRecord } from './seal-record';
import { verifyChain } from './verify-chain';

const logs = new ScratchLogs();
afterAll(() => logs.close());

async function filled(): Promise<EmbeddedStore> {
  const store = (await logs.open()).store as EmbeddedStore;
  await appendAll(store, Array.from({ length: 20 }, (_unused, at) => madeFact(at)));
  return store;
}

const revisionsOf = async (store: EmbeddedStore, threads: number) =>
  (await verifyChain({ store, codec: madeCodec, threads }, await readSealRecord(store, madeCodec), [])).checks.find(({ name }) => name === 'stream revisions');

describe.each([0, 2])('facts that the log holds and nobody can read, with %s threads', (threads) => {
  it('are named when their stream was deleted for good', async () => {
    const store = await filled();
    await store.write({ kind: 'tombstone', stream: 'satisfaction-INV-3', expected: 'any' });
    await store.write({ kind: 'tombstone', stream: 'weather', expected: 'any' });
    expect((await revisionsOf(store, threads))?.problems).toEqual(['satisfaction-INV-3 was deleted for good: facts that the log holds cannot be read from it']);
  });

  it('are named when metadata cuts their stream, until it does so no more', async () => {
    const store = await filled();
    const mark = (expected: number | 'no_stream', data: string) => store.append('$$satisfaction-INV-5', expected, [{ ...madeFact(900 + data.length), type: '$metadata', data, metadata: '{}' }]);
    await mark('no_stream', '{"$acl":{"$r":"auditors"}}');
    expect(await revisionsOf(store, threads)).toMatchObject({ ok: true, problems: [] });
    await mark(0, '{"$maxCount":1}');
    expect((await revisionsOf(store, threads))?.problems).toEqual([expect.stringContaining('satisfaction-INV-5 is cut by its metadata')]);
    await mark(1, '{"$tb":0}');
    expect(await revisionsOf(store, threads)).toMatchObject({ ok: true, problems: [] });
    await store.write({ kind: 'delete', stream: 'satisfaction-INV-5', expected: 'any' });
    expect((await revisionsOf(store, threads))?.problems).toEqual([expect.stringContaining('satisfaction-INV-5 is cut by its metadata')]);
  });
});
