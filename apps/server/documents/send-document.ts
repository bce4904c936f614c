import { createHash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { MadeDocument } from '#billing';
import type { Call } from '../edge/call';
import { Roles, type Role } from '../security/roles';

/**
 * Answers a document as a file. Its ETag is made of its bytes: who has them already is answered 304. Documents hold
 * personal data, so nobody on the way keeps them.
 */
export function sendDocument({ request, reply }: Call, { bytes, contentType, fileName }: MadeDocument): void {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  void reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'authorization, x-api-key');
  if (named(request.headers['if-none-match'], etag)) {
    void reply.status(304).send();
    return;
  }
  void reply
    .type(contentType === 'application/xml' ? 'application/xml; charset=utf-8' : contentType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('content-length', String(bytes.byteLength))
    .send(Buffer.from(bytes));
}

const named = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);

interface DocumentDoc {
  readonly summary: string;
  readonly roles: readonly Role[];
  readonly xml?: true;
}

const problemSchema = { $ref: '#/components/schemas/Problem' };
const refusals: Readonly<Record<number, string>> = {
  401: 'No API key, or one that is unknown, expired or revoked.',
  403: 'The key’s role may not do this.',
  404: 'No such thing.',
  409: 'The standard asked for cannot carry the document, or it was issued elsewhere; the problem names the field.',
  422: 'A field breaks its rule; errors names each.',
  429: 'Too many requests; see Retry-After.',
  503: 'Not readable yet: repeat.',
};

/** A GET that answers a file: its roles and its page in the API reference. */
export function DocumentRouteDoc({ summary, roles, xml }: DocumentDoc): MethodDecorator {
  const types = ['application/pdf', ...(xml === true ? ['application/xml'] : [])];
  return applyDecorators(
    Roles(roles),
    ApiOperation({ summary, description: `Roles: ${roles.join(', ')}.` }),
    ApiQuery({ name: 'min', required: false, schema: { type: 'string' }, description: 'Sequence or write token that must be readable first.' }),
    ApiProduces(...types),
    ApiResponse({ status: 200, description: 'The file.', content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) }),
    ApiResponse({ status: 304, description: 'The bytes are those of If-None-Match.' }),
    ...Object.entries(refusals).map(([status, description]) => ApiResponse({ status: Number(status), description, content: { 'application/problem+json': { schema: problemSchema } } })),
  );
}
