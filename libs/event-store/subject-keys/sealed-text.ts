import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { SubjectKey } from './subject-keys';

const nonceBytes = 12;
const tagBytes = 16;
const keyIdLength = 16;

/**
 * Seals a text with AES-256-GCM. The same text at the same place gives the same bytes, so that a group sent again is the
 * same group: the nonce is an HMAC of place and text under the key, which repeats only when both do.
 *
 * @param place what the text belongs to; it opens nowhere else.
 * @returns key id and, in base64url, nonce, ciphertext and tag.
 */
export function sealText({ keyId, key }: SubjectKey, place: string, text: string): string {
  const nonce = createHmac('sha256', key).update(`nonce\n${place}\n`).update(text).digest().subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  return keyId + Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

export const keyIdOf = (sealed: string): string => sealed.slice(0, keyIdLength);

/** @throws Error when it was not sealed with this key for this place. */
export function openText(key: Buffer, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(keyIdLength), 'base64url');
  const end = bytes.length - tagBytes;
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(end));
  return cipher.update(bytes.subarray(nonceBytes, end), undefined, 'utf8') + cipher.final('utf8');
}
