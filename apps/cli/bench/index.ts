import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchLine } from './bench.types';
import { billingRunBench } from './billing-run.bench';
import { chainBench } from './chain.bench';
import { documentsBench } from './documents.bench';
import { embeddedAppend } from './embedded-append.bench';
import { embeddedReplay } from './embedded-replay.bench';
import { hardware } from './hardware';
import { httpBench } from './http.bench';
import { importBench } from './import.bench';
import { matchingBench } from './matching.bench';
import { nodeBench } from './node.bench';
import { peerBench } from './peer.bench';
import { pricingBench } from './pricing.bench';
import { reportsBench } from './reports.bench';
import { asText, writeReport } from './report';
import { repositoryRoot } from './repository-root';
import { usageBench } from './usage.bench';

const benches: readonly Bench[] = [
  embeddedAppend, embeddedReplay, chainBench, importBench, billingRunBench, usageBench, httpBench, reportsBench,
  nodeBench, peerBench, pricingBench, matchingBench, documentsBench,
];

/** The ids `--only` takes. */
export const benchIds: readonly string[] = benches.map(({ id }) => id);

export interface BenchOptions {
  /** Smaller inputs; ratios that must hold anywhere decide the exit code; nothing is written. */
  readonly short?: boolean;
  /** Ids of the benches to run, separated by commas; absent: all. */
  readonly only?: string;
}

const say = (text: string): void => void process.stderr.write(`  ${text}\n`);

function chosen(only: string | undefined): readonly Bench[] {
  if (only === undefined) return benches;
  const ids = only.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !benchIds.includes(id));
  if (unknown !== undefined) throw new Error(`there is no bench "${unknown}"; choose from ${benchIds.join(', ')}`);
  return benches.filter(({ id }) => ids.includes(id));
}

const commit = (): string => spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: repositoryRoot() }).stdout?.toString().trim() || 'unknown';

/**
 * Runs the benches one after another, prints the report, and writes a full run to `docs/benchmarks`. Sets the process's
 * exit code to 1 when a ratio that gates was missed.
 */
export async function runBench(options: BenchOptions): Promise<void> {
  const short = options.short ?? false;
  const scratch = mkdtempSync(join(tmpdir(), 'daybook-bench-'));
  // A scratch PostgreSQL inside it runs as another user.
  chmodSync(scratch, 0o755);
  const sections: { title: string; lines: readonly BenchLine[] }[] = [];
  try {
    for (const bench of chosen(options.only)) {
      say(bench.title);
      const folder = join(scratch, bench.id);
      mkdirSync(folder, { mode: 0o755 });
      sections.push({ title: bench.title, lines: await bench.run({ short, folder, say }) });
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const report = { day: new Date().toISOString().slice(0, 10), hardware: hardware(), commit: commit(), short, sections };
  console.log(asText(report));
  if (!short && options.only === undefined) console.log(`written to ${writeReport(report, join(repositoryRoot(), 'docs', 'benchmarks'))}`);
  const missed = sections.flatMap(({ lines }) => lines).filter(({ gate, bar }) => gate === true && bar?.met === false);
  for (const line of missed) console.error(`missed: ${line.what}: ${line.bar?.text ?? ''}`);
  if (missed.length > 0) process.exitCode = 1;
}
