import type { FastifyRequest } from 'fastify';
import { nobody, recordedCaller, subjectsOf, type AuditRecorder, type RefusedRequest } from '#billing';
import type { RefusedKind } from '#ledger';
import { parseKey } from '../security/api-key';
import { callerOf, keyText } from '../security/caller';

interface Refused {
  readonly code: string;
  /** The ledger refused it and put that on record itself. */
  readonly onRecord: boolean;
}

const refused = new WeakMap<object, Refused>();

/** Told of every request that is refused, where its answer is made. */
export function markRefused(request: FastifyRequest, told: Refused): void {
  const { onRecord } = refused.get(request.raw) ?? told;
  refused.set(request.raw, { code: told.code, onRecord: onRecord || told.onRecord });
}

const kinds: Readonly<Record<number, RefusedKind>> = {
  400: 'malformed', 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found', 409: 'conflict', 410: 'not-found', 412: 'conflict', 413: 'limited', 415: 'malformed', 422: 'invalid', 429: 'limited',
};

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Puts on record what the edge refuses before the ledger is asked: every request that would have written, and every one
 * that its caller may not make. An address that is none was no command, and is not recorded. Called before the answer is sent.
 */
export async function putOnRecord(request: FastifyRequest, status: number, records: Pick<AuditRecorder, 'refused'>): Promise<void> {
  const url = request.routeOptions.url;
  if (status < 400 || status >= 500 || url === undefined || (reading.has(request.method) && status !== 401 && status !== 403)) {
    return;
  }
  const told = refused.get(request.raw);
  if (told?.onRecord !== true) {
    await records.refused(refusalOf(request, status, told?.code ?? `HTTP.${status}`));
  }
}

/** Of the body nothing is kept, of the address the ids a known caller named: a stranger could write anything there. */
function refusalOf(request: FastifyRequest, status: number, code: string): RefusedRequest {
  const caller = callerOf(request);
  return {
    command: `${request.method} ${request.routeOptions.url ?? ''}`.slice(0, 120),
    kind: kinds[status] ?? 'invalid',
    code,
    subjects: caller === null ? [] : subjectsOf(request.params as object),
    requestId: request.id,
    by: caller === null ? strangerOf(request) : recordedCaller({ actor: caller.name, keyId: caller.keyId, role: caller.role, channel: 'http' }),
    correlationId: request.id,
  };
}

/** Nobody, with the id of the key they tried: it may have been revoked, or its secret guessed at. */
function strangerOf(request: FastifyRequest): RefusedRequest['by'] {
  const keyId = parseKey(keyText(request) ?? '')?.id;
  return recordedCaller({ actor: nobody, channel: 'http', ...(keyId === undefined ? {} : { keyId }) });
}
