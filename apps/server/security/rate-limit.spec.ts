import { RateLimiter } from './rate-limit';

describe('RateLimiter', () => {
  it('lets a burst through, then says how long to wait, for each name alone', () => {
    let now = 0;
    const limiter = new RateLimiter({ perSecond: 2, burst: 3 }, () => now);
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([0, 0, 0, 1]);
    expect(limiter.take('b')).toBe(0);
    now = 500;
    expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 1]);
  });

  it('keeps a bounded number of names', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 1 }, () => 0, 2);
    expect(['a', 'b', 'c', 'a'].map((name) => limiter.take(name))).toEqual([0, 0, 0, 0]);
    expect(limiter.take('c')).toBe(1);
  });
});
