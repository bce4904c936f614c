import { availableParallelism } from 'node:os';
import type { EventCodec, EventStore } from '#event-store';
import { EmbeddedStore } from '#event-store/embedded';
import type { Anchor } from '../anchor/anchor';
import { ChainWalk } from './chain-walk';
import { leavesByThreads } from './leaf-threads';
import type { SealRecord } from './seal-record';

/** A thread takes half a second of a processor to start: a log of fewer rows is checked sooner by one. */
const threadedRowsMin = 400_000;
/** More threads only wait for the one that keeps the order. */
const threadsMax = 4;

export interface LogToVerify {
  readonly store: EventStore;
  readonly codec: EventCodec;
  /** Threads that hash beside this one; 0 for none. Left out: as many as there are processors for a large embedded log. */
  readonly threads?: number;
}

export type ChainProof = ReturnType<ChainWalk['finish']>;

/** Checks a whole log, reading it once, part by part. A log in which facts are not what was written is read again, to say which. */
export async function verifyChain(
  source: LogToVerify,
  record: SealRecord,
  anchors: readonly Anchor[],
  onProgress: (facts: number) => void = () => undefined,
): Promise<ChainProof> {
  const inThreads = new ChainWalk(source.codec, record, anchors);
  if (await holdsInThreads(source, inThreads, onProgress)) return inThreads.finish();
  const walk = new ChainWalk(source.codec, record, anchors);
  if (source.store.readAllBytes === undefined) {
    for await (const page of source.store.readAll(null)) {
      for (const recorded of page) walk.see(recorded);
      onProgress(walk.facts);
    }
  } else {
    for await (const page of source.store.readAllBytes()) {
      for (const kept of page) walk.seeBytes(kept);
      onProgress(walk.facts);
    }
  }
  return walk.finish();
}

/** Whether threads were of use, and found every fact intact and in its place. */
async function holdsInThreads({ store, codec, threads }: LogToVerify, walk: ChainWalk, onProgress: (facts: number) => void): Promise<boolean> {
  if (!(store instanceof EmbeddedStore)) return false;
  const rows = store.lastRow();
  const count = threads ?? (rows < threadedRowsMin ? 0 : Math.min(availableParallelism(), threadsMax));
  if (count < 1) return false;
  try {
    for await (const { leaves, streamKeys, revisions, recordedAt } of leavesByThreads({
      file: store.file, ledgerId: codec.ledgerId, rows, sealed: walk.sealedSize, threads: count,
    })) {
      const bytes = Buffer.from(leaves.buffer);
      for (let at = 0; at < revisions.length; at += 1) {
        const follows = walk.seeLeaf({
          leaf: bytes.subarray(at * 32, at * 32 + 32), streamKey: streamKeys[at]!, revision: revisions[at]!, recordedAt: recordedAt[at]!,
        });
        if (!follows) return false;
      }
      onProgress(walk.facts);
    }
    return true;
  } catch {
    // A block that does not fit or cannot be read, or a thread that failed: one thread finds out which, in words.
    return false;
  }
}
