import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * A page that runs nothing, loads nothing and is framed by nobody. The style is allowed by its hash. `same-origin` lets
 * forms say where they come from and tells other sites nothing, the token in the address included.
 */
export function sendPage(reply: FastifyReply, status: number, html: string, style: string): void {
  const hash = createHash('sha256').update(style, 'utf8').digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  void safe(reply).header('content-security-policy', policy).status(status).type('text/html; charset=utf-8').send(html);
}

/** A file to keep, never to show in place. */
export function sendFile(reply: FastifyReply, file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }): void {
  const name = file.name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100);
  void safe(reply).header('content-security-policy', "default-src 'none'; sandbox").header('content-disposition', `attachment; filename="${name}"`).type(file.type).send(Buffer.from(file.bytes));
}

const safe = (reply: FastifyReply): FastifyReply =>
  reply
    .header('cache-control', 'no-store, private')
    .header('x-robots-tag', 'noindex, nofollow, noarchive')
    .header('referrer-policy', 'same-origin')
    .header('x-frame-options', 'DENY')
    .header('x-content-type-options', 'nosniff')
    .header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');

/** Whether a form was sent by our own page: browsers say where a form comes from, and scripts cannot change it. */
export function isFromOurPage(request: FastifyRequest): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin') {
    return false;
  }
  if (origin === undefined) {
    return site === 'same-origin';
  }
  return URL.canParse(origin) && new URL(origin).host === host;
}
