import { crc32, deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import fc from 'fast-check';
import { isSoundPicture } from './sound-picture';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum, named] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(type), data])];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

interface Made {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlaced?: number;
  readonly pixels?: Buffer;
  readonly palette?: Buffer;
}

/** A grey picture of 2 by 2, changed. */
function png({ width = 2, height = 2, depth = 8, colour = 0, interlaced = 0, pixels = Buffer.alloc(6), palette }: Made = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, interlaced], 8);
  const parts = [chunk('IHDR', head), ...(palette === undefined ? [] : [chunk('PLTE', palette)]), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([hex('89504e470d0a1a0a'), ...parts]);
}

const segment = (marker: string, content: string): string => `ff${marker} ${((content.replace(/\s/g, '').length >> 1) + 2).toString(16).padStart(4, '0')} ${content}`;
const frame = (size = '0008 0008', marker = 'c0', precision = '08'): string => segment(marker, `${precision} ${size} 01 01 11 00`);
const tables = `${segment('db', `00 ${'10'.repeat(64)}`)} ${segment('c4', `00 01 ${'00'.repeat(15)} 00`)} ${segment('c4', `10 01 ${'00'.repeat(15)} 00`)}`;
const scan = `${segment('da', '01 01 00 00 3f 00')} 3f`;
/** A grey picture of 8 by 8: one block that is the same everywhere. */
const jpeg = hex(`ffd8 ${tables} ${frame()} ${scan} ffd9`);

describe('a picture for a logo', () => {
  it.each<[string, Buffer]>([
    ['a grey PNG', png()],
    ['a PNG with transparency', png({ colour: 6, pixels: Buffer.alloc(18) })],
    ['a PNG of one bit', png({ width: 9, depth: 1, pixels: Buffer.alloc(6) })],
    ['a PNG with a palette', png({ colour: 3, palette: Buffer.alloc(6) })],
    ['a JPEG', jpeg],
    ['a JPEG with more behind its end', Buffer.concat([jpeg, hex('00')])],
  ])('may be %s, which a PDF shows', (_what, bytes) => {
    expect(isSoundPicture(bytes)).toBe(true);
    expect(() => new PDFDocument().image(bytes, 0, 0)).not.toThrow();
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['the first bytes of a PNG alone', hex('89504e470d0a1a0a')],
    ['a PNG cut at 40 bytes', png().subarray(0, 40)],
    ['a PNG of no size', png({ width: 0, height: 0, pixels: Buffer.alloc(0) })],
    ['a PNG larger than what is unpacked', png({ width: 60_000, height: 60_000 })],
    ['a PNG of colour type 9', png({ colour: 9 })],
    ['a PNG of 16 bits', png({ depth: 16, pixels: Buffer.alloc(10) })],
    ['an interlaced PNG', png({ interlaced: 1 })],
    ['a PNG without data', png({ pixels: Buffer.alloc(0) })],
    ['a PNG with too little data', png({ pixels: Buffer.alloc(5) })],
    ['a PNG with too much data', png({ pixels: Buffer.alloc(70_000_000) })],
    ['a PNG with a filter that is none', png({ pixels: Buffer.from([7, 0, 0, 0, 0, 0]) })],
    ['a PNG without its palette', png({ colour: 3 })],
    ['a PNG without an end', png().subarray(0, -12)],
    ['a JPEG header alone', hex(`ffd8 ${frame('ffff ffff')}`)],
    ['a JPEG of 65535 by 65535', hex(`ffd8 ${tables} ${frame('ffff ffff')} ${scan} ffd9`)],
    ['a JPEG of no height', hex(`ffd8 ${tables} ${frame('0000 0008')} ${scan} ffd9`)],
    ['a lossless JPEG', hex(`ffd8 ${tables} ${frame('0008 0008', 'c3')} ${scan} ffd9`)],
    ['a JPEG of 12 bits', hex(`ffd8 ${tables} ${frame('0008 0008', 'c1', '0c')} ${scan} ffd9`)],
    ['a JPEG without tables', hex(`ffd8 ${frame()} ${scan} ffd9`)],
    ['a JPEG without a scan', hex(`ffd8 ${tables} ${frame()} ffd9`)],
    ['a JPEG with filling before a marker, which no PDF takes', hex(`ffd8 ff${tables} ${frame()} ${scan} ffd9`)],
    ['a GIF', Buffer.from('GIF89a')],
  ])('is never %s', (_what, bytes) => expect(isSoundPicture(bytes)).toBe(false));

  it('is whole: no part of one is one, and no changed byte of a PNG passes', () => {
    for (const whole of [png(), jpeg]) {
      for (let length = 0; length < whole.length; length += 1) {
        expect(isSoundPicture(whole.subarray(0, length))).toBe(false);
      }
    }
    for (let at = 0; at < png().length; at += 1) {
      const changed = png();
      changed[at]! ^= 0x10;
      expect(isSoundPicture(changed)).toBe(false);
    }
  });

  it('is looked at without failing, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(png(), jpeg), fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }), (whole, changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(typeof isSoundPicture(bytes)).toBe('boolean');
      }),
    );
  });
});
