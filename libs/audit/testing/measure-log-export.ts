import type { EventStore, RecordedEvent } from '#event-store';
import { peakMebibytes } from '../../event-store/testing/peak-memory';
import { exportLog } from '../log-export/log-export';
import { madeCodec, madeFact } from './made-log';

/**
 * Exports a made log of so many facts into a folder, and says how long it took and how much memory the process ever held:
 * `node dist/libs/audit/testing/measure-log-export.js FOLDER 1000000`.
 */
async function* pages(facts: number): AsyncGenerator<readonly RecordedEvent[]> {
  const pageSize = 500;
  for (let at = 0; at < facts; at += pageSize) {
    const page = Array.from({ length: Math.min(pageSize, facts - at) }, (_, of) => madeFact(at + of));
    yield page.map((event) => ({ ...event, revision: 0, createdAt: 1_700_000_000_000 + at, position: '' as RecordedEvent['position'] }));
  }
}

async function* nothing(): AsyncGenerator<RecordedEvent> {}

async function measure(folder: string, facts: number): Promise<void> {
  const store = { readAll: () => pages(facts), readStream: nothing } as unknown as EventStore;
  const started = performance.now();
  const { manifest } = await exportLog({ store, codec: madeCodec }, { folder, from: 1, to: null, program: 'measured', fileBytesMax: 8 * 2 ** 20 });
  const peakMiB = peakMebibytes();
  process.stdout.write(`${JSON.stringify({ facts: manifest.facts, files: manifest.files.length, seconds: (performance.now() - started) / 1000, peakMiB })}\n`);
}

const [folder = '', facts = '100000'] = process.argv.slice(2);
void measure(folder, Number(facts));
