import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger, RunBilling, type Ledger } from '#billing';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { secondsOf } from './measure';
import { makeSubscriptionLedger, subscriptionEntity } from './subscription-ledger';

const invoicesPerSecond = 3_000;
/** Growth of the heap from the first quarter of the billing to its end that still counts as flat, MiB. */
const growthMaxMiB = 150;
const mebibyte = 1024 * 1024;

interface Watched {
  readonly seconds: number;
  readonly issued: number;
  /** Heap and process memory over the run, MiB: at a quarter and at the end. */
  readonly heap: readonly [number, number];
  readonly resident: number;
}

/** Runs the billing of a month, and looks at the memory as it goes on. */
async function runAndWatch(ledger: Ledger, runId: string, through: string): Promise<Watched> {
  const heaps: number[] = [];
  let resident = 0;
  const look = (): void => {
    heaps.push(process.memoryUsage().heapUsed / mebibyte);
    resident = Math.max(resident, process.memoryUsage().rss / mebibyte);
  };
  let issued = 0;
  const command = new RunBilling({ runId, entityId: subscriptionEntity, through }, { actor: 'bench', commandId: runId, correlationId: runId }, look);
  const seconds = await secondsOf(async () => {
    const result = await ledger.execute(command);
    if (result.kind !== 'accepted') throw new Error(result.kind === 'refused' ? `${result.refusal.code}: ${result.refusal.message}` : result.message);
    issued = result.answer.issued;
  });
  // The least of some neighbouring looks is what is held; the rest is garbage that was not collected yet.
  const held = (from: number, to: number): number => Math.min(...heaps.slice(Math.floor(heaps.length * from), Math.max(1, Math.ceil(heaps.length * to))));
  return { seconds, issued, heap: [held(0.2, 0.35), held(0.85, 1)], resident };
}

async function run({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const count = short ? 3_000 : 100_000;
  const data = join(folder, 'data');
  mkdirSync(data);
  say(`${count.toLocaleString('en')} subscriptions`);
  await makeSubscriptionLedger(join(data, 'events.db'), count);
  const ledger = await openLedger({ dataFolder: data, followLog: false });
  try {
    say('read models of the contracts');
    await ledger.readModels.catchUp();
    say('billing run');
    const { seconds, issued, heap, resident } = await runAndWatch(ledger, 'bench', '2024-01-31');
    if (issued !== count) throw new Error(`${issued} of ${count} invoices were issued`);
    const value = issued / seconds;
    const growth = heap[1] - heap[0];
    return [
      {
        what: `billing run over ${count.toLocaleString('en')} subscriptions of as many customers, planned, assigned, issued and entered`, unit: 'invoices/s',
        value, samples: [value], bar: { text: `≥ ${invoicesPerSecond.toLocaleString('en')} invoices/s`, met: value >= invoicesPerSecond },
        note: `the process held ${Math.round(resident)} MiB at most`,
      },
      {
        what: 'growth of the heap from a quarter of that run to its end', unit: 'MiB', value: growth, samples: [...heap],
        bar: { text: `≤ ${growthMaxMiB} MiB`, met: growth <= growthMaxMiB },
      },
    ];
  } finally {
    await ledger.close();
  }
}

export const billingRunBench: Bench = { id: 'billing-run', title: 'Billing run', run };
