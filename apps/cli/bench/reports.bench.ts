import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openEmbeddedStore } from '#event-store/embedded';
import { ReadModels, openReadStore, reports, type ReadStore } from '#read-models';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { largeLedgerCodec, largeLedgerId, largeLedgerQuestion, makeLargeLedger } from './large-ledger';
import { median, secondsOf } from './measure';

const { entityId, today, halfWay } = largeLedgerQuestion;

async function timed(rounds: number, ask: () => Promise<unknown>): Promise<number[]> {
  await ask();
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push(1000 * (await secondsOf(ask)));
  return samples;
}

function line(what: string, samples: readonly number[], limit: number, short: boolean): BenchLine {
  const value = median(samples);
  // The bar is for the full size; a short run shows the figure only.
  return { what, unit: 'ms', value, samples, ...(short ? {} : { bar: { text: `≤ ${limit.toLocaleString('en')} ms`, met: value <= limit } }) };
}

async function aging(readStore: ReadStore, invoices: number, events: number, short: boolean): Promise<BenchLine[]> {
  const asked = reports(readStore);
  const size = `${invoices.toLocaleString('en')} open invoices`;
  const halfLog = Math.floor(events / 2);
  return [
    line(`aging today, ${size}`, await timed(5, () => asked.aging({ entityId, asOf: today })), 300, short),
    line(`aging half-way, as known now, ${size}`, await timed(3, () => asked.aging({ entityId, asOf: halfWay })), 2_000, short),
    line(`aging today, as known half-way, ${size}`, await timed(3, () => asked.aging({ entityId, asOf: today, knownAt: { sequence: halfLog } })), 2_000, short),
  ];
}

/** Opens the log, appends until it is killed: leaves a file as a crash does. */
const crashing = `
  const { openEmbeddedStore } = require(process.argv[1]);
  openEmbeddedStore({ file: process.argv[2] }).then(async (store) => {
    process.stdout.write('open');
    for (let index = 0; ; index += 1) {
      const event = { id: '00000000-0000-5000-8000-' + String(index).padStart(12, '0'), type: 'Noise', data: '{}', metadata: '{}' };
      await store.append('noise-' + process.pid + '~' + index, 'no_stream', [event]);
    }
  });`;

async function crash(file: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', crashing, require.resolve('#event-store/embedded'), file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const gone = once(child, 'exit');
  setTimeout(() => child.kill('SIGKILL'), 300);
  await gone;
}

/** From a killed writer until the log takes appends and every read model is level with it. */
async function startAfterCrash(file: string, readStore: ReadStore, { short, say }: BenchSetting): Promise<BenchLine> {
  const samples: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    say(`start after a crash, round ${round + 1}`);
    await crash(file);
    samples.push(await secondsOf(async () => {
      const store = await openEmbeddedStore({ file });
      const readModels = new ReadModels(readStore, { store, codec: largeLedgerCodec, ledgerId: largeLedgerId });
      await readModels.catchUp();
      await readModels.stop();
      await store.close();
    }));
  }
  const value = median(samples);
  return {
    what: 'start after a kill: log open for writing, read models level', unit: 's', value, samples,
    ...(short ? {} : { bar: { text: '≤ 2 s', met: value <= 2 } }),
  };
}

async function run(setting: BenchSetting): Promise<readonly BenchLine[]> {
  const { folder, short, say } = setting;
  const invoices = short ? 10_000 : 1_000_000;
  const file = join(folder, 'events.db');
  const store = await openEmbeddedStore({ file });
  say(`making a ledger of ${invoices.toLocaleString('en')} invoices`);
  const events = await makeLargeLedger(store, { invoices, customers: short ? 1_000 : 10_000 }, (done) => say(`${done.toLocaleString('en')} invoices`));
  const readStore = await openReadStore({ file: join(folder, 'read-models.db') });
  const readModels = new ReadModels(readStore, { store, codec: largeLedgerCodec, ledgerId: largeLedgerId });
  say('building the read models');
  const built = await secondsOf(() => readModels.catchUp());
  await readModels.stop();
  try {
    const lines: BenchLine[] = [
      { what: 'first build of all read models, invoices only', unit: 'events/s', value: events / built, samples: [events / built] },
      ...(await aging(readStore, invoices, events, short)),
    ];
    await store.close();
    return [...lines, await startAfterCrash(file, readStore, setting)];
  } finally {
    await readStore.close();
  }
}

export const reportsBench: Bench = { id: 'reports', title: 'Reports on a large ledger, and a start after a crash', run };
