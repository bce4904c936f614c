import { createHmac } from 'node:crypto';

/** The signature header of a webhook as published: HMAC-SHA-256 of `time.body` in hex, under scheme v1, once per secret. */
export function signatureHeader(body: string, secrets: readonly string[], atSeconds: number): string {
  const signatures = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`, 'utf8').digest('hex')}`);
  return [`t=${atSeconds}`, ...signatures, 'v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39'].join(',');
}
