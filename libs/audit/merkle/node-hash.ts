import { hash } from 'node:crypto';

/** A SHA-256 value, 32 bytes. */
export type Hash = Buffer;

/** By way of a text with one character per byte: Node hands a short text over in half the time that a buffer takes. */
const sha256 = (bytes: Uint8Array): Hash => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');

/** Leaves of a log are a few hundred bytes: they share one buffer, since nothing runs between filling and hashing it. */
const shared = Buffer.alloc(4096);

/**
 * Hash of one leaf (RFC 9162, 2.1.1): the byte 0 before it keeps a leaf from ever being taken for an inner node.
 *
 * @param leaf bytes, or text that stands for its UTF-8.
 */
export function leafHash(leaf: Uint8Array | string): Hash {
  const most = typeof leaf === 'string' ? 3 * leaf.length : leaf.length;
  const bytes = most < shared.length ? shared : Buffer.alloc(most + 1);
  bytes[0] = 0x00;
  const length = typeof leaf === 'string' ? bytes.write(leaf, 1) : leaf.length;
  if (typeof leaf !== 'string') {
    bytes.set(leaf, 1);
  }
  return sha256(bytes.subarray(0, length + 1));
}

/** One buffer for all: nothing runs between filling and hashing it. */
const node = Buffer.alloc(65, 0x01);

/** Hash of an inner node over its two children, behind the byte 1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  node.set(left, 1);
  node.set(right, 33);
  return sha256(node);
}

/** Root of the tree without leaves. */
export const emptyRoot = (): Hash => sha256(Buffer.alloc(0));

const hex = /^[0-9a-f]{64}$/;

/** A hash from its 64 lower-case hex digits; null for anything else. */
export const hashFromHex = (text: unknown): Hash | null => (typeof text === 'string' && hex.test(text) ? Buffer.from(text, 'hex') : null);
