import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LeafAnswer, LeafRequest, LeafThreadData, PlacedBlock } from './leaf-messages';

/** Rows of a block: enough to spread the cost of a message, few enough to be held several times over. */
const blockRows = 2_000;
/** Blocks that each thread is given ahead. */
const aheadPerThread = 3;
/** What a thread makes lives for one block: a small young generation holds it, and stays near the processor. */
const youngMebibytes = 8;

/** Compiled code, also where the source runs, as in tests: a thread runs by itself. */
const threadFile = join(__filename.endsWith('.ts') ? resolve(__dirname, '../../../dist/libs/audit/chain') : __dirname, 'leaf-thread.js');

/** Something in the log is not as it was written, or cannot be read. */
export class UnfitBlock extends Error {}

/** One thread; answers come in the order of what was asked. */
class LeafThread {
  private readonly worker: Worker;
  private readonly waiting: { readonly fulfil: (answer: LeafAnswer) => void; readonly reject: (error: Error) => void }[] = [];
  private failed: Error | null = null;

  constructor(workerData: LeafThreadData) {
    this.worker = new Worker(threadFile, { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMebibytes } });
    this.worker.on('message', (answer: LeafAnswer) => this.waiting.shift()?.fulfil(answer));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('a thread that checks the log has ended')));
  }

  async ask<Kind extends LeafAnswer['kind']>(kind: Kind, request: LeafRequest): Promise<LeafAnswer & { readonly kind: Kind }> {
    const answer = await new Promise<LeafAnswer>((fulfil, reject) => {
      if (this.failed !== null) return reject(this.failed);
      this.waiting.push({ fulfil, reject });
      this.worker.postMessage(request);
    });
    if (answer.kind !== kind) throw new UnfitBlock();
    return answer as LeafAnswer & { readonly kind: Kind };
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failed = error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

export interface ThreadedRows extends LeafThreadData {
  /** The last row to look at. */
  readonly rows: number;
  /** Facts that seals cover: their ids are bound by the tree. */
  readonly sealed: number;
  readonly threads: number;
}

/**
 * The leaves of a log in its order, made by threads that each take every so-manieth block.
 *
 * @throws UnfitBlock where something is not as written.
 */
export async function* leavesByThreads({ rows, sealed, threads, ...data }: ThreadedRows): AsyncGenerator<PlacedBlock> {
  const workers = Array.from({ length: threads }, () => new LeafThread(data));
  const workerOf = (block: number): LeafThread => workers[block % threads]!;
  const blocks = Math.ceil(rows / blockRows);
  const hash = (block: number) =>
    // A fact stands at its row or, where others wrote too, at an earlier sequence.
    quiet(workerOf(block).ask('hashed', { kind: 'hash', block, from: block * blockRows, to: Math.min((block + 1) * blockRows, rows), withId: (block + 1) * blockRows > sealed }));
  try {
    const hashed = Array.from({ length: Math.min(blocks, threads * aheadPerThread) }, (_, block) => hash(block));
    const placing: Promise<PlacedBlock>[] = [];
    let [sequence, recordedAt] = [1, 0];
    for (let block = 0; block < blocks; block += 1) {
      const found = await hashed.shift()!;
      placing.push(quiet(workerOf(block).ask('placed', { kind: 'place', block, sequence, recordedAt })));
      sequence += found.facts;
      recordedAt = Math.max(recordedAt, found.recordedAt);
      if (block + threads * aheadPerThread < blocks) hashed.push(hash(block + threads * aheadPerThread));
      if (placing.length > threads) yield await placing.shift()!;
    }
    for (const placed of placing) yield await placed;
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

/** Heard of where it is awaited; until then a failure is nobody's. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
