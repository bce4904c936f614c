/**
 * Writes one protobuf message from its last field to its first, so that every length is known when it is due: no second
 * pass, no object per field. Reading events is what a node does most, and generated messages cost several times as much.
 */
export class ProtoWriter {
  private buffer: Buffer;
  private at: number;

  constructor(size = 64 * 1024) {
    this.buffer = Buffer.allocUnsafe(size);
    this.at = size;
  }

  /** Bytes written so far; the difference of two marks is the length of what was written in between. */
  mark(): number {
    return this.buffer.length - this.at;
  }

  /** A copy of what was written; the writer is empty again. */
  take(): Buffer {
    const taken = Buffer.allocUnsafe(this.buffer.length - this.at);
    this.buffer.copy(taken, 0, this.at);
    this.at = this.buffer.length;
    return taken;
  }

  /** @param value an integer from 0; 2^63 and more stands for 2^63 − 1, which no JS number can hold. */
  uint64(field: number, value: number): void {
    this.room(11);
    if (value < 0x80000000) this.smallVarint(value);
    else if (value >= 2 ** 63) this.varint(0x7fffffff, 0xffffffff);
    else this.varint(Math.floor(value / 0x1_0000_0000), value % 0x1_0000_0000);
    this.tag(field, 0);
  }

  /** The 64 bits of two halves, each from 0 to 2^32 − 1. */
  bits64(field: number, high: number, low: number): void {
    this.room(11);
    this.varint(high, low);
    this.tag(field, 0);
  }

  text(field: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.room(length + 11);
    this.at -= length;
    this.buffer.write(value, this.at, length, 'utf8');
    this.smallVarint(length);
    this.tag(field, 2);
  }

  bytes(field: number, value: Uint8Array): void {
    this.room(value.length + 11);
    this.at -= value.length;
    this.buffer.set(value, this.at);
    this.smallVarint(value.length);
    this.tag(field, 2);
  }

  /** Bytes of an encoded field or fields, tag and all. */
  raw(value: Uint8Array): void {
    this.room(value.length);
    this.at -= value.length;
    this.buffer.set(value, this.at);
  }

  /** Makes everything written since the mark a message in this field. */
  enclose(field: number, since: number): void {
    this.room(11);
    this.smallVarint(this.mark() - since);
    this.tag(field, 2);
  }

  private tag(field: number, wireType: number): void {
    this.smallVarint((field << 3) | wireType);
  }

  private smallVarint(value: number): void {
    if (value < 0x80) {
      this.buffer[--this.at] = value;
      return;
    }
    let length = 2;
    for (let rest = value >>> 14; rest > 0; rest >>>= 7) length += 1;
    this.at -= length;
    let at = this.at;
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.buffer[at++] = (rest & 0x7f) | 0x80;
    this.buffer[at] = rest;
  }

  private varint(high: number, low: number): void {
    const bytes: number[] = [];
    let [h, l] = [high >>> 0, low >>> 0];
    while (h > 0 || l >= 0x80) {
      bytes.push((l & 0x7f) | 0x80);
      l = ((l >>> 7) | ((h & 0x7f) << 25)) >>> 0;
      h >>>= 7;
    }
    bytes.push(l);
    this.at -= bytes.length;
    for (let i = 0; i < bytes.length; i += 1) this.buffer[this.at + i] = bytes[i] as number;
  }

  private room(wanted: number): void {
    if (this.at >= wanted) return;
    const used = this.buffer.length - this.at;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, used + wanted));
    this.buffer.copy(larger, larger.length - used, this.at);
    this.at = larger.length - used;
    this.buffer = larger;
  }
}
