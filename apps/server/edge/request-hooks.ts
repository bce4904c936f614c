import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ApiKeyFile } from '../security/api-key-file.adapter';
import { callerOf, keyText, setCaller } from '../security/caller';
import type { Allowed } from '../security/declared-roles';
import { requireRole } from '../security/may-call';
import type { RateLimiter } from '../security/rate-limit';
import type { HttpMetrics } from '../operations/http-metrics';
import { bodyBytesMax } from '../server-options';
import { fieldProblem, problemOf, ProblemException } from './problem';
import type { UploadBudget } from './upload-budget';

export interface EdgeParts {
  readonly keys: ApiKeyFile;
  /** Per API key; and per address for requests without one. */
  readonly callers: RateLimiter;
  readonly strangers: RateLimiter;
  /** Who may call what, by method and pattern: judged before a body is taken. */
  readonly roles: ReadonlyMap<string, Allowed>;
  /** Bodies of callers with a key; and of those without one, who must not use up what the others need. */
  readonly uploads: UploadBudget;
  readonly openUploads: UploadBudget;
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
      refuseUncalled(request, parts);
      countUpload(request, reply, parts);
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

/** Addresses that are none have no roles; they are answered 404 where they always were. */
function refuseUncalled(request: FastifyRequest, { roles }: EdgeParts): void {
  const allowed = roles.get(`${request.method} ${request.routeOptions.url ?? ''}`);
  if (allowed !== undefined && allowed !== 'public') {
    requireRole(callerOf(request), allowed);
  }
}

/** A body without a length counts as the longest its route takes; one that says it is longer is refused when it is read. */
function countUpload(request: FastifyRequest, reply: FastifyReply, { uploads, openUploads }: EdgeParts): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const most = request.routeOptions.bodyLimit ?? bodyBytesMax;
  const bytes = encoding === undefined ? Number(length ?? 0) : most;
  if (bytes > 0) {
    reply.raw.once('close', (callerOf(request) === null ? openUploads : uploads).take(Math.min(bytes, most)));
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
