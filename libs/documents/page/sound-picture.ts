import { crc32, inflateSync } from 'node:zlib';

/** Pixels of the longer side of a logo, and of the whole: unpacked it must not fill the memory of whoever shows it. */
const sideMax = 4_000;
const pixelsMax = 4_000_000;

/**
 * Whether a picture is whole and will be shown as it is: every chunk or segment there, its size sane, its data complete.
 * PNG: 8 bits a channel or fewer, not interlaced. JPEG: baseline or progressive, of 8 bits. What passes here is printed
 * by a PDF and shown by every browser; what does not would be left out without a word.
 */
export function isSoundPicture(bytes: Buffer): boolean {
  try {
    return bytes.toString('hex', 0, 8) === '89504e470d0a1a0a' ? isSoundPng(bytes) : bytes.toString('hex', 0, 3) === 'ffd8ff' && isSoundJpeg(bytes);
  } catch {
    // Reading past the end, or data that does not unpack.
    return false;
  }
}

const saneSize = (width: number, height: number): boolean => width > 0 && height > 0 && Math.max(width, height) <= sideMax && width * height <= pixelsMax;

/** Channels by colour type, with the depths that each may have. */
const colourTypes: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8] },
  2: { channels: 3, depths: [8] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8] },
  6: { channels: 4, depths: [8] },
};

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function isSoundPng(bytes: Buffer): boolean {
  const chunks = chunksOf(bytes);
  const layout = layoutOf(chunks);
  if (layout === null || chunks.at(-1)?.type !== 'IEND') {
    return false;
  }
  const { row, height } = layout;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const pixels = inflateSync(packed, { maxOutputLength: row * height });
  return pixels.length === row * height && Array.from({ length: height }, (_none, at) => pixels[at * row] ?? 5).every((filter) => filter <= 4);
}

/** Bytes of a row with its filter, and rows; null: a form that is not shown everywhere. */
function layoutOf(chunks: readonly Chunk[]): { readonly row: number; readonly height: number } | null {
  const [head] = chunks;
  if (head?.type !== 'IHDR' || head.data.length !== 13) {
    return null;
  }
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)];
  const [depth = 0, colour = 0, ...methods] = head.data.subarray(8);
  const kind = colourTypes[colour];
  const plain = methods.every((method) => method === 0) && (colour !== 3 || hasPalette(chunks));
  return kind?.depths.includes(depth) === true && plain && saneSize(width, height) ? { row: Math.ceil((width * depth * kind.channels) / 8) + 1, height } : null;
}

function hasPalette(chunks: readonly Chunk[]): boolean {
  const length = chunks.find(({ type }) => type === 'PLTE')?.data.length ?? 0;
  return length > 0 && length % 3 === 0;
}

/** @throws RangeError when the file ends within a chunk; Error when a chunk is not as it was written. */
function chunksOf(bytes: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (bytes.readUInt32BE(end) !== crc32(bytes.subarray(at + 4, end))) {
      throw new Error('a chunk is damaged');
    }
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/** Segments without which nothing is shown, besides the frame that says the size. */
const parts: Readonly<Record<number, string>> = { 0xdb: 'quantisation', 0xc4: 'codes', 0xda: 'scan' };
const endOfImage = 0xd9;
/** Baseline, extended and progressive: what every viewer reads. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const otherFrames: ReadonlySet<number> = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** Walks the segments up to the end of the image; what follows it, as cameras write it, is nobody's. */
function isSoundJpeg(bytes: Buffer): boolean {
  const seen = new Set<string>();
  for (let at = 2; ; ) {
    const marker = bytes.readUInt8(at + 1);
    // Filling before a marker is lawful, and what makes PDFs does not read it.
    if (bytes.readUInt8(at) !== 0xff || marker === 0xff || otherFrames.has(marker)) {
      return false;
    }
    if (marker === endOfImage) {
      return ['size', 'quantisation', 'codes', 'scan'].every((part) => seen.has(part));
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const part = frames.has(marker) ? 'size' : parts[marker];
    if (part === 'size' && (seen.has('size') || !isFrame(bytes.subarray(at + 4, end)))) {
      return false;
    }
    if (part !== undefined) {
      seen.add(part);
    }
    at = part === 'scan' ? endOfScan(bytes, end) : end;
  }
}

function isFrame(frame: Buffer): boolean {
  const components = frame.readUInt8(5);
  return frame.readUInt8(0) === 8 && saneSize(frame.readUInt16BE(3), frame.readUInt16BE(1)) && [1, 3, 4].includes(components) && frame.length === 6 + 3 * components;
}

/** The next marker, behind at least one byte: within a scan 0xff is followed by a zero or a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from + 1); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) {
      return at;
    }
  }
  throw new RangeError('the scan has no end');
}
