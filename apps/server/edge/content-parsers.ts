import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyBytesMax, usageBodyBytesMax } from '../server-options';
import { callerOf } from '../security/caller';
import { problem } from './problem';
import { parseStrictJson } from './strict-json';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const usageRoutes: ReadonlySet<string> = new Set(['/usage', '/contracts/:contractId/usage']);

/**
 * Only JSON in UTF-8, only from known callers, only up to 1 MiB, for usage up to 4 MiB. Everything else is 415, 401, 413.
 * Precondition: no route is registered yet.
 */
export function registerContentParsers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (usageRoutes.has(route.url)) {
      route.bodyLimit = usageBodyBytesMax;
    }
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/json(\s*;\s*charset=("?)utf-8\2)?\s*$/i,
    { parseAs: 'buffer', bodyLimit: bodyBytesMax },
    (request: FastifyRequest, body: Buffer, done) => {
      try {
        done(null, parsedBody(request, body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

function parsedBody(request: FastifyRequest, body: Buffer): unknown {
  if (callerOf(request) === null) {
    throw problem(401, 'AUTH.KEY_REQUIRED', 'This needs an API key that is known, unexpired and not revoked. Send it as Authorization: Bearer dbk_….');
  }
  const parsed = parseStrictJson(decoded(body));
  if (!parsed.ok) {
    throw problem(400, parsed.fault.code, parsed.fault.detail);
  }
  return parsed.value;
}

function decoded(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw problem(400, 'JSON.ENCODING', 'The body is not UTF-8. Encode it as UTF-8 and send it again.');
  }
}
