import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bankFileBodyBytesMax, bodyBytesMax, usageBodyBytesMax } from '../server-options';
import { cloudEventMedia, intakeRoute, intakeText } from '../intake/intake-text';
import { callerOf } from '../security/caller';
import { problem } from './problem';
import { formBytesMax, gatewayWebhookRoute, publicBodyMax } from './public-routes';
import { parseStrictJson } from './strict-json';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const usageRoutes: ReadonlySet<string> = new Set(['/usage', '/contracts/:contractId/usage']);

const bankFileRoute = '/bank-statements';

/**
 * Only JSON in UTF-8, only from known callers, only up to 1 MiB, for usage up to 4 MiB; files of the bank as XML or text, up to 22 MiB. Everything else is 415, 401, 413.
 * The routes of `public-routes.ts` alone take bytes from callers without a key.
 * Precondition: no route is registered yet.
 */
export function registerContentParsers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (usageRoutes.has(route.url)) {
      route.bodyLimit = usageBodyBytesMax;
    }
    if (route.url === bankFileRoute) {
      route.bodyLimit = bankFileBodyBytesMax;
    }
    const open = publicBodyMax.get(route.url);
    if (open !== undefined) {
      route.bodyLimit = open;
    }
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/json(\s*;\s*charset=("?)utf-8\2)?\s*$/i,
    { parseAs: 'buffer', bodyLimit: bodyBytesMax },
    (request: FastifyRequest, body: Buffer, done) => {
      try {
        // What a gateway signed are its bytes: they are checked before they are read.
        done(null, request.routeOptions.url === gatewayWebhookRoute ? body : parsedBody(request, body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  fastify.addContentTypeParser(cloudEventMedia, { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (request: FastifyRequest, body: Buffer, done) => {
    try {
      if (request.routeOptions.url !== intakeRoute) {
        throw problem(415, 'REQUEST.MEDIA_TYPE', 'The body must be JSON in UTF-8; send Content-Type: application/json.');
      }
      done(null, parsedBody(request, body));
    } catch (error) {
      done(error as Error);
    }
  });
  // A file of the bank becomes the body it would be in JSON; what it holds is read by the command, never here.
  fastify.addContentTypeParser(/^(application|text)\/(xml|plain|x-mt940)(\s*;|\s*$)/i, { parseAs: 'buffer', bodyLimit: bankFileBodyBytesMax }, (request: FastifyRequest, body: Buffer, done) => {
    if (request.routeOptions.url !== bankFileRoute || request.method !== 'POST') {
      done(problem(415, 'REQUEST.MEDIA_TYPE', 'The body must be JSON in UTF-8; send Content-Type: application/json.'));
    } else if (callerOf(request) === null) {
      done(problem(401, 'AUTH.KEY_REQUIRED', 'This needs an API key that is known, unexpired and not revoked. Send it as Authorization: Bearer dbk_….'));
    } else {
      done(null, { file: body.toString('base64') });
    }
  });
  fastify.addContentTypeParser(/^application\/x-www-form-urlencoded(\s*;|\s*$)/i, { parseAs: 'buffer', bodyLimit: formBytesMax }, (request: FastifyRequest, body: Buffer, done) => {
    const { url } = request.routeOptions;
    const isForm = url !== undefined && url !== gatewayWebhookRoute && publicBodyMax.has(url);
    done(isForm ? null : problem(415, 'REQUEST.MEDIA_TYPE', 'The body must be JSON in UTF-8; send Content-Type: application/json.'), body);
  });
}

function parsedBody(request: FastifyRequest, body: Buffer): unknown {
  if (callerOf(request) === null) {
    throw problem(401, 'AUTH.KEY_REQUIRED', 'This needs an API key that is known, unexpired and not revoked. Send it as Authorization: Bearer dbk_….');
  }
  if (request.routeOptions.url === intakeRoute) {
    return intakeText(body);
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
