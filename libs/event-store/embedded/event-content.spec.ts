import fc from 'fast-check';
import { contentBytes, decodeContent, decodeMetadata, encodeContent, encodeMetadata, isMarked, portData, portMetadata } from './event-content';
import { isUnstorable } from './storable-text';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
);

it('keeps every content to the byte, in a text that can be stored, and knows its size', () => {
  fc.assert(
    fc.property(bytes, fc.boolean(), (content, isJson) => {
      const stored = encodeContent(content, isJson);
      expect(isUnstorable(stored)).toBe(false);
      expect(decodeContent(stored)).toEqual({ bytes: Buffer.from(content), isJson });
      expect(Math.abs(contentBytes(stored) - content.length)).toBeLessThanOrEqual(2);
      const metadata = encodeMetadata(content);
      expect(isUnstorable(metadata)).toBe(false);
      expect(decodeMetadata(metadata)).toEqual(Buffer.from(content));
      expect(isMarked(portData(stored)) || isMarked(portMetadata(metadata))).toBe(false);
    }),
  );
});

it.each([
  ['JSON', encodeContent(Buffer.from('{"a":1}'), true), '{"a":1}'],
  ['bytes', encodeContent(Buffer.from([0, 255]), false), '"AP8="'],
  ['JSON that cannot stand as text', encodeContent(Buffer.from('"\u0000"'), true), '"IgAi"'],
  ['nothing', encodeContent(Buffer.alloc(0), true), '""'],
])('gives the port JSON text of %s', (_, stored, given) => {
  expect(portData(stored)).toBe(given);
});

it('gives the port an empty object where there is no metadata', () => {
  expect(portMetadata(encodeMetadata(Buffer.alloc(0)))).toBe('{}');
});
