import { shownText } from './shown-text';

export interface Bounce {
  /** Message-ID of the message that came back, in angle brackets. */
  readonly messageId: string;
  /** `hard`: a permanent failure (5.x.x). `soft`: the server gave up on a temporary one (4.x.x). */
  readonly kind: 'hard' | 'soft';
  /** Status code and what the server said, without addresses. */
  readonly reason: string;
  /** Addresses the report says it failed for: as we sent it, and what a server on the way made of it. Personal data. */
  readonly recipients: readonly string[];
}

export type ReadBounce = { readonly ok: true; readonly bounce: Bounce } | { readonly ok: false; readonly code: string; readonly message: string };

/** Longest notification that is looked at, in characters. */
export const bounceLengthMax = 524_288;
const partsMax = 20;

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Reads a delivery status notification (RFC 3464): a `multipart/report` with a `message/delivery-status` part and the
 * message, or its headers, that it is about. Anything else is refused with the reason; nothing of it is guessed from
 * the words of a mail server.
 */
export function readBounce(message: string): ReadBounce {
  const no = (code: string, text: string): ReadBounce => ({ ok: false, code, message: text });
  if (message.length > bounceLengthMax) {
    return no('BOUNCE.TOO_LARGE', `the notification is longer than ${bounceLengthMax} characters. Leave out the attachments of the message that came back.`);
  }
  const whole = partOf(message.replace(/\r\n?/g, '\n'));
  const boundary = parameter(whole.headers.get('content-type') ?? '', 'boundary');
  if (!/^multipart\/report\b/i.test(whole.headers.get('content-type') ?? '') || boundary === null) {
    return no('BOUNCE.NO_REPORT', 'this is no delivery status notification (multipart/report). Give the raw message with its headers.');
  }
  const parts = partsOf(whole.body, boundary);
  const status = parts.find((part) => typeOf(part) === 'message/delivery-status');
  if (status === undefined) {
    return no('BOUNCE.NO_STATUS', 'the notification has no part message/delivery-status. Record the bounce by hand, with deliveryId and kind.');
  }
  const messageId = originalId(parts);
  if (messageId === null) {
    return no('BOUNCE.NO_MESSAGE_ID', 'the notification does not hold the headers of the message it is about. Record the bounce by hand, with deliveryId and kind.');
  }
  return failureIn(decoded(status), messageId) ?? no('BOUNCE.NO_FAILURE', 'the notification tells of a delay or a delivery, not of a failure. Nothing is to be done.');
}

/** The first recipient that failed; null: none did. */
function failureIn(status: string, messageId: string): ReadBounce | null {
  for (const block of status.split(/\n\s*\n/)) {
    const fields = headersOf(block.split('\n'));
    const code = /^([245])\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '');
    if ((fields.get('action') ?? '').toLowerCase() === 'failed' && code !== null && code[1] !== '2') {
      const said = (fields.get('diagnostic-code') ?? '').replace(/^\s*[\w-]+\s*;/, '');
      const recipients = ['original-recipient', 'final-recipient'].flatMap((name) => addressIn(fields.get(name)) ?? []);
      return { ok: true, bounce: { messageId, kind: code[1] === '5' ? 'hard' : 'soft', reason: withoutAddresses(shownText(`${code[0]} ${said}`, 500)), recipients } };
    }
  }
  return null;
}

/** `rfc822; name@example.com`; the angle brackets are no part of the form, and common. */
const addressIn = (field: string | undefined): string | undefined => /^(?:rfc822|utf-8)\s*;\s*<?([^\s<>]{1,254})>?$/i.exec(field?.trim() ?? '')?.[1];

/** What a server says, without the addresses in it: they say who a person is, and a reason is stored for ever. */
export const withoutAddresses = (text: string): string => text.replace(/[^\s<>"'(),;:]{1,64}@[^\s<>"'(),;]{1,255}/g, '…');

function originalId(parts: readonly Part[]): string | null {
  for (const part of parts) {
    if (/^(message\/rfc822|text\/rfc822-headers|message\/global|message\/global-headers)$/.test(typeOf(part))) {
      const id = /<[^<>\s]{1,250}>/.exec(partOf(decoded(part)).headers.get('message-id') ?? '');
      if (id !== null) return id[0];
    }
  }
  return null;
}

const typeOf = ({ headers }: Part): string => (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

function partsOf(body: string, boundary: string): Part[] {
  const lines = body.split('\n');
  const parts: Part[] = [];
  let begun: string[] | null = null;
  for (const line of lines) {
    const marker = line.trimEnd();
    if (marker !== `--${boundary}` && marker !== `--${boundary}--`) {
      begun?.push(line);
      continue;
    }
    if (begun !== null && parts.length < partsMax) parts.push(partOf(begun.join('\n')));
    begun = marker.endsWith(`${boundary}--`) ? null : [];
  }
  return parts;
}

function partOf(text: string): Part {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.trim() === '');
  return end < 0 ? { headers: headersOf(lines), body: '' } : { headers: headersOf(lines.slice(0, end)), body: lines.slice(end + 1).join('\n') };
}

/** Names in small letters; folded lines are joined; of several with one name the first counts. */
function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (last !== null) headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon < 1 ? '' : line.slice(0, colon).toLowerCase();
    last = /^[a-z0-9-]{1,60}$/.test(name) && !headers.has(name) ? name : null;
    if (last !== null) headers.set(last, line.slice(colon + 1).trim());
  }
  return headers;
}

function parameter(header: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]{1,200})"|([^\\s;"]{1,200}))`, 'i').exec(header);
  return found?.[1] ?? found?.[2] ?? null;
}

function decoded({ headers, body }: Part): string {
  switch ((headers.get('content-transfer-encoding') ?? '').toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8').replace(/\r\n?/g, '\n');
    case 'quoted-printable':
      return body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    default:
      return body;
  }
}
