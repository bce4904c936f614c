import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AuditRecorder } from '#billing';
import { ProblemException, problemOf, type Problem } from './problem';
import { markRefused, putOnRecord } from './refused-requests';

/** Errors of the stores that are about now, not about the request; by their stable `code`. */
const storeTroubles: Readonly<Record<string, string>> = {
  STORE_FULL: 'The event store is full; nothing was written. Free space on the server, then repeat the request.',
  STORE_CLOSED: 'The server is shutting down; nothing was written. Repeat the request with the same key or id.',
  STORE_LOCKED: 'The event store is in use by another process; nothing was written. Stop that process, then repeat the request.',
  STORE_BUSY: 'Another program holds the event store; nothing was written. Repeat the request; let only Daybook open the file.',
  STORE_FAILED: 'A write to the event store failed, so it takes no more. Look at the disk and restart the server, then repeat the request with the same key or id: it happens once.',
  STORE_UNAVAILABLE: 'The event store does not answer. Repeat the request with the same key or id: it happens once.',
  READ_STORE_UNAVAILABLE: 'The database of the reports does not answer. Repeat the request with the same key or id: it happens once.',
  STORE_READ_ONLY: 'The event store is open for reading only; nothing was written. Send the request to the server that writes.',
};

interface ProblemAnswer {
  readonly problem: Problem;
  readonly retryAfter?: number;
}

/** The one place where anything thrown becomes an answer: always problem details, never a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly records: Pick<AuditRecorder, 'refused'>,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const answer = this.problemFor(error, request);
    markRefused(request, { code: answer.problem.code, onRecord: error instanceof ProblemException && error.onRecord });
    // On record first, then answered; the recorder never rejects.
    void putOnRecord(request, answer.problem.status, this.records).then(() => this.send(http.getResponse<FastifyReply>(), answer));
  }

  private send(reply: FastifyReply, { problem, retryAfter }: ProblemAnswer): void {
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (retryAfter !== undefined) {
      void reply.header('retry-after', String(retryAfter));
    }
    if (problem.status === 401) {
      void reply.header('www-authenticate', 'Bearer realm="daybook"');
    }
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problemFor(error: unknown, request: FastifyRequest): ProblemAnswer {
    if (error instanceof ProblemException) {
      return error.retryAfter === undefined ? { problem: error.problem } : { problem: error.problem, retryAfter: error.retryAfter };
    }
    const status = statusOf(error);
    if (status !== undefined && status < 500) {
      return { problem: problemOf(status, codes[status] ?? 'REQUEST.REFUSED', details[status] ?? 'The request was refused.') };
    }
    const trouble = storeTroubles[stableCode(error)];
    this.log.error({ reqId: request.id, route: request.routeOptions.url, error: described(error) }, 'request failed');
    return trouble === undefined
      ? { problem: problemOf(500, 'SERVER.INTERNAL', `Something is wrong on our side; repeat the request with the same key or id. Name ${request.id} when you report it.`) }
      : { problem: problemOf(503, stableCode(error), trouble), retryAfter: 5 };
  }
}

const codes: Readonly<Record<number, string>> = {
  400: 'REQUEST.MALFORMED',
  404: 'ROUTE.NOT_FOUND',
  405: 'ROUTE.METHOD',
  408: 'REQUEST.TIMEOUT',
  413: 'REQUEST.TOO_LARGE',
  414: 'REQUEST.ADDRESS_TOO_LONG',
  415: 'REQUEST.MEDIA_TYPE',
  431: 'REQUEST.HEADERS_TOO_LARGE',
};

const details: Readonly<Record<number, string>> = {
  400: 'The request is malformed: check its address and headers.',
  404: 'There is nothing at this address with this method; the API reference is at /docs.',
  408: 'The request took too long to arrive; send it again.',
  413: 'The body is over 1 MiB (1,048,576 bytes), for usage over 4 MiB; send it in parts.',
  414: 'The address is too long; parameters take at most 500 characters.',
  415: 'The body must be JSON in UTF-8; send Content-Type: application/json.',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) {
    return error.getStatus();
  }
  const status: unknown = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function stableCode(error: unknown): string {
  const code: unknown = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Name, code and frames: a message may quote what was sent, so it stays out of the log unless its code is ours. */
function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { name: typeof error };
  }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12);
  return { name: error.name, code: stableCode(error), frames };
}
