import { judgeAttempt, mostAttempts } from './retry-schedule';

const at = new Date('2026-03-01T10:00:00Z');
const failed = { made: 1, status: 500, retryAfter: null, at };
const hour = 3_600_000;

/** Milliseconds from the first attempt to the last. */
function span(random: () => number): number {
  let total = 0;
  for (let made = 1; ; made += 1) {
    const verdict = judgeAttempt({ ...failed, made }, random);
    if (verdict.kind !== 'retry') {
      expect(verdict).toEqual({ kind: 'dead' });
      expect(made).toBe(mostAttempts);
      return total;
    }
    total += verdict.afterMs;
  }
}

describe('the schedule of attempts', () => {
  it('makes at least 10 attempts over at least 75 hours, even with the shortest waits', () => {
    expect(mostAttempts).toBeGreaterThanOrEqual(10);
    expect(span(() => 0)).toBeGreaterThanOrEqual(75 * hour);
    expect(span(() => 0.999)).toBeGreaterThan(span(() => 0));
  });

  it('tries again within 5 seconds of the first failure', () => {
    expect(judgeAttempt(failed, () => 0.999)).toEqual({ kind: 'retry', afterMs: 4_998 });
  });

  it.each([200, 201, 204, 299])('takes %i as delivered', (status) => {
    expect(judgeAttempt({ ...failed, status }, () => 0)).toEqual({ kind: 'delivered' });
  });

  it.each([null, 199, 301, 302, 308, 400, 404, 429, 500, 503])('takes %p as failed', (status) => {
    expect(judgeAttempt({ ...failed, status }, () => 0)).toEqual({ kind: 'retry', afterMs: 2_500 });
  });

  it('stops at 410', () => expect(judgeAttempt({ ...failed, status: 410 }, () => 0)).toEqual({ kind: 'gone' }));

  it.each([
    ['120', 120_000],
    ['1', 2_500],
    ['999999999', 24 * hour],
    ['Sun, 01 Mar 2026 10:05:00 GMT', 300_000],
    ['Sun, 01 Mar 2020 10:05:00 GMT', 2_500],
    ['soon', 2_500],
    ['', 2_500],
  ])('keeps Retry-After %p', (retryAfter, afterMs) => {
    expect(judgeAttempt({ ...failed, status: 503, retryAfter }, () => 0)).toEqual({ kind: 'retry', afterMs });
  });
});
