import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { openEventStoreDB } from '#event-store/eventstoredb';
import { RandomHistory, TestLedger } from '../../../libs/read-models/testing';
import { daybookProgram, spawnNode, type SpawnedNode } from '../node/spawned-node.test-kit';
import { oneTransaction } from './append-windows';
import { allEvents, codecOf, keptEvents, reportBodies } from './compared-logs.test-kit';
import { copyLog } from './copy-log';
import { surveySource } from './survey';

const ledgerId = 'test-ledger';
const nothing = (): void => undefined;
const log = (store: EventStore) => ({ store, codec: codecOf(ledgerId) });
const copy = async (from: EventStore, store: EventStore) =>
  copyLog(log(from), await surveySource(log(from), nothing), { store, window: oneTransaction }, nothing);

/** Runs `daybook copy` as a process; `during` may end it. */
async function runCopy(from: string, to: string, during: (kill: () => void) => Promise<void> = () => Promise.resolve()): Promise<{ how: number | string; said: string }> {
  const child = spawn(process.execPath, [daybookProgram, 'copy', '--from', from, '--to', to]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([during(() => child.kill('SIGKILL')), gone]);
  const [code, signal] = await gone;
  return { how: signal ?? code ?? -1, said };
}

describe('copying a log to a node and back', () => {
  let folder: string;
  let source: TestLedger;
  let node: SpawnedNode;
  let client: EventStoreDBClient;
  let remote: EventStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-copy-node-'));
    source = await TestLedger.open(ledgerId);
    const founded = { stream: 'ledger-identity', event: { type: 'LedgerFounded' as const, data: { ledgerId } } };
    await source.append([founded, ...new RandomHistory(11).grow(200).events]);
    const held = await openEmbeddedStore({ file: join(folder, 'events.db') });
    await copy(source.store, held);
    await held.close();
    node = await spawnNode(['--port', '0', '--memory']);
    client = EventStoreDBClient.connectionString(node.url);
    // Somebody else's stream, before, within and after the ledger's events.
    await client.appendToStream('orders-1', [jsonEvent({ type: 'OrderPlaced', data: {} })]);
    remote = await openEventStoreDB({ connectionString: node.url });
  }, 120_000);
  afterAll(async () => {
    await remote.close();
    await client.dispose();
    await node.stop();
    await source.close();
    await rm(folder, { recursive: true });
  });

  it('goes on after it was killed in the middle', async () => {
    const kept = await keptEvents(source.store, ledgerId);
    const stopped = new AbortController();
    const killed = await runCopy(folder, node.url, async (kill) => {
      let copied = 0;
      for await (const signal of remote.subscribeAll(null, { signal: stopped.signal })) {
        if (signal.kind === 'events') copied += signal.events.length;
        if (copied > 40) return kill();
      }
    });
    stopped.abort();
    expect(killed.how).toBe('SIGKILL');
    const left = await keptEvents(remote, ledgerId);
    expect(left.length).toBeLessThan(kept.length);
    expect(left).toEqual(kept.slice(0, left.length));
    const { how, said } = await runCopy(folder, node.url);
    expect([how, said]).toEqual([0, expect.stringMatching(new RegExp(`${left.length} of them were there from an earlier run`))]);
    expect(said).toMatch(/0 events of others were left/);
    // The log says of itself that it was copied, each time.
    const acts = ['audit-log@0 AdministrativeActBegun', 'audit-log@1 AdministrativeActBegun'];
    const there = await keptEvents(remote, ledgerId);
    expect([there.slice(0, kept.length), there.slice(kept.length).map(({ place }) => place)]).toEqual([kept, acts]);
  }, 180_000);

  it('keeps everything on the way back, and every report at every sequence', async () => {
    const held = await openEmbeddedStore({ file: join(folder, 'events.db'), readOnly: true });
    const kept = await keptEvents(held, ledgerId);
    await client.appendToStream('orders-1', [jsonEvent({ type: 'OrderPlaced', data: {} })]);
    const back = await openEmbeddedStore({ file: join(folder, 'back.db') });
    try {
      expect(await copy(remote, back)).toEqual({ events: kept.length, foundThere: 0 });
      expect(await keptEvents(back, ledgerId)).toEqual(kept);
      expect(await allEvents(back)).toHaveLength(kept.length);
      const bodies = await reportBodies(held, ledgerId, 3);
      expect(await reportBodies(remote, ledgerId, 3)).toEqual(bodies);
      expect(await reportBodies(back, ledgerId, 3)).toEqual(bodies);
    } finally {
      await held.close();
      await back.close();
    }
  }, 180_000);

  it('refuses a source in which others deleted or truncated, or wrote into the ledger’s streams', async () => {
    const [stream = ''] = (await allEvents(source.store)).map((event) => event.stream).filter((name) => name.startsWith('payment-'));
    await client.setStreamMetadata(stream, { maxCount: 1 });
    await expect(surveySource(log(remote), nothing)).rejects.toThrow(`${stream} keeps only its last 1 events`);
    await client.setStreamMetadata(stream, {});
    await client.appendToStream('sale-intruder', [jsonEvent({ type: 'SaleClosed', data: {} })]);
    await expect(surveySource(log(remote), nothing)).rejects.toThrow(/sale-intruder@0 "SaleClosed" is no event of this ledger/);
    await client.deleteStream(stream);
    await expect(surveySource(log(remote), nothing)).rejects.toThrow(`${stream} was deleted`);
    await client.tombstoneStream('sale-intruder');
    await expect(surveySource(log(remote), nothing)).rejects.toThrow('sale-intruder was deleted for ever');
  }, 120_000);
});
