import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger, RunBilling, type Ledger } from '#billing';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { secondsOf } from './measure';
import { makeSubscriptionLedger, subscriptionEntity } from './subscription-ledger';

const invoicesPerSecond = 3_000;
/** Growth of the process from a fifth of the billing to its end that still counts as flat, MiB. */
const growthMaxMiB = 150;
const mebibyte = 1024 * 1024;

interface Watched {
  readonly seconds: number;
  /** Processor time of the whole process, milliseconds: what a loaded machine changes least. */
  readonly processor: number;
  readonly issued: number;
  /** Memory of the process, MiB: at a fifth of the invoices and at the end. */
  readonly resident: readonly [number, number];
}

const residentNow = (): number => process.memoryUsage.rss() / mebibyte;

/** Runs the billing of a month, and looks at the memory as it goes on. */
async function runAndWatch(ledger: Ledger, runId: string, through: string): Promise<Watched> {
  let early: number | undefined;
  const command = new RunBilling({ runId, entityId: subscriptionEntity, through }, { actor: 'bench', commandId: runId, correlationId: runId }, ({ phase, planned, issued }) => {
    if (phase === 'billing' && issued * 5 >= planned) early ??= residentNow();
  });
  let issued = 0;
  const before = process.cpuUsage();
  const seconds = await secondsOf(async () => {
    const result = await ledger.execute(command);
    if (result.kind !== 'accepted') throw new Error(result.kind === 'refused' ? `${result.refusal.code}: ${result.refusal.message}` : result.message);
    issued = result.answer.issued;
  });
  const { user, system } = process.cpuUsage(before);
  const late = residentNow();
  return { seconds, processor: (user + system) / 1_000, issued, resident: [early ?? late, late] };
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
    const { seconds, processor, issued, resident } = await runAndWatch(ledger, 'bench', '2024-01-31');
    if (issued !== count) throw new Error(`${issued} of ${count} invoices were issued`);
    const value = issued / seconds;
    const growth = resident[1] - resident[0];
    return [
      {
        what: `billing run over ${count.toLocaleString('en')} subscriptions of as many customers, planned, assigned, issued and entered`, unit: 'invoices/s',
        value, samples: [value], bar: { text: `≥ ${invoicesPerSecond.toLocaleString('en')} invoices/s`, met: value >= invoicesPerSecond },
        note: `${(processor / issued).toFixed(2)} ms of processor time per invoice; the process held ${Math.round(resident[1])} MiB at the end`,
      },
      {
        what: 'growth of the memory of the process from a fifth of the invoices of that run to its end', unit: 'MiB', value: growth, samples: [...resident],
        bar: { text: `≤ ${growthMaxMiB} MiB`, met: growth <= growthMaxMiB },
      },
    ];
  } finally {
    await ledger.close();
  }
}

export const billingRunBench: Bench = { id: 'billing-run', title: 'Billing run', run };
