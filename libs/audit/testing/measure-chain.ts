import { openEmbeddedStore } from '#event-store/embedded';
import { peakMebibytes } from '../../event-store/testing/peak-memory';
import { readSealRecord } from '../chain/seal-record';
import { verifyChain } from '../chain/verify-chain';
import { madeCodec, madeFact } from './made-log';

/**
 * Checks a log of made facts, and says how long it took, by the clock and on the processors, and how much memory the
 * process ever held; makes the log and does nothing else where there is none yet:
 * `node dist/libs/audit/testing/measure-chain.js FILE 1000000 THREADS`, twice.
 */
async function fill(file: string, count: number): Promise<void> {
  const store = await openEmbeddedStore({ file });
  const chunk = 4_096;
  for (let from = 0; from < count; from += chunk) {
    const facts = Array.from({ length: Math.min(chunk, count - from) }, (_, at) => madeFact(from + at));
    await Promise.all(facts.map(({ stream, ...event }) => store.append(stream, 'no_stream', [event])));
  }
  await store.close();
}

async function measure(file: string, count: number, threads: number): Promise<void> {
  const store = await openEmbeddedStore({ file, readOnly: true }).catch(() => null);
  if (store === null) return fill(file, count);
  const [started, used] = [performance.now(), process.cpuUsage()];
  const { head } = await verifyChain({ store, codec: madeCodec, threads }, await readSealRecord(store, madeCodec), []);
  const { user, system } = process.cpuUsage(used);
  const figures = { facts: head.facts, threads, seconds: (performance.now() - started) / 1e3, processorSeconds: (user + system) / 1e6, peakMiB: peakMebibytes() };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  await store.close();
}

const [file = '', facts = '100000', threads = '0'] = process.argv.slice(2);
void measure(file, Number(facts), Number(threads));
