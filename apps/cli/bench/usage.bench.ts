import { join } from 'node:path';
import { openLedger, RecordUsage, SignContract, type Ledger, type RecordUsageBody, type SignContractBody } from '#billing';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { accepted, benchContext, benchCustomers, openBenchShop } from './bench-shop';
import { median, secondsOf } from './measure';

const contracts = 100;
const batchRecords = 1_000;
/** Batches under way at once. */
const width = 8;

const contractId = (index: number): string => `K${index % contracts}`;

const contract = (index: number): SignContractBody => ({
  contractId: contractId(index),
  entityId: 'UK',
  customerId: `C${index % benchCustomers}`,
  signedOn: '2024-01-01',
  startsOn: '2024-01-01',
  currency: 'GBP',
  items: [
    {
      itemId: 'platform', description: 'Platform', taxRate: '20', recognition: 'daily', model: 'subscription',
      subscription: {
        plan: 'pro', quantity: '1', unitPrice: '100', interval: { unit: 'month', count: 1 }, timing: 'in-advance',
        meters: [{ meter: 'api-calls', unit: 'call', scheme: 'per-unit', tiers: [{ unitPrice: '0.001' }] }],
      },
    },
  ],
});

/** The batch of a number: ids as systems make them, that do not rise. */
function batch(index: number): RecordUsageBody {
  const day = `2024-03-${String(1 + (index % 28)).padStart(2, '0')}`;
  const records = Array.from({ length: batchRecords }, (_, place) => {
    const number = index * batchRecords + place;
    const scattered = Math.imul(number, 0x9e3779b1) >>> 0;
    return { usageId: `${scattered.toString(16).padStart(8, '0')}-${number}`, itemId: 'platform', meter: 'api-calls', quantity: String(1 + (number % 500)), on: day };
  });
  return { contractId: contractId(index), records };
}

async function ingest(ledger: Ledger, from: number, to: number): Promise<number> {
  // The batches are made before the clock runs: they come from elsewhere.
  const batches = Array.from({ length: to - from }, (_, index) => batch(from + index));
  let next = 0;
  let recorded = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < batches.length; index = next++) {
      const body = batches[index];
      if (body === undefined) return;
      const answer = accepted(await ledger.execute(new RecordUsage(body, benchContext(`usage-${from + index}`))));
      recorded += answer.recorded;
    }
  };
  const seconds = await secondsOf(() => Promise.all(Array.from({ length: width }, worker)));
  if (recorded !== batches.length * batchRecords) throw new Error(`${recorded} of ${batches.length * batchRecords} records were new`);
  return recorded / seconds;
}

async function run({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const ledger = await openLedger({ dataFolder: join(folder, 'data'), followLog: false });
  try {
    await openBenchShop(ledger);
    for (let index = 0; index < contracts; index += 1) accepted(await ledger.execute(new SignContract(contract(index), benchContext(`contract-${index}`))));
    const batches = short ? 50 : 500;
    const rounds = short ? 1 : 3;
    await ingest(ledger, 0, 20);
    const samples: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      say(`${batches * batchRecords} usage records, round ${round + 1}`);
      samples.push(await ingest(ledger, 100 + round * batches, 100 + (round + 1) * batches));
    }
    const value = median(samples);
    return [
      {
        what: `usage records to ${contracts} contracts, deduplicated and durable, batches of ${batchRecords}, ${width} under way`,
        unit: 'records/s', value, samples, bar: { text: '≥ 20,000 records/s', met: value >= 20_000 },
      },
    ];
  } finally {
    await ledger.close();
  }
}

export const usageBench: Bench = { id: 'usage', title: 'Usage', run };
