import { hash } from 'node:crypto';
import type { ByteText, EventCodec, StoredBytes } from '#event-store';
import { leafTail, type ByteLeaves } from '../leaf';
import { mayHide } from './hidden-streams';
import type { PlacedBlock } from './leaf-messages';
import { streamKey } from './stream-heads';

const hashBytes = 32;
/** Bytes of a leaf before its tail: a few fields of bounded length. */
const headBytesMax = 200;

/**
 * The facts of one block of a log, checked against their content hashes, waiting for their place. Of each it keeps what
 * its leaf will say and two numbers, in bytes of its own: nothing keeps the pages alive that it was read from.
 */
export class HashedFacts {
  private tails = Buffer.alloc(64 * 1024);
  /** Where each tail ends. */
  private readonly ends: number[] = [];
  private readonly streamKeys: number[] = [];
  private readonly revisions: number[] = [];
  private readonly stamps: number[] = [];
  recordedAt = 0;

  get count(): number {
    return this.ends.length;
  }

  /** False when it is an own event and not what was written, or may take such events out of sight. */
  add(kept: StoredBytes, codec: EventCodec, withId: boolean): boolean {
    const found = codec.inspectBytes(kept, withId);
    if (found === null) return !mayHide(kept);
    this.keep(leafTail({ stream: kept.stream, revision: kept.revision, id: kept.id, contentHash: found.contentHash }));
    this.streamKeys.push(streamKey(kept.stream));
    this.revisions.push(Number(kept.revision));
    const stamp = found.copy?.recordedAt ?? kept.createdAt;
    this.stamps.push(stamp);
    this.recordedAt = Math.max(this.recordedAt, stamp);
    return found.intact;
  }

  /** Their leaves, from the sequence of the first and the highest stamp before it. */
  placed(leaves: ByteLeaves, first: number, recordedBefore: number): PlacedBlock {
    const hashes = new Uint8Array(this.count * hashBytes);
    const recordedAt = Float64Array.from(this.stamps);
    const text = Buffer.alloc(headBytesMax + this.longestTail());
    let highest = recordedBefore;
    for (let at = 0; at < this.count; at += 1) {
      highest = Math.max(highest, recordedAt[at]!);
      recordedAt[at] = highest;
      const head = text.write(leaves.head({ sequence: first + at, recordedAt: highest }), 0, 'latin1');
      const tail = this.tails.copy(text, head, this.ends[at - 1] ?? 0, this.ends[at]);
      writeHash(hashes, at, hash('sha256', text.subarray(0, head + tail), 'binary'));
    }
    return {
      kind: 'placed', leaves: hashes, streamKeys: Float64Array.from(this.streamKeys), revisions: Float64Array.from(this.revisions), recordedAt,
    };
  }

  private keep(tail: ByteText): void {
    const from = this.ends[this.ends.length - 1] ?? 0;
    if (from + tail.length > this.tails.length) {
      const larger = Buffer.alloc(2 * (from + tail.length));
      this.tails.copy(larger, 0, 0, from);
      this.tails = larger;
    }
    this.ends.push(from + this.tails.write(tail, from, 'latin1'));
  }

  private longestTail(): number {
    return this.ends.reduce((longest, end, at) => Math.max(longest, end - (this.ends[at - 1] ?? 0)), 0);
  }
}

function writeHash(hashes: Uint8Array, at: number, text: ByteText): void {
  for (let byte = 0; byte < hashBytes; byte += 1) hashes[at * hashBytes + byte] = text.charCodeAt(byte);
}
