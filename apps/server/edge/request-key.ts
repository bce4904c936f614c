import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isCleanId } from '#billing';
import { fieldProblem } from './problem';

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** The header `Idempotency-Key`, or null. Refused when it is no key. */
export function idempotencyKey(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) {
    return null;
  }
  if (typeof header !== 'string' || !visibleAscii.test(header)) {
    throw fieldProblem(400, 'IDEMPOTENCY.KEY_INVALID', {
      field: 'Idempotency-Key',
      rule: '1 to 255 visible ASCII characters without blanks',
      remedy: 'Send one key per request, a UUID for instance.',
    });
  }
  return header;
}

/** The key as an id that fits every stream name: itself, or its hash when it is long or needs much escaping. */
export function requestIdOf(key: string): string {
  return isCleanId(key) && /^[\w.~:-]+$/.test(key) ? key : `key-${createHash('sha256').update(key).digest('hex').slice(0, 48)}`;
}

/**
 * One id for one content under one key, a UUID in form. It stands in every event the request led to, so that the
 * log itself says which content a key was first used for.
 */
export function correlationOf(parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
