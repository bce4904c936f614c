import { readFile, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson, type EventStore } from '#event-store';
import type { LogSealed } from '#ledger';
import { readAnchorFile, fileAnchor } from '../anchor/file-anchor';
import type { Anchor } from '../anchor/anchor';
import { verifyChain } from '../chain/verify-chain';
import { readSealRecord, sealStream } from '../chain/seal-record';
import { allEvents, appendAll, madeCodec, madeFact, madeLedgerId, ScratchLogs, type PlacedEvent } from '../testing/made-log';
import { LogSealer } from './log-sealer';
import { newSealKey, type SealKey } from './seal-key';
import { adoptSealKey, openSealKey, stageSealKey } from './seal-key-file';
import { SealingPlace } from './sealing-place';

const logs = new ScratchLogs();
afterAll(() => logs.close());

const key = newSealKey();

interface Sealed {
  readonly store: EventStore;
  readonly folder: string;
  readonly sealer: LogSealer;
}

const sealerOf = (store: EventStore, folder: string, signer: SealKey = key): LogSealer =>
  new LogSealer({
    store,
    codec: madeCodec,
    key: signer,
    place: new SealingPlace(join(folder, 'seal-place.json'), madeLedgerId),
    sinks: [fileAnchor(join(folder, 'seals.jsonl'))],
    actor: 'test',
    ids: { next: randomUUID },
  });

/** Twelve facts, a seal after the first seven, one after all. */
async function sealedLog(): Promise<Sealed> {
  const { store, folder } = await logs.open();
  const sealer = sealerOf(store, folder);
  await appendAll(store, facts(1, 7));
  await sealer.seal();
  await appendAll(store, facts(8, 12));
  await sealer.seal();
  return { store, folder, sealer };
}

const facts = (from: number, to: number): readonly PlacedEvent[] => Array.from({ length: to - from + 1 }, (_, at) => madeFact(from + at));

async function verdict(store: EventStore, anchors: readonly Anchor[] = []) {
  const { checks, head } = await verifyChain({ store, codec: madeCodec }, await readSealRecord(store, madeCodec), anchors);
  return { problems: checks.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)), head };
}

const anchorsOf = async (folder: string): Promise<readonly Anchor[]> => (await readAnchorFile(join(folder, 'seals.jsonl'))).anchors;

/** The same log written anew by somebody who may change it on the way. */
async function forged(store: EventStore, change: (events: PlacedEvent[]) => readonly PlacedEvent[]): Promise<EventStore> {
  const written = await logs.open();
  await appendAll(written.store, change((await allEvents(store)).map(({ stream, id, type, data, metadata }) => ({ stream, id, type, data, metadata }))));
  return written.store;
}

describe('a sealed log', () => {
  test('holds: keys, seals, anchors; and says how far it is proven', async () => {
    const { store, folder } = await sealedLog();
    await appendAll(store, facts(13, 14));
    const anchors = await anchorsOf(folder);
    expect(anchors.map(({ size }) => size)).toEqual([8, 14]);
    const { problems, head } = await verdict(store, anchors);
    expect(problems).toEqual([]);
    expect(head).toMatchObject({ facts: 17, unsealed: 3 });
  });

  test('written anew byte for byte, it still holds', async () => {
    const { store, folder } = await sealedLog();
    expect((await verdict(await forged(store, (events) => events), await anchorsOf(folder))).problems).toEqual([]);
  });

  test('nothing new seals nothing; seals themselves are no news', async () => {
    const { sealer, store } = await sealedLog();
    expect(await sealer.seal()).toMatchObject({ kind: 'nothing-new', latest: { size: 14 } });
    expect((await allEvents(store)).length).toBe(15);
  });

  test('a node that starts again goes on from its place, and without one from the beginning: the same seal', async () => {
    const { store, folder } = await sealedLog();
    await appendAll(store, [madeFact(20)]);
    const place = JSON.parse(await readFile(join(folder, 'seal-place.json'), 'utf8')) as { size: number };
    expect(place.size).toBe(14);
    expect(await sealerOf(store, folder).seal()).toMatchObject({ kind: 'sealed', anchor: { size: 16 } });
    await appendAll(store, [madeFact(21)]);
    expect(await sealerOf(store, join(folder, 'absent')).seal()).toMatchObject({ kind: 'sealed', anchor: { size: 18 }, failedSinks: [expect.stringMatching(/ENOENT/)] });
    const { problems, head } = await verdict(store);
    expect(problems).toEqual([]);
    expect(head.unsealed).toBe(1);
  });

  test('two nodes that seal at once leave a chain that holds', async () => {
    const { store, folder } = await logs.open();
    const nodes = [1, 2, 3, 4].map(() => sealerOf(store, folder));
    for (let round = 0; round < 5; round += 1) {
      await appendAll(store, [madeFact(round)]);
      await Promise.all(nodes.map((node) => node.seal()));
    }
    const { problems, head } = await verdict(store);
    expect(problems).toEqual([]);
    expect(head.unsealed).toBeLessThanOrEqual(4);
  });
});

