/** Pictures with more pixels than this are left out: unpacked they would fill the memory. */
const pixelsMax = 4_000_000;

function pngSize(bytes: Buffer): readonly [number, number] | null {
  return bytes.length > 24 && bytes.toString('latin1', 12, 16) === 'IHDR' ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : null;
}

/** Walks the segments of a JPEG to the one that says its size. */
function jpegSize(bytes: Buffer): readonly [number, number] | null {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isSize = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isSize) {
      return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** The logo as bytes, when it is a PNG or JPEG of a bearable size; null: nothing is printed. */
export function pictureOf(base64: string | undefined): Buffer | null {
  if (base64 === undefined) {
    return null;
  }
  const bytes = Buffer.from(base64, 'base64');
  const head = bytes.toString('hex', 0, 8);
  const size = head === '89504e470d0a1a0a' ? pngSize(bytes) : head.startsWith('ffd8ff') ? jpegSize(bytes) : null;
  return size !== null && size[0] > 0 && size[1] > 0 && size[0] * size[1] <= pixelsMax ? bytes : null;
}
