import { hash } from 'node:crypto';

/**
 * A text with one character for each byte, as Latin-1: what lies in a file as UTF-8 without being decoded. Its length is
 * the number of its bytes, and cutting and joining it costs no copy; letters outside ASCII are not readable in it.
 */
export type ByteText = string;

/** Hashed texts share one buffer, since nothing runs between filling and hashing it. */
const shared = Buffer.alloc(16_384);

/** SHA-256 of the bytes that a text stands for, as hex digits or, with `binary`, as a byte text again. */
export function hashOfBytes(text: ByteText, form: 'hex' | 'binary'): string {
  const bytes = text.length <= shared.length ? shared : Buffer.alloc(text.length);
  const length = bytes.write(text, 0, 'latin1');
  return hash('sha256', bytes.subarray(0, length), form);
}

/** A field as `length:bytes`. */
export const prefixedBytes = (field: ByteText): ByteText => `${field.length}:${field}`;

export const decodedBytes = (text: ByteText): string => Buffer.from(text, 'latin1').toString('utf8');
