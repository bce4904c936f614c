import type { FastifyRequest } from 'fastify';
import type { Caller } from './api-key';

const callers = new WeakMap<object, Caller>();

/** Set once per request, before its body is read. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request.raw, caller);
}

export function callerOf(request: FastifyRequest): Caller | null {
  return callers.get(request.raw) ?? null;
}

/** The key text: `Authorization: Bearer …` or `X-Api-Key`. Never from the address: addresses end up in logs. */
export function keyText(request: FastifyRequest): string | null {
  const { authorization } = request.headers;
  if (typeof authorization === 'string' && /^bearer /i.test(authorization)) {
    return authorization.slice(7).trim();
  }
  const header = request.headers['x-api-key'];
  return typeof header === 'string' ? header : null;
}
