import { createHmac } from 'node:crypto';
import { canonicalJson } from '../canonical-json';
import type { SubjectKeys } from './subject-keys';

/**
 * What a personal part of a command counts as in its input hash: an HMAC under the subject's key, so that nobody can
 * guess the words from the hash once the key is destroyed. The same content and subject give the same text.
 */
export function personalHash(keys: SubjectKeys | undefined, subject: string, content: unknown): string {
  if (keys === undefined) return canonicalJson(content);
  const key = keys.forSealing(subject);
  return key === null ? 'erased' : createHmac('sha256', key.key).update('input\n').update(canonicalJson(content)).digest('hex');
}
