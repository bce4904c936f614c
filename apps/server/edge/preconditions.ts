import type { FastifyReply, FastifyRequest } from 'fastify';
import { fieldProblem } from './problem';

/** The ETag of a stream that stands at a revision. */
export const etagOf = (revision: number): string => `"${revision}"`;

export function setEtag(reply: FastifyReply, revision: number): void {
  void reply.header('etag', etagOf(revision));
}

/** The revision `If-Match` asks for; undefined without one and for `*`. */
export function expectedRevision(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') {
    return undefined;
  }
  const match = /^"(\d{1,15})"$/.exec(header);
  if (match === null) {
    throw fieldProblem(400, 'PRECONDITION.ETAG_INVALID', {
      field: 'If-Match',
      rule: 'one ETag of this API, in quotes, such as "3"',
      remedy: 'Send the ETag that the GET of this resource answered.',
    });
  }
  return Number(match[1]);
}
