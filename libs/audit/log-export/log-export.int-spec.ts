import { randomUUID } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { fileAnchor, readAnchorFile } from '../anchor/file-anchor';
import { verifyChain } from '../chain/verify-chain';
import { readSealRecord } from '../chain/seal-record';
import { LogSealer } from '../seal/log-sealer';
import { newSealKey, type SealKey } from '../seal/seal-key';
import { SealingPlace } from '../seal/sealing-place';
import { madeEvent, manifestOf, ScratchExports, verdictsOn, verifier } from '../testing/exported-log';
import { allEvents, appendAll, madeCodec, madeFact, madeLedgerId, ScratchLogs, type PlacedEvent } from '../testing/made-log';

const logs = new ScratchLogs();
const scratch = new ScratchExports();
afterAll(async () => {
  await logs.close();
  await scratch.close();
});

const key = newSealKey();
const odd = { text: 'Zoë "quoted" \\ back\u2028line\u0000 \u{1F600} \u007f é', amount: '12345678901234567890.10', number: 9007199254740991, none: null, list: [1, [], {}] };

const sealerOf = (store: EventStore, folder: string, signer: SealKey = key): LogSealer =>
  new LogSealer({
    store, codec: madeCodec, key: signer, place: new SealingPlace(join(folder, 'seal-place.json'), madeLedgerId),
    sinks: [fileAnchor(join(folder, 'seals.jsonl'))], actor: 'test', ids: { next: randomUUID },
  });

const invoice = (revision: number, number: number) =>
  madeEvent('invoices-A', revision, 'InvoiceIssued', { seriesId: 'A', number, documentNumber: `A-${String(number).padStart(4, '0')}` });
const books: readonly PlacedEvent[] = [
  madeEvent('entity-UK', 0, 'SeriesOpened', { entityId: 'UK', seriesId: 'A', kind: 'invoice', prefix: 'A-', firstNumber: 7, digits: 4 }),
  invoice(0, 7), invoice(1, 8), madeEvent('external-odd', 0, 'Odd', odd), invoice(2, 9),
];

interface Sealed {
  readonly store: EventStore;
  readonly anchor: string;
}

async function sealedLog(facts: readonly PlacedEvent[], signer = key): Promise<Sealed> {
  const { store, folder } = await logs.open();
  await appendAll(store, facts.slice(0, 6));
  await sealerOf(store, folder, signer).seal();
  const { stream } = facts[6]!;
  expect(stream).not.toBe('seal-log');
  await appendFrom(store, facts.slice(6), facts.slice(0, 6));
  await sealerOf(store, folder, signer).seal();
  return { store, anchor: join(folder, 'seals.jsonl') };
}

async function appendFrom(store: EventStore, events: readonly PlacedEvent[], before: readonly PlacedEvent[]): Promise<void> {
  const heads = new Map<string, number>();
  for (const { stream } of before) heads.set(stream, (heads.get(stream) ?? -1) + 1);
  for (const { stream, ...event } of events) {
    const head = heads.get(stream) ?? -1;
    expect((await store.append(stream, head === -1 ? 'no_stream' : head, [event])).kind).toBe('appended');
    heads.set(stream, head + 1);
  }
}

const honest = [...books, ...Array.from({ length: 9 }, (_, at) => madeFact(at + 1))];

/** The same log written anew by somebody who may change it on the way. */
async function forged(store: EventStore, change: (events: PlacedEvent[]) => readonly PlacedEvent[]): Promise<EventStore> {
  const written = await logs.open();
  await appendAll(written.store, change((await allEvents(store)).map(({ stream, id, type, data, metadata }) => ({ stream, id, type, data, metadata }))));
  return written.store;
}

async function productHolds(store: EventStore, anchor?: string): Promise<boolean> {
  const anchors = anchor === undefined ? [] : (await readAnchorFile(anchor)).anchors;
  const { checks } = await verifyChain({ store, codec: madeCodec }, await readSealRecord(store, madeCodec), anchors);
  return checks.every(({ ok }) => ok);
}

let log: Sealed;
let folder: string;
const facts = 'facts-000001.jsonl';
const lines = (): readonly string[] => readFileSync(join(folder, facts), 'utf8').trimEnd().split('\n');

beforeAll(async () => {
  log = await sealedLog(honest);
  folder = await scratch.of(log.store);
});

