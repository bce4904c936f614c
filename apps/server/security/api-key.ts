import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from './roles';

/** What is kept of a key: never the secret. */
export interface ApiKeyRecord {
  readonly id: string;
  /** The actor in every event's metadata. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the secret, hex. The secret has 256 random bits, so a fast hash is enough. */
  readonly secretHash: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

/** Who is calling, once the key was checked. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
}

export interface KeyParts {
  readonly id: string;
  readonly secret: string;
}

const shape = /^dbk_([0-9a-f]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** @returns the bytes as exactly `length` letters and digits. */
function base62(bytes: Buffer, length: number): string {
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = digits.charAt(Number(value % 62n)) + text;
    value /= 62n;
  }
  return text;
}

const checksumOf = (id: string, secret: string): string => base62(sha256(`${id}_${secret}`).subarray(0, 8), 6);

/** @param random 6 bytes for the id, 32 for the secret. */
export function formatKey(random: { readonly id: Buffer; readonly secret: Buffer }): KeyParts & { readonly text: string } {
  const id = random.id.toString('hex');
  const secret = base62(random.secret, 43);
  return { id, secret, text: `dbk_${id}_${secret}${checksumOf(id, secret)}` };
}

/** The parts of a well-formed key; the checksum tells a typing error from a wrong key without a look-up. */
export function parseKey(text: string): KeyParts | null {
  const match = text.length > 100 ? null : shape.exec(text);
  if (match === null) {
    return null;
  }
  const [, id = '', secret = '', checksum = ''] = match;
  return checksum === checksumOf(id, secret) ? { id, secret } : null;
}

const nobody = Buffer.alloc(32);

/** Compares in constant time, also when there is no such key, so that time tells nothing. */
export function secretMatches(record: ApiKeyRecord | undefined, secret: string): boolean {
  const kept = record === undefined ? nobody : Buffer.from(record.secretHash, 'hex');
  const same = kept.length === 32 && timingSafeEqual(kept, sha256(secret));
  return record !== undefined && same;
}

export function isUsable(record: ApiKeyRecord, nowMs: number): boolean {
  return record.revokedAt === undefined && (record.expiresAt === undefined || nowMs < Date.parse(record.expiresAt));
}
