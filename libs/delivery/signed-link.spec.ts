import fc from 'fast-check';
import { linkTokenLengthMax, signLink, verifyLink, type LinkClaims, type LinkKey, type LinkKeys } from './signed-link';

const key = (id: string, fill = 1): LinkKey => ({ id, secret: new Uint8Array(32).fill(fill) });
const keys: LinkKeys = [key('a')];
const claims: LinkClaims = { accountId: 'UK~17850', documentId: 'I1', kind: 'invoice', deliveryId: 'd1', expiresAt: 1_300_000_000 };
const before = 1_299_999_999_999;

describe('a signed link', () => {
  it('gives back what was signed until it expires, and not a millisecond longer', () => {
    const token = signLink(claims, keys);
    expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
    expect(verifyLink(token, keys, before)).toEqual({ ok: true, claims });
    expect(verifyLink(token, keys, before + 1)).toEqual({ ok: false, why: 'expired' });
  });

  it('is refused when any letter of it is another', () => {
    const token = signLink(claims, keys);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABab01-_.'), (place, letter) => {
        fc.pre(token[place] !== letter);
        expect(verifyLink(`${token.slice(0, place)}${letter}${token.slice(place + 1)}`, keys, before).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('cannot be made with another key, or by exchanging the keys of two links', () => {
    const token = signLink(claims, [key('a', 2)]);
    expect(verifyLink(token, keys, before)).toEqual({ ok: false, why: 'wrong-signature' });
    expect(verifyLink(token, [key('b', 2)], before)).toEqual({ ok: false, why: 'unknown-key' });
    // The key id is signed too: the same secret under another name does not do.
    expect(verifyLink(token.replace(/^a/, 'b'), [key('b', 2)], before)).toEqual({ ok: false, why: 'wrong-signature' });
  });

  it('stays good while its key is kept, after a new one signs', () => {
    const token = signLink(claims, keys);
    const rotated: LinkKeys = [key('b', 7), ...keys];
    expect(signLink(claims, rotated).startsWith('b.')).toBe(true);
    expect(verifyLink(token, rotated, before).ok).toBe(true);
    expect(verifyLink(token, [key('b', 7)], before)).toEqual({ ok: false, why: 'unknown-key' });
  });

  it('is never more than a bounded text, and what is no link is called malformed', () => {
    for (const text of ['', '.', 'a.b', 'a.b.c', `a.${'b'.repeat(linkTokenLengthMax)}.${'c'.repeat(43)}`, 'a.e30.\u202e', 'x'.repeat(1_000_000)]) {
      expect(verifyLink(text, keys, before)).toEqual({ ok: false, why: 'malformed' });
    }
    expect(() => signLink({ accountId: '', expiresAt: 1 }, keys)).toThrow(RangeError);
    expect(() => signLink({ accountId: 'A', expiresAt: 1.5 }, keys)).toThrow(RangeError);
    expect(() => signLink({ accountId: 'é'.repeat(200), documentId: '\u0001'.repeat(200), deliveryId: '\u0001'.repeat(200), expiresAt: 1 }, keys)).toThrow(/characters; at most/);
  });

  it('takes any ids a document may have', () => {
    const id = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).filter((text) => text.length <= 100);
    fc.assert(
      fc.property(id, id, fc.integer({ min: 1, max: 4_000_000_000 }), (accountId, documentId, expiresAt) => {
        const one = { accountId, documentId, expiresAt };
        expect(verifyLink(signLink(one, keys), keys, expiresAt * 1000 - 1)).toEqual({ ok: true, claims: one });
      }),
    );
  });
});