describe('an export of the log', () => {
  test('holds every fact exactly, and the verifier finds nothing wrong', async () => {
    const stored = await allEvents(log.store);
    expect(lines().map((line) => JSON.parse(line) as object)).toEqual(
      stored.map(({ data, metadata, id, stream, revision, type }, at) => ({
        data: JSON.parse(data) as object, metadata: JSON.parse(metadata) as object, id, stream, revision, type, sequence: at + 1, recordedAt: 1_700_000_000_001 + at,
      })),
    );
    expect(lines().every((line, at) => line.includes(stored[at]!.data) && line.includes(stored[at]!.metadata))).toBe(true);
    expect(manifestOf(folder)).toMatchObject({ ledgerId: madeLedgerId, first: 1, last: stored.length, facts: stored.length, keys: [{ keyId: key.keyId, publicKey: key.publicKey }] });
    expect(verdictsOn([folder], { anchor: log.anchor, key: key.publicKey })).toMatchObject([{ ok: true, faults: [], unsealed: 1 }]);
  });

  test('ends with 0, 1 and 2 at the terminal', async () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [verifier, ...args], { encoding: 'utf8' });
    expect(run(folder, '--anchor', log.anchor)).toMatchObject({ status: 0, stdout: expect.stringContaining('Everything holds: sequences 1 to 17') });
    expect(run(folder, '--key', newSealKey().publicKey, '--json')).toMatchObject({ status: 1, stdout: expect.stringContaining('"check": "seal keys"') });
    expect(run(join(folder, 'absent'))).toMatchObject({ status: 2, stderr: expect.stringContaining('ENOENT') });
  });

  test('of a part goes on from what stood before it', async () => {
    const part = await scratch.of(log.store, { from: 5, to: 12, fileBytesMax: 1500 });
    expect(manifestOf(part).files.length).toBeGreaterThan(2);
    expect(verdictsOn([part], { part: true, anchor: log.anchor })).toMatchObject([{ ok: true, faults: [] }]);
    expect(verdictsOn([part])[0]!.faults.map(({ message }) => message).join()).toContain('add --part if you asked for a part');
    const wrong = await scratch.changed(part, 'facts-000001.jsonl', (bytes) => bytes.toString().replace('"sequence":5', '"sequence":6'), true);
    expect(verdictsOn([wrong], { part: true })[0]!.ok).toBe(false);
    await expect(scratch.of(log.store, { from: 99 })).rejects.toThrow('The log ends at sequence 17: there is nothing from 99 on.');
  });
});

