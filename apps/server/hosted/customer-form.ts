import type { FastifyRequest } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The fields of a form as our page sends it: each once but `item`; null when it is no such form. */
export function customerForm(request: FastifyRequest): URLSearchParams | null {
  const { body } = request;
  if (!Buffer.isBuffer(body)) {
    return null;
  }
  try {
    const form = new URLSearchParams(utf8.decode(body));
    const names = [...form.keys()];
    // Percent-encoded bytes that are no UTF-8 become this sign: what was meant is lost.
    const broken = [...form.values()].some((value) => value.includes('\uFFFD'));
    const twice = names.some((name, index) => name !== 'item' && names.indexOf(name) !== index);
    return broken || twice || names.length > 60 ? null : form;
  } catch {
    return null;
  }
}

/** A field with the line ends of the ledger; undefined when it was left empty. */
export function fieldOf(form: URLSearchParams, name: string): string | undefined {
  const value = form.get(name)?.replace(/\r\n?/g, '\n').trim();
  return value === undefined || value === '' ? undefined : value;
}