describe('what was done to it is found', () => {
  const forgeries: readonly [string, (events: PlacedEvent[]) => readonly PlacedEvent[], RegExp][] = [
    ['a changed byte', (events) => changed(events, 3, (event) => ({ ...event, data: event.data.replace('"score":7', '"score":8') })), /content hashes: sequence 4: satisfaction-INV-4@0/],
    ['a fact taken out of the middle', (events) => events.filter((_, at) => at !== 4), /seals: the seal at revision 1 over 8 facts does not fit: something in sequences 1 to 8/],
    ['a fact put in', (events) => [...events.slice(0, 9), madeFact(99), ...events.slice(9)], /seals: the seal at revision 2 over 14 facts does not fit: something in sequences 9 to 14/],
    ['two facts that changed places', (events) => [events[1]!, events[0]!, ...events.slice(2)], /seals: the seal at revision 1 over 8 facts does not fit/],
    ['a fact replaced by another with right hashes', (events) => changed(events, 10, () => madeFact(10, 1)), /over 14 facts does not fit: something in sequences 9 to 14/],
    ['another recorded time', (events) => changed(events, 2, (event) => ({ ...event, metadata: recordedAt(event.metadata, 3, 1_700_000_000_002) })), /over 8 facts does not fit/],
    ['a seal with another size', (events) => changed(events, 14, (event) => sealChanged(event, { size: 13 })), /seals: seal-log@2 of 13 facts is not signed/],
    ['a seal taken away', (events) => events.filter((_, at) => at !== 8), /stream revisions: sequence \d+|does not fit/],
  ];

  test.each(forgeries)('%s', async (_, change, found) => {
    const { store } = await sealedLog();
    expect((await verdict(await forged(store, change))).problems.join('\n')).toMatch(found);
  });

  test('any changed character of any field of a fact', async () => {
    const { store } = await sealedLog();
    const fields = ['data', 'metadata', 'type', 'stream', 'id'] as const;
    for (let round = 0; round < 30; round += 1) {
      const [at, field] = [(round * 5) % 14, fields[round % fields.length]!];
      const change = (event: PlacedEvent): PlacedEvent => ({ ...event, [field]: otherAt(event[field], (round * 7919) % event[field].length) });
      const { problems } = await verdict(await forged(store, (events) => changed(events, at, change)));
      expect({ round, field, at, found: problems.length > 0 }).toEqual({ round, field, at, found: true });
    }
  }, 120_000);

  test('a tail cut off together with its seal, through the anchor', async () => {
    const { store, folder } = await sealedLog();
    const cut = await forged(store, (events) => events.slice(0, 9));
    expect((await verdict(cut)).problems).toEqual([]);
    expect((await verdict(cut, await anchorsOf(folder))).problems).toEqual([
      'anchors: the anchor covers 14 facts, but the log ends at 9: 5 are missing at its end',
    ]);
  });

  test('a whole log rewritten and sealed again by another key, through the anchor', async () => {
    const { store, folder } = await sealedLog();
    const rewritten = await logs.open();
    const forger = sealerOf(rewritten.store, rewritten.folder, newSealKey());
    await appendAll(rewritten.store, [madeFact(1, 0), ...facts(2, 12)]);
    await forger.seal();
    await appendAll(rewritten.store, facts(13, 15));
    await forger.seal();
    expect((await verdict(rewritten.store)).problems).toEqual([]);
    const { problems } = await verdict(rewritten.store, await anchorsOf(folder));
    expect(problems.join('\n')).toMatch(/which this log never introduced/);
    expect(problems.join('\n')).toMatch(/anchors: the anchor over 8 facts does not fit/);
    expect((await verdict(store, await anchorsOf(folder))).problems).toEqual([]);
  });

  test('an anchor that somebody changed is none', async () => {
    const { folder } = await sealedLog();
    const path = join(folder, 'seals.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"size":8', '"size":7'));
    const { anchors, problems } = await readAnchorFile(path);
    expect(anchors.map(({ size }) => size)).toEqual([14]);
    expect(problems).toEqual([`${path}:1 of 7 facts is not signed by the key it names: it was changed`]);
  });

  test('nothing is sealed on top of a log that does not fit its seals, not even the second time', async () => {
    const { store } = await sealedLog();
    const broken = await forged(store, (events) => [events[1]!, events[0]!, ...events.slice(2), madeFact(30)]);
    const { folder } = await logs.open();
    const sealer = sealerOf(broken, folder);
    await expect(sealer.seal()).rejects.toThrow('the seal over 8 facts does not fit them. Nothing is sealed on top of this');
    await expect(sealer.seal()).rejects.toThrow('the seal over 8 facts does not fit them');
  });
});

