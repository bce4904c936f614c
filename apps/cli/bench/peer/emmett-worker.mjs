// The peer's share of the bench: the same appends and reads as store-work.ts, through Emmett on PostgreSQL.
// Started as a process of its own: `node emmett-worker.mjs <connection string> <events> <width>`; answers one line of JSON.
import { performance } from 'node:perf_hooks';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

const [connectionString, countText, widthText] = process.argv.slice(2);
const count = Number(countText);
const width = Number(widthText);
const batch = 100;

const data = (index) => ({
  saleId: `S${index}`, entityId: 'shop', customerId: `C${index % 10_000}`, accountId: `shop~C${index % 10_000}`,
  closedOn: '2010-12-01', supplyDate: '2010-12-01', currency: 'GBP', billing: 'at-once',
  lines: [{
    lineId: '1', productCode: `P${index % 5000}`, description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: '6',
    unitPrice: '2.55', taxCategory: 'Z', taxRate: '0',
  }],
});
const metadata = {
  schemaVersion: 1, correlationId: '0'.repeat(36), causationId: '0'.repeat(36), actor: 'bench', commandId: 'S1',
  ledgerId: '0'.repeat(36), inputHash: `v1:${'0'.repeat(72)}`, contentHash: '0'.repeat(72),
};
const event = (index) => ({ type: 'SaleClosed', data: data(index), metadata });

async function secondsOf(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const store = getPostgreSQLEventStore(connectionString);
const run = `r${process.pid}`;
await store.schema.migrate();
for (let warm = 0; warm < 20; warm += 1) await store.appendToStream(`${run}-warm-${warm}`, [event(warm)]);

const latencies = [];
for (let index = 0; index < Math.min(count, 300); index += 1) {
  latencies.push(1000 * await secondsOf(() => store.appendToStream(`${run}-one-${index}`, [event(index)])));
}

let next = 0;
const concurrent = await secondsOf(() => Promise.all(Array.from({ length: width }, async () => {
  while (next < count) {
    const index = next;
    next += 1;
    await store.appendToStream(`${run}-wide-${index}`, [event(index)]);
  }
})));

const groups = Math.max(1, Math.floor(count / batch));
const batched = await secondsOf(async () => {
  for (let group = 0; group < groups; group += 1) {
    await store.appendToStream(`${run}-group-${group}`, Array.from({ length: batch }, (_, index) => event(group * batch + index)));
  }
});

let seen = 0;
const read = await secondsOf(async () => {
  for (let group = 0; group < groups; group += 1) seen += (await store.readStream(`${run}-group-${group}`)).events.length;
});
if (seen !== groups * batch) throw new Error(`read ${seen} of ${groups * batch} events`);

console.log(JSON.stringify({
  latencies,
  concurrentPerSecond: count / concurrent,
  batchedPerSecond: (groups * batch) / batched,
  readPerSecond: seen / read,
}));
await store.close();
