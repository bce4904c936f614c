import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openLedger } from '#billing';
import { createApiKey } from '#server';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { benchSale, openBenchShop } from './bench-shop';
import { median } from './measure';
import { repositoryRoot } from './repository-root';

const connections = 64;

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Starts the server as its users do, in a process of its own, on a free port. */
async function startServer(dataDir: string): Promise<Running> {
  const main = join(repositoryRoot(), 'dist', 'apps', 'cli', 'main.js');
  const child = spawn(process.execPath, [...process.execArgv, main, 'start', '--data', dataDir, '--port', '0', '--node-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let told = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server stopped with code ${code}: ${told.slice(-500)}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-4_000);
      const url = /API\s+(http:\/\/\S+)/.exec(told)?.[1];
      if (url !== undefined) resolve({ url, child });
    });
  });
}

async function stop({ child }: Running): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

interface Load {
  readonly perSecond: number;
  readonly p99: number;
}

async function postSales(url: string, key: string, from: number, amount: number): Promise<Load> {
  const { default: autocannon } = await import('autocannon');
  let next = from;
  const result = await autocannon({
    url,
    connections,
    amount,
    requests: [{
      method: 'POST',
      path: '/sales',
      setupRequest: (request) => ({
        ...request,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(benchSale(next++)),
      }),
    }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused and ${result.errors} failed of ${amount} sales`);
  return { perSecond: result['2xx'] / result.duration, p99: result.latency.p99 };
}

async function run({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const dataDir = join(folder, 'data');
  const ledger = await openLedger({ dataFolder: dataDir });
  await openBenchShop(ledger);
  await ledger.close();
  const { key } = createApiKey(dataDir, { name: 'bench', role: 'integrator' });
  const server = await startServer(dataDir);
  const loads: Load[] = [];
  try {
    const amount = short ? 1_000 : 20_000;
    await postSales(server.url, key, 0, short ? 200 : 2_000);
    for (let round = 0; round < (short ? 1 : 3); round += 1) {
      say(`${amount} sales over HTTP, round ${round + 1}`);
      loads.push(await postSales(server.url, key, 10_000 + round * amount, amount));
    }
  } finally {
    await stop(server);
  }
  const [perSecond, p99] = [median(loads.map((load) => load.perSecond)), median(loads.map((load) => load.p99))];
  return [
    {
      what: `sales over HTTP to issued and entered invoices, ${connections} connections`, unit: 'sales/s', value: perSecond,
      samples: loads.map((load) => load.perSecond), bar: { text: '≥ 1,000 sales/s', met: perSecond >= 1_000 },
      note: 'server and load share the machine, read models follow',
    },
    { what: 'the same, p99 of the answer', unit: 'ms', value: p99, samples: loads.map((load) => load.p99), bar: { text: '≤ 150 ms', met: p99 <= 150 } },
  ];
}

export const httpBench: Bench = { id: 'http', title: 'HTTP API', run };
