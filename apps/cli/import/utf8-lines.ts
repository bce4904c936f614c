import { isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import { FileRefused } from './line-problem';

/** Longest line taken, in bytes: past it the file is no table that a person or a shop made. */
export const lineBytesMax = 8 * 1024 * 1024;

const lineFeed = 0x0a;

/**
 * Lets bytes through while they are UTF-8 in lines of bounded length. Decoding would replace wrong bytes with
 * U+FFFD, and a wrong name would become a fact without anybody noticing.
 */
export class Utf8Lines extends Transform {
  private held: Buffer = Buffer.alloc(0);
  private offset = 0;
  private lineLength = 0;
  private line = 1;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const whole = bytes.length - incompleteTail(bytes);
    const ready = bytes.subarray(0, whole);
    const problem = this.check(ready);
    if (problem !== null) {
      done(problem);
      return;
    }
    this.offset += whole;
    this.held = bytes.subarray(whole);
    done(null, ready);
  }

  override _flush(done: TransformCallback): void {
    done(this.held.length > 0 ? this.wrongByte(this.held, 0) : null);
  }

  private check(bytes: Buffer): FileRefused | null {
    if (!isUtf8(bytes)) {
      return this.wrongByte(bytes, firstWrongByte(bytes));
    }
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      if (this.lineLength + end - start > lineBytesMax) {
        return this.tooLong();
      }
      this.lineLength = 0;
      this.line += 1;
      start = end + 1;
    }
    this.lineLength += bytes.length - start;
    return this.lineLength > lineBytesMax ? this.tooLong() : null;
  }

  private wrongByte(bytes: Buffer, within: number): FileRefused {
    let line = this.line;
    for (let end = bytes.indexOf(lineFeed); end !== -1 && end < within; end = bytes.indexOf(lineFeed, end + 1)) {
      line += 1;
    }
    return new FileRefused(
      'FILE.ENCODING',
      `The file is not UTF-8: in line ${line}, byte ${this.offset + within} (of the file, counted from 0) starts no UTF-8 character. Nothing was imported. ` +
        'Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv',
    );
  }

  private tooLong(): FileRefused {
    return new FileRefused(
      'FILE.LINE_TOO_LONG',
      `Line ${this.line} is longer than ${lineBytesMax} bytes. Nothing was imported. Check that the file is a CSV file with line breaks.`,
    );
  }
}

/** Bytes at the end that begin a character the next chunk completes: at most three. */
function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) !== 0x80) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Halves the range until the first byte is found that no valid text begins with. */
function firstWrongByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - incompleteTail(prefix)))) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  const prefix = bytes.subarray(0, good);
  return good - incompleteTail(prefix);
}
