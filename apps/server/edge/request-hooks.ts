import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ApiKeyFile } from '../security/api-key-file.adapter';
import { callerOf, keyText, setCaller } from '../security/caller';
import type { RateLimiter } from '../security/rate-limit';
import type { HttpMetrics } from '../operations/http-metrics';
import { fieldProblem, problemOf, ProblemException } from './problem';

export interface EdgeParts {
  readonly keys: ApiKeyFile;
  /** Per API key; and per address for requests without one. */
  readonly callers: RateLimiter;
  readonly strangers: RateLimiter;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
}

/** What happens around every request: who calls, how often, and one line in the log. */
export function registerRequestHooks(fastify: FastifyInstance, parts: EdgeParts): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    try {
      admit(request, parts);
      refuseUnreadable(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    parts.metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime);
    // The route's pattern, never the address: ids in it may be personal.
    parts.log.info(
      {
        reqId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        actor: callerOf(request)?.name,
      },
      'request',
    );
    done();
  });
}

/** Node would answer a missing Host without a body, and a compressed body would be taken for broken JSON. */
function refuseUnreadable(request: FastifyRequest): void {
  const { host, 'content-encoding': encoding } = request.headers;
  if (host === undefined && request.raw.httpVersion === '1.1') {
    throw fieldProblem(400, 'REQUEST.HOST_MISSING', { field: 'Host', rule: 'there, as HTTP/1.1 demands', remedy: 'Send the name of this server.' });
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw fieldProblem(415, 'REQUEST.CONTENT_ENCODING', {
      field: 'Content-Encoding',
      value: encoding.slice(0, 60),
      rule: 'absent, or identity',
      remedy: 'Send the body uncompressed.',
    });
  }
}

function admit(request: FastifyRequest, parts: EdgeParts): void {
  const text = keyText(request);
  const caller = text === null ? null : parts.keys.authenticate(text);
  const wait = caller === null ? (text === null ? 0 : parts.strangers.take(request.ip)) : parts.callers.take(caller.keyId);
  if (wait > 0) {
    throw new ProblemException(
      problemOf(429, 'RATE.EXCEEDED', `There were too many requests. Wait ${wait} s, then go on more slowly.`),
      wait,
    );
  }
  if (caller !== null) {
    setCaller(request, caller);
  }
}
