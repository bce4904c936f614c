export interface RateLimit {
  /** Requests per second, over time. */
  readonly perSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each name. Names beyond the limit push out the one seen longest ago. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  /** @param now monotonic milliseconds. */
  constructor(
    private readonly limit: RateLimit,
    private readonly now: () => number,
    private readonly namesMax = 10_000,
  ) {}

  /** Takes one token. @returns 0 when there was one, else seconds until there is. */
  take(name: string): number {
    const now = this.now();
    const known = this.buckets.get(name);
    const filled = known === undefined ? this.limit.burst : known.tokens + ((now - known.at) / 1000) * this.limit.perSecond;
    const tokens = Math.min(this.limit.burst, filled);
    this.buckets.delete(name);
    this.buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    this.forgetOldest();
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.limit.perSecond);
  }

  private forgetOldest(): void {
    if (this.buckets.size > this.namesMax) {
      const [oldest] = this.buckets.keys();
      if (oldest !== undefined) {
        this.buckets.delete(oldest);
      }
    }
  }
}
