import { Readable } from 'node:stream';
import { applyDecorators, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { inChunks } from '#exports';
import type { Call } from '../edge/call';
import { ProblemException, problemOf } from '../edge/problem';
import { Roles, type Role } from '../security/roles';
import type { MadeExport } from './make-export.query';

/** An export reads the whole log: so many at a time, or commands would wait for it. */
const atOnceMax = 2;
const retrySeconds = 30;

/** Counts what is being read and sent. */
export class ExportSlots {
  private taken = 0;

  /** @throws ProblemException 503 when as many as may be are under way. */
  take(): () => void {
    if (this.taken >= atOnceMax) {
      throw new ProblemException(problemOf(503, 'EXPORT.BUSY', `${atOnceMax} exports are being sent. Repeat in ${retrySeconds} s.`), retrySeconds);
    }
    this.taken += 1;
    let open = true;
    return () => {
      if (open) this.taken -= 1;
      open = false;
    };
  }
}

/**
 * Sends a file while it is written, as fast as the client takes it. Once the first bytes are gone an error can only end the
 * connection before the last chunk: the client sees that the file is not whole.
 */
export function sendExport({ reply }: Call, { fileName, contentType, knownAt, parts }: MadeExport, done: () => void): StreamableFile {
  const body = Readable.from(inChunks(parts), { objectMode: false });
  body.once('close', done);
  void reply
    .type(contentType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'private, no-store')
    .header('daybook-known-at', knownAt);
  return new StreamableFile(body);
}

const problemSchema = { $ref: '#/components/schemas/Problem' };
const refusals: Readonly<Record<number, string>> = {
  401: 'No API key, or one that is unknown, expired or revoked.',
  403: 'The key’s role may not do this.',
  404: 'No such legal entity.',
  409: 'The format cannot hold these books, or the moment is not known yet.',
  422: 'A field breaks its rule; errors names each.',
  429: 'Too many requests; see Retry-After.',
  503: 'Not readable yet, or as many exports as may be are being sent: repeat.',
};

/** A GET that answers a file written while it is sent: its roles and its page in the API reference. */
export function ExportRouteDoc({ summary, roles, types }: { readonly summary: string; readonly roles: readonly Role[]; readonly types: readonly string[] }): MethodDecorator {
  return applyDecorators(
    Roles(roles),
    ApiOperation({ summary, description: `Roles: ${roles.join(', ')}.` }),
    ApiQuery({ name: 'min', required: false, schema: { type: 'string' }, description: 'Sequence or write token that must be readable first.' }),
    ApiProduces(...types),
    ApiResponse({
      status: 200,
      description: 'The file, in chunks; Daybook-Known-At says what it rests on.',
      content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
    }),
    ...Object.entries(refusals).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, content: { 'application/problem+json': { schema: problemSchema } } }),
    ),
  );
}
