import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** A key that signs links. `id` is written into each link, so that keys can be changed while old links still work. */
export interface LinkKey {
  /** 1–16 letters and digits. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly secret: Uint8Array;
}

/** The first key signs; any of them verifies. */
export type LinkKeys = readonly [LinkKey, ...LinkKey[]];

const id = Type.String({ minLength: 1, maxLength: 200 });
const Claims = Type.Object(
  {
    accountId: id,
    documentId: Type.Optional(id),
    kind: Type.Optional(Type.Union([Type.Literal('invoice'), Type.Literal('credit-note'), Type.Literal('receipt'), Type.Literal('statement')])),
    /** The message that carried the link: opening it is recorded there. */
    deliveryId: Type.Optional(id),
    /** Seconds since the Unix epoch; from then on the link is refused. */
    expiresAt: Type.Integer({ minimum: 0, maximum: 253_402_300_799 }),
  },
  { additionalProperties: false },
);

/** What a link lets its holder see: one account, and the document it was sent for. */
export type LinkClaims = Readonly<Static<typeof Claims>>;

export type LinkVerdict =
  | { readonly ok: true; readonly claims: LinkClaims }
  | { readonly ok: false; readonly why: 'malformed' | 'unknown-key' | 'wrong-signature' | 'expired' };

/** Longest token that is looked at, in characters. */
export const linkTokenLengthMax = 2_048;

const shape = /^([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]{1,1900})\.([A-Za-z0-9_-]{43})$/;

/**
 * A token of letters, digits, `-`, `_` and `.` that carries the claims and cannot be made without the key.
 *
 * @throws RangeError when the claims make no link.
 */
export function signLink(claims: LinkClaims, keys: LinkKeys): string {
  if (!Value.Check(Claims, claims)) {
    throw new RangeError('a link needs an account id, an expiry in whole seconds, and nothing that is unknown');
  }
  const [key] = keys;
  const body = Buffer.from(JSON.stringify(claims), 'utf8').toString('base64url');
  const token = `${key.id}.${body}.${signature(key, body).toString('base64url')}`;
  if (!shape.test(token)) {
    throw new RangeError(`the claims of account ${JSON.stringify(claims.accountId)} make a link of ${token.length} characters; at most ${linkTokenLengthMax}`);
  }
  return token;
}

/**
 * What a token from outside allows at `now` (milliseconds since the Unix epoch). The signature is checked, in constant
 * time, before anything of the content is read.
 */
export function verifyLink(token: string, keys: readonly LinkKey[], now: number): LinkVerdict {
  const parts = token.length > linkTokenLengthMax ? null : shape.exec(token);
  if (parts === null) {
    return { ok: false, why: 'malformed' };
  }
  const [, keyId, body = '', given = ''] = parts;
  const key = keys.find((one) => one.id === keyId);
  if (key === undefined) {
    return { ok: false, why: 'unknown-key' };
  }
  const expected = signature(key, body);
  const found = Buffer.from(given, 'base64url');
  // One signature has one spelling: a last letter with spare bits set would decode to the same bytes.
  if (found.length !== expected.length || !timingSafeEqual(found, expected) || found.toString('base64url') !== given) {
    return { ok: false, why: 'wrong-signature' };
  }
  const claims = claimsOf(body);
  if (claims === null) {
    return { ok: false, why: 'malformed' };
  }
  return now >= claims.expiresAt * 1000 ? { ok: false, why: 'expired' } : { ok: true, claims };
}

function signature(key: LinkKey, body: string): Buffer {
  return createHmac('sha256', key.secret).update(`daybook link v1\n${key.id}\n${body}`).digest();
}

function claimsOf(body: string): LinkClaims | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return Value.Check(Claims, claims) ? claims : null;
  } catch {
    return null;
  }
}