describe('what was done to an export is found', () => {
  /** The same places in every run. */
  function* places(count: number, below: number): Generator<number> {
    for (let at = 0, state = 20_261_123; at < count; at += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      yield Math.floor((state / 2 ** 32) * below);
    }
  }

  const flipped = (bytes: Buffer, at: number, bit: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1 << bit;
    return copy;
  };

  test('any byte of any fact, also by somebody who writes a manifest that fits', async () => {
    const length = readFileSync(join(folder, facts)).length;
    const changed = await Promise.all([...places(300, length)].map((at, round) => scratch.changed(folder, facts, (bytes) => flipped(bytes, at, round % 8), true)));
    expect(verdictsOn(changed).map(({ ok }) => ok)).toEqual(changed.map(() => false));
  }, 120_000);

  test.each(['manifest.json', 'manifest.json.sha256', 'seals.jsonl', facts])('any byte of %s', async (name) => {
    const length = readFileSync(join(folder, name)).length;
    const changed = await Promise.all([...places(60, length)].map((at, round) => scratch.changed(folder, name, (bytes) => flipped(bytes, at, round % 8), false)));
    expect(verdictsOn(changed).map(({ ok }) => ok)).toEqual(changed.map(() => false));
  }, 60_000);

  const edits: readonly [string, (all: string[]) => readonly string[], string, number][] = [
    ['data', (all) => edited(all, 4, 'quoted', 'qu0ted'), 'content hashes', 4],
    ['actor', (all) => edited(all, 3, '"actor":"test"', '"actor":"tesT"'), 'content hashes', 3],
    ['ledger', (all) => edited(all, 3, madeLedgerId, madeLedgerId.replace('7', '8')), 'content hashes', 3],
    ['schema version', (all) => edited(all, 3, '"schemaVersion":1', '"schemaVersion":2'), 'content hashes', 3],
    ['id', (all) => edited(all, 2, /"id":"./, '"id":"z'), 'event ids', 2],
    ['recorded time', (all) => edited(all, 5, '"recordedAt":1700000000005', '"recordedAt":1700000000003'), 'recorded times', 5],
    ['recorded time that still rises', (all) => edited(all, 17, /"recordedAt":1700000000017/, '"recordedAt":1700000000018'), 'manifest', 0],
    ['revision', (all) => edited(all, 3, '"revision":1', '"revision":3'), 'stream revisions', 3],
    ['sequence', (all) => edited(all, 3, '"sequence":3', '"sequence":4'), 'order', 4],
    ['stream', (all) => edited(all, 4, 'external-odd', 'external-even'), 'content hashes', 4],
    ['type', (all) => edited(all, 4, '"type":"Odd"', '"type":"Even"'), 'content hashes', 4],
    ['spelling', (all) => edited(all, 4, '{"data":{', '{"data": {'), 'lines', 4],
    ['deletion', (all) => all.filter((_, at) => at !== 3), 'order', 5],
    ['insertion', (all) => [...all.slice(0, 8), all[2]!.replace('"sequence":3', '"sequence":9'), ...all.slice(8)], 'stream revisions', 9],
    ['swap', (all) => [all[1]!, all[0]!, ...all.slice(2)], 'order', 2],
    ['duplicate', (all) => [...all.slice(0, 4), all[3]!, ...all.slice(4)], 'order', 4],
    ['cut tail', (all) => all.slice(0, 12), 'seals', 12],
  ];

  test.each(edits)('%s, named with its sequence', async (_, edit, check, sequence) => {
    const changed = await scratch.changed(folder, facts, () => `${edit([...lines()]).join('\n')}\n`, true);
    const [{ ok, faults }] = verdictsOn([changed]) as [ReturnType<typeof verdictsOn>[number]];
    expect(ok).toBe(false);
    expect(faults.map((fault) => `${fault.check} ${fault.sequence ?? 0}`)).toContain(`${check} ${sequence}`);
  });

  test('by several threads as by one: the same verdict to the letter, wherever a block ends', async () => {
    const changed = await Promise.all(edits.map(([, edit]) => scratch.changed(folder, facts, () => `${edit([...lines()]).join('\n')}\n`, true)));
    const unended = await scratch.changed(folder, facts, (bytes) => bytes.subarray(0, bytes.length - 5), true);
    const noText = await scratch.changed(folder, facts, (bytes) => flipped(bytes, 700, 7), true);
    const split = await scratch.of(log.store, { fileBytesMax: 1500 });
    const folders = [folder, split, unended, noText, ...changed];
    const alone = verdictsOn(folders, { anchor: log.anchor, threads: 0 });
    expect(alone.map(({ ok }) => ok)).toEqual([true, true, ...folders.slice(2).map(() => false)]);
    for (const options of [{ threads: 2, blockBytes: 300 }, { threads: 1, blockBytes: 2_000 }, { threads: 3 }]) {
      expect(verdictsOn(folders, { anchor: log.anchor, ...options })).toEqual(alone);
    }
    expect(verdictsOn([await scratch.of(log.store, { from: 5, to: 12, fileBytesMax: 1500 })], { part: true, threads: 2, blockBytes: 100 })).toMatchObject([{ ok: true, faults: [] }]);
  }, 120_000);

  test('a number out of its register, written with right hashes and sealed', async () => {
    for (const [wrong, found] of [[invoice(2, 11), 'it should be 9'], [madeEvent('invoices-B', 0, 'InvoiceIssued', { seriesId: 'B', number: 1, documentNumber: 'B-1' }), 'never opened']] as const) {
      const { store } = await sealedLog([...honest.slice(0, 4), wrong, ...honest.slice(5)]);
      const [verdict] = verdictsOn([await scratch.of(store)]);
      expect(verdict!.faults).toEqual([{ check: 'registers', sequence: 5, message: expect.stringContaining(found) }]);
    }
  });

  const replaced = (events: PlacedEvent[], at: number, event: PlacedEvent): readonly PlacedEvent[] => events.map((each, place) => (place === at ? event : each));
  const forgeries: readonly [string, (events: PlacedEvent[]) => readonly PlacedEvent[]][] = [
    ['nothing', (events) => events],
    ['a changed byte', (events) => replaced(events, 9, { ...events[9]!, data: events[9]!.data.replace('7', '8') })],
    ['no JSON', (events) => replaced(events, 3, { ...events[3]!, data: '"a line\\nbreak"' })],
    ['another id', (events) => replaced(events, 3, { ...events[3]!, id: randomUUID() })],
    ['a fact less', (events) => events.filter((_, at) => at !== 8)],
    ['a fact more', (events) => [...events.slice(0, 9), madeFact(99), ...events.slice(9)]],
    ['two facts swapped', (events) => [events[1]!, events[0]!, ...events.slice(2)]],
    ['a fact replaced, with right hashes', (events) => replaced(events, 9, madeFact(4, 1))],
    ['an end cut off with its seal', (events) => events.slice(0, 12)],
  ];

  test.each(forgeries)('the product and the verifier say the same of a log with %s', async (_, change) => {
    const store = await forged(log.store, change);
    const exported = await scratch.of(store);
    for (const anchor of [undefined, log.anchor]) {
      const holds = await productHolds(store, anchor);
      expect(verdictsOn([exported], anchor === undefined ? {} : { anchor })[0]!.ok).toBe(holds);
    }
    expect(await productHolds(store, log.anchor)).toBe(change === forgeries[0]![1]);
  });

  test('a whole log written anew under another key, by an anchor or a known key alone', async () => {
    const other = newSealKey();
    const { store } = await sealedLog([...honest.slice(0, 5), madeFact(1, 0), ...honest.slice(6)], other);
    const exported = await scratch.of(store);
    expect(verdictsOn([exported])[0]).toMatchObject({ ok: true });
    expect(verdictsOn([exported], { key: key.publicKey })[0]!.faults.map(({ check }) => check)).toEqual(['seal keys']);
    expect(verdictsOn([exported], { anchor: log.anchor })[0]!.faults.map(({ message }) => message).join('\n')).toMatch(/never introduced[^]*the anchor over 7 facts does not fit/);
    expect(await productHolds(store, log.anchor)).toBe(false);
  });

  test('a key that follows another is taken with the older one pinned', async () => {
    const { store, folder: place } = await logs.open();
    const next = newSealKey();
    await appendAll(store, [madeFact(1)]);
    await sealerOf(store, place).seal();
    await sealerOf(store, place, next).introduceKey(key);
    await appendAll(store, [madeFact(2)]);
    await sealerOf(store, place, next).seal();
    expect(verdictsOn([await scratch.of(store)], { key: key.publicKey })[0]).toMatchObject({ ok: true, faults: [] });
  });
});

/** What a process that exports or checks a log may ever hold. */
const mebibytesMax = 200;

test(`neither writing nor checking 50,000 facts ever holds more than ${mebibytesMax} MiB`, async () => {
  const target = await scratch.folder();
  const program = join(__dirname, '../../../dist/libs/audit/testing/measure-log-export.js');
  const written = JSON.parse(execFileSync(process.execPath, [program, target, '50000'], { encoding: 'utf8' })) as { facts: number; files: number; peakMiB: number };
  expect(written.facts).toBe(50_000);
  expect(written.files).toBeGreaterThan(2);
  expect(written.peakMiB).toBeLessThan(mebibytesMax);
  const memory = join(__dirname, '../../../dist/libs/event-store/testing/peak-memory.js');
  const script = `const { peakMebibytes } = (await import(${JSON.stringify(memory)})).default;
const { verifyLog } = await import(${JSON.stringify(verifier)}); const { faults, last } = verifyLog(${JSON.stringify(target)});
console.log(JSON.stringify({ last, faults, peakMiB: peakMebibytes() }));`;
  const seen = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })) as { peakMiB: number };
  expect(seen).toMatchObject({ last: 50_000, faults: [{ check: 'seals' }] });
  expect(seen.peakMiB).toBeLessThan(mebibytesMax);
}, 120_000);

function edited(all: string[], sequence: number, from: string | RegExp, to: string): readonly string[] {
  const before = all[sequence - 1]!;
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return all.map((line, at) => (at === sequence - 1 ? after : line));
}
