import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { registerContentParsers } from './edge/content-parsers';
import { problemOf, type Problem } from './edge/problem';
import { registerRequestHooks } from './edge/request-hooks';
import { UploadBudget } from './edge/upload-budget';
import type { LedgerAccess } from './ledger-access';
import { serveApiReference } from './open-api';
import { HttpMetrics } from './operations/http-metrics';
import { NestLog } from './operations/nest-log';
import { serverLog } from './operations/server-log';
import { controllers } from './routes';
import { ApiKeyFile } from './security/api-key-file.adapter';
import { declaredRoles } from './security/declared-roles';
import { RateLimiter } from './security/rate-limit';
import { ServerModule } from './server.module';
import { bodyBytesMax, defaultRateLimit, openUploadBytesMax, uploadBytesMax, type ServerOptions } from './server-options';

async function keysChanged({ onKeysChanged }: ServerOptions, log: Logger): Promise<void> {
  try {
    await onKeysChanged?.();
  } catch (error) {
    log.error({ err: error }, 'the API keys were changed, and that could not be put on record');
  }
}

/**
 * The HTTP API around an open ledger. The caller listens and closes: `await app.listen(3000, '127.0.0.1')`; closing
 * the app ends its event streams and leaves the ledger open.
 */
export async function createServer(ledger: LedgerAccess, options: ServerOptions): Promise<NestFastifyApplication> {
  const log = serverLog(options);
  const metrics = new HttpMetrics();
  const app = await NestFactory.create<NestFastifyApplication>(
    ServerModule.around(ledger, options, { log, metrics }),
    fastifyAdapter(),
    { bodyParser: false, logger: new NestLog(log), abortOnError: false },
  );
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const monotonic = (): number => performance.now();
  registerRequestHooks(fastify, {
    keys: new ApiKeyFile(options.dataDir, Date.now, () => void keysChanged(options, log)),
    callers: new RateLimiter(options.rateLimit ?? defaultRateLimit, monotonic),
    strangers: new RateLimiter({ perSecond: 20, burst: 100 }, monotonic),
    roles: declaredRoles(controllers),
    uploads: new UploadBudget(options.uploadBytesMax ?? uploadBytesMax),
    openUploads: new UploadBudget(openUploadBytesMax),
    log,
    metrics,
  });
  registerContentParsers(fastify);
  fastify.server.on('checkExpectation', refuseExpectation);
  await app.register(helmet, {
    // The API reference brings its own scripts; its page styles itself inline. Nothing comes from elsewhere.
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
  });
  serveApiReference(app);
  await app.init();
  return app;
}

function fastifyAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 700 },
    http: { maxHeaderSize: 16_384, requireHostHeader: false },
    frameworkErrors: (error: Error & { readonly statusCode?: number }, _request: FastifyRequest, reply: FastifyReply) => {
      const status = error.statusCode ?? 400;
      void reply
        .status(status)
        .type('application/problem+json')
        .send(JSON.stringify(problemOf(status, 'REQUEST.MALFORMED', 'The address is malformed or too long. Percent-encode ids; parameters take at most 500 characters.')));
    },
    clientErrorHandler: refuseUnreadable,
  });
}

/** Node would answer an Expect it does not know without a body. */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const problem = problemOf(417, 'REQUEST.EXPECTATION', 'Only Expect: 100-continue is known here. Leave the header out.');
  response.writeHead(417, { 'content-type': 'application/problem+json', connection: 'close' }).end(JSON.stringify(problem));
}

/** What Node's HTTP parser refused never becomes a request: it is answered on the bare socket. */
function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = unreadable(error.code);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function unreadable(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return problemOf(431, 'REQUEST.HEADERS_TOO_LARGE', 'The headers are over 16 KiB. Send fewer or shorter ones.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return problemOf(408, 'REQUEST.TIMEOUT', 'The request took too long to arrive; send it again.');
  }
  return problemOf(400, 'REQUEST.MALFORMED', 'This is not HTTP.');
}
