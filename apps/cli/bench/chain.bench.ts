import { hash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'libsql';
import { LogSealer, newSealKey, readSealRecord, SealingPlace, verifyChain } from '#audit';
import { EventCodec, type EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions, streamName, type SatisfactionRecorded } from '#ledger';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { median } from './measure';

const ledgerId = '7c9f1c3e-2f4b-4d7a-9a52-7d2f8f0f4f11';
const codec = new EventCodec({ definitions: eventDefinitions, ledgerId });

/** Facts of a log, by the clock and by the time its work took on all processors: the second holds on a busy machine too. */
interface Rates {
  readonly byClock: number;
  readonly byProcessor: number;
}

async function append(store: EventStore, number: number): Promise<void> {
  const invoiceId = `INV-${number}`;
  const stream = streamName('satisfaction', invoiceId);
  const event: SatisfactionRecorded = {
    type: 'SatisfactionRecorded',
    data: { invoiceId, accountId: 'UK~C-1', requestId: `R-${number}`, recordedOn: '2024-03-01', score: 7, personal: {} },
  };
  const origin = { actor: 'bench', commandId: `c-${number}`, correlationId: `c-${number}`, causationId: `c-${number}`, inputHash: `v1:${number}` };
  const outcome = await store.append(stream, 'no_stream', [codec.encode(stream, 0, event, origin)]);
  if (outcome.kind !== 'appended') throw new Error(`append to a new stream answered ${outcome.kind}`);
}

async function fillAndSeal(store: EventStore, folder: string, count: number): Promise<void> {
  const chunk = 4_096;
  for (let from = 0; from < count; from += chunk) {
    await Promise.all(Array.from({ length: Math.min(chunk, count - from) }, (_, at) => append(store, from + at)));
  }
  const place = new SealingPlace(join(folder, 'seal-place.json'), ledgerId);
  await new LogSealer({ store, codec, key: newSealKey(), place, sinks: [], actor: 'bench', ids: { next: randomUUID } }).seal();
}

/** The bare engine and one SHA-256 over the same bytes: the least that any check of a log must do. */
function scanAndHash(file: string): number {
  const database = new Database(file);
  const page = database.prepare('SELECT position, stream || revision || id || type || data || metadata FROM events WHERE position > ? ORDER BY position LIMIT 1000').raw();
  let seen = 0;
  for (let after = 0; ; ) {
    const rows = page.all(after) as [number, string][];
    for (const [, bytes] of rows) hash('sha256', bytes, 'hex');
    seen += rows.length;
    after = rows.at(-1)?.[0] ?? after;
    if (rows.length === 0) break;
  }
  database.close();
  return seen;
}

async function check(store: EventStore, threads: number | undefined): Promise<number> {
  const { checks, head } = await verifyChain({ store, codec, ...(threads === undefined ? {} : { threads }) }, await readSealRecord(store, codec), []);
  const problem = checks.find(({ ok }) => !ok)?.problems[0];
  if (problem !== undefined) throw new Error(problem);
  return head.facts;
}

async function ratesOf(work: () => Promise<number> | number): Promise<Rates> {
  const [started, used] = [performance.now(), process.cpuUsage()];
  const facts = await work();
  const { user, system } = process.cpuUsage(used);
  return { byClock: facts / ((performance.now() - started) / 1e3), byProcessor: facts / ((user + system) / 1e6) };
}

async function chainRate({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const count = short ? 120_000 : 1_000_000;
  const file = join(folder, 'chain.db');
  say(`filling and sealing a log of ${count} facts`);
  const store = await openEmbeddedStore({ file });
  await fillAndSeal(store, folder, count);
  const [raw, alone, threaded]: [Rates[], Rates[], Rates[]] = [[], [], []];
  for (let round = 0; round < (short ? 3 : 5); round += 1) {
    say(`chain, round ${round + 1}`);
    raw.push(await ratesOf(() => scanAndHash(file)));
    alone.push(await ratesOf(() => check(store, 0)));
    threaded.push(await ratesOf(() => check(store, undefined)));
  }
  await store.close();
  return linesOf({ raw, alone, threaded }, count);
}

function linesOf({ raw, alone, threaded }: Readonly<Record<'raw' | 'alone' | 'threaded', readonly Rates[]>>, count: number): readonly BenchLine[] {
  const line = (what: string, rates: readonly Rates[], kind: keyof Rates): BenchLine => {
    const samples = rates.map((rate) => rate[kind]);
    const unit = kind === 'byClock' ? 'facts/s' : 'facts/s of processor';
    return { what, unit, value: median(samples), samples, baseline: { what: 'bare scan and one SHA-256', value: median(raw.map((rate) => rate[kind])) } };
  };
  const whole = line(`verify --chain over ${count.toLocaleString('en')} facts, by as many threads as it takes itself`, threaded, 'byClock');
  const byOne = line('the same by one thread', alone, 'byProcessor');
  const ratio = byOne.value / (byOne.baseline?.value ?? 1);
  return [
    { ...whole, bar: { text: '≥ 100,000 facts/s', met: whole.value >= 100_000 } },
    line('the same, work on all processors', threaded, 'byProcessor'),
    line('the same by one thread, by the clock', alone, 'byClock'),
    { ...byOne, bar: { text: '≥ 20 % of the bare scan', met: ratio >= 0.2 }, gate: true },
  ];
}

export const chainBench: Bench = { id: 'chain', title: 'Chain: content hashes, order, tree and seals of a log', run: chainRate };