describe('keys', () => {
  test('a key follows another when that one says so', async () => {
    const { store, folder } = await sealedLog();
    const path = join(folder, 'key.pem');
    const next = newSealKey();
    await sealerOf(store, folder, next).introduceKey(key);
    await appendAll(store, [madeFact(40)]);
    await sealerOf(store, folder, next).seal();
    expect((await verdict(store)).problems).toEqual([]);
    const first = await openSealKey(path);
    const staged = await stageSealKey(path);
    expect((await stageSealKey(path)).keyId).toBe(staged.keyId);
    await adoptSealKey(path, first);
    expect((await openSealKey(path)).keyId).toBe(staged.keyId);
    expect((await openSealKey(`${path}.${first.keyId}`)).keyId).toBe(first.keyId);
  });

  test('a key nobody endorsed is told, and no node signs with one by itself', async () => {
    const { store, folder } = await sealedLog();
    const stranger = newSealKey();
    await appendAll(store, [madeFact(41)]);
    await expect(sealerOf(store, folder, stranger).seal()).rejects.toThrow(`signed by key ${key.keyId}, but this node has key ${stranger.keyId}`);
    await sealerOf(store, folder, stranger).introduceKey(null);
    await sealerOf(store, folder, stranger).seal();
    expect((await verdict(store)).problems.join('\n')).toMatch(`seal keys: key ${stranger.keyId} was introduced without the signature of the key before`);
  });
});

function changed(events: PlacedEvent[], at: number, change: (event: PlacedEvent) => PlacedEvent): readonly PlacedEvent[] {
  return events.map((event, place) => (place === at ? change(event) : event));
}

/** Another letter or digit in that place. */
const otherAt = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}`;

function recordedAt(metadata: string, sequence: number, time: number): string {
  return canonicalJson({ ...(JSON.parse(metadata) as object), copy: { recordedAt: time + 5, sequence } });
}

/** A seal changed and written with right content hash and id: only its signature tells. */
function sealChanged(event: PlacedEvent, change: Partial<LogSealed['data']>): PlacedEvent {
  const data = { ...(JSON.parse(event.data) as LogSealed['data']), ...change };
  const { actor, commandId, $correlationId, $causationId, inputHash } = JSON.parse(event.metadata) as Record<string, string>;
  const origin = { actor: actor!, commandId: commandId!, correlationId: $correlationId!, causationId: $causationId!, inputHash: inputHash! };
  return { ...madeCodec.encode(sealStream, 2, { type: 'LogSealed', data }, origin), stream: sealStream };
}
