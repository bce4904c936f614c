/** Milliseconds until the next attempt may begin, at most, after the first, second, … failure; 75 hours and more in all. */
const ceilings = [5_000, 60_000, 600_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 86_400_000, 86_400_000, 86_400_000, 86_400_000, 86_400_000];

/** Attempts before a delivery is given up. */
export const mostAttempts = ceilings.length + 1;

/** A receiver may ask for a longer wait, but not hold a delivery longer than this, milliseconds. */
const longestAsked = 86_400_000;

export type Verdict =
  | { readonly kind: 'delivered' }
  /** The receiver said it is gone for good: nothing more is sent there until a person resumes it. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'dead' };

export interface Attempt {
  /** Attempts made, this one among them; from 1. */
  readonly made: number;
  /** The status answered; null when there was no answer. */
  readonly status: number | null;
  readonly retryAfter: string | null;
  readonly at: Date;
}

/**
 * What follows from an attempt. Waits are spread over the upper half of their range: receivers that fail together are not
 * asked again together, and the attempts still span the days promised.
 * `random` gives a number from 0 up to 1.
 */
export function judgeAttempt(attempt: Attempt, random: () => number): Verdict {
  const { status, made } = attempt;
  if (status !== null && status >= 200 && status < 300) {
    return { kind: 'delivered' };
  }
  if (status === 410) {
    return { kind: 'gone' };
  }
  const ceiling = ceilings[made - 1];
  if (ceiling === undefined) {
    return { kind: 'dead' };
  }
  const spread = Math.round(ceiling * (0.5 + random() / 2));
  return { kind: 'retry', afterMs: Math.max(spread, askedWait(attempt)) };
}

/** Retry-After in seconds or as an HTTP date, as milliseconds from the attempt; 0 when there is none that can be read. */
function askedWait({ retryAfter, at }: Attempt): number {
  const text = retryAfter?.trim() ?? '';
  const asked = /^\d{1,9}$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - at.getTime();
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestAsked) : 0;
}
