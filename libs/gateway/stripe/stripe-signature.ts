import Stripe from 'stripe';

/** How far the clock of a signature may be from ours, either way. */
export const toleranceSeconds = 300;
const headerMax = 4_096;

/** At most so many secrets: the new one and those it replaces. */
export const webhookSecretsMax = 4;

/**
 * The signed event, or why nobody knows who sent it. Any of the secrets may have signed it, so that they can be changed
 * while old ones are in use. The library refuses old signatures; those from the future are refused here.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function verifiedEvent(
  body: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
  now: number,
): { readonly ok: true; readonly event: unknown } | { readonly ok: false; readonly why: string } {
  if (header === undefined || header.length > headerMax) {
    return { ok: false, why: 'the signature header is missing or too long' };
  }
  const ahead = signedAt(header) - Math.floor(now / 1000);
  if (!(ahead <= toleranceSeconds)) {
    return { ok: false, why: 'the signature has no time, or one in the future' };
  }
  for (const secret of secrets.slice(0, webhookSecretsMax)) {
    try {
      return { ok: true, event: Stripe.webhooks.constructEvent(Buffer.from(body), header, secret, toleranceSeconds, undefined, now) };
    } catch (error) {
      if (error instanceof SyntaxError) {
        return { ok: false, why: 'it is signed, and it is no JSON' };
      }
    }
  }
  return { ok: false, why: 'no known secret signed this, or not within five minutes' };
}

/** Seconds since the Unix epoch; the last one counts, as in the library. NaN when there is none. */
function signedAt(header: string): number {
  const times = header.split(',').filter((part) => part.startsWith('t='));
  const last = times.at(-1)?.slice(2) ?? '';
  return /^\d{1,12}$/.test(last) ? Number(last) : Number.NaN;
}
