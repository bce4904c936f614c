import { join } from 'node:path';
import { openLedger, type Ledger } from '#billing';
import type { Position } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { closeSale, closeSales, openBenchShop } from './bench-shop';
import { appendConcurrently } from './embedded-append.bench';
import { median, percentile, secondsOf } from './measure';
import { sampleEvents } from './sample-events';

const width = 512;
/** A sale, its billing in the same append; its invoice; its entry in the account. */
const appendsPerSale = 3;

/** The store alone, with as many appends as the sales need: what is left when no decision is made. */
async function storeRate(file: string, sales: number): Promise<number> {
  const store = await openEmbeddedStore({ file });
  const seconds = await secondsOf(() => appendConcurrently(store, sampleEvents(sales * appendsPerSale, 5), width));
  await store.close();
  return sales / seconds;
}

async function importRates({ folder, short, say }: BenchSetting): Promise<{ readonly rates: number[]; readonly store: number[]; readonly ledger: Ledger }> {
  const sales = short ? 1_000 : 20_000;
  const ledger = await openLedger({ dataFolder: join(folder, 'data'), followLog: false });
  await openBenchShop(ledger);
  const [rates, store]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    say(`sales to issued and entered invoices, round ${round + 1}`);
    const from = round * sales;
    rates.push(sales / (await secondsOf(() => closeSales(ledger, from, from + sales, width))));
    store.push(await storeRate(join(folder, `store-${round}.db`), sales));
  }
  return { rates, store, ledger };
}

/** From a sale's answer until every read model holds it, one sale at a time on an otherwise quiet ledger. */
async function lag(ledger: Ledger, { short, say }: BenchSetting): Promise<BenchLine> {
  say('projection lag');
  await ledger.readModels.start();
  await ledger.readModels.catchUp();
  const samples: number[] = [];
  const first = 10_000_000;
  for (let index = 0; index < (short ? 100 : 500); index += 1) {
    const token = await closeSale(ledger, first + index);
    samples.push(1000 * (await secondsOf(async () => {
      const reached = token === null || (await ledger.readModels.waitFor({ position: token as Position }, 30_000));
      if (!reached) throw new Error('a projection stopped');
    })));
  }
  const value = percentile(samples, 0.99);
  return {
    what: 'projection lag after a sale, p99', unit: 'ms', value, samples: [percentile(samples, 0.5), value],
    bar: { text: 'p99 ≤ 100 ms', met: value <= 100 },
  };
}

async function rebuild(ledger: Ledger, { say, short }: BenchSetting): Promise<BenchLine> {
  const rates: number[] = [];
  const { sequence } = await ledger.readModels.catchUp();
  for (let round = 0; round < (short ? 1 : 3); round += 1) {
    say(`rebuild of all read models, round ${round + 1}`);
    rates.push(sequence / (await secondsOf(() => ledger.readModels.rebuild())));
  }
  const value = median(rates);
  return {
    what: `rebuild of all read models from ${sequence.toLocaleString('en')} events, digests compared`, unit: 'events/s', value, samples: rates,
    bar: { text: '≥ 30,000 events/s', met: value >= 30_000 },
  };
}

async function run(setting: BenchSetting): Promise<readonly BenchLine[]> {
  const { rates, store, ledger } = await importRates(setting);
  try {
    const value = median(rates);
    const sales: BenchLine = {
      what: 'sales to issued and entered invoices, through the application', unit: 'sales/s', value, samples: rates,
      baseline: { what: `the store alone, ${appendsPerSale} appends a sale`, value: median(store) },
      bar: { text: '≥ 5,000 sales/s', met: value >= 5_000 },
    };
    const rebuilt = await rebuild(ledger, setting);
    return [sales, rebuilt, await lag(ledger, setting)];
  } finally {
    await ledger.close();
  }
}

export const importBench: Bench = { id: 'import', title: 'Bulk import and read models', run };
