/**
 * The last revision of every stream of a log, in a few bytes each: a log of a million invoices has millions of streams.
 * Streams are told apart by 53 bits of their name; that two of ten million share them happens once in some hundred
 * such logs, and then a check that was right is told as a problem, never the other way round.
 */
export class StreamHeads {
  private keys = new Float64Array(1 << 12);
  private revisions = new Int32Array(1 << 12);
  private count = 0;

  /** Notes a revision and gives the one before; -1 for the first of a stream. */
  advance(stream: string, revision: number): number {
    return this.advanceKey(streamKey(stream), revision);
  }

  /** The same by the key of a stream. */
  advanceKey(key: number, revision: number): number {
    if (this.count * 2 > this.keys.length) {
      this.grow();
    }
    const slot = this.slotOf(key);
    const before = this.keys[slot] === 0 ? -1 : this.revisions[slot]!;
    this.count += before === -1 ? 1 : 0;
    this.keys[slot] = key;
    this.revisions[slot] = revision;
    return before;
  }

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let slot = key % this.keys.length;
    while (this.keys[slot] !== 0 && this.keys[slot] !== key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const { keys, revisions } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.revisions = new Int32Array(keys.length * 2);
    for (let at = 0; at < keys.length; at += 1) {
      if (keys[at] !== 0) {
        const slot = this.slotOf(keys[at]!);
        this.keys[slot] = keys[at]!;
        this.revisions[slot] = revisions[at]!;
      }
    }
  }
}

/** Two multiplicative hashes of 32 and 21 bits side by side; never 0. */
export function streamKey(stream: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let at = 0; at < stream.length; at += 1) {
    const code = stream.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b) + at;
  }
  return (high >>> 0) * 0x200000 + ((low ^ (low >>> 15)) & 0x1fffff) + 1;
}
