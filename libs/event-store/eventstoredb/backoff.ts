import { setTimeout as timer } from 'node:timers/promises';
import { jitter } from './jitter.adapter';

/**
 * How long to wait before trying again: doubled after each failure, with jitter, never above the limit. The limit is
 * low, since a server that is back should be met within a second or two, not when a long pause happens to end.
 */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMs = 50,
    private readonly limitMs = 1_000,
  ) {}

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const delay = Math.min(this.limitMs, this.firstMs * 2 ** this.failures);
    this.failures += 1;
    return delay * jitter();
  }

  reset(): void {
    this.failures = 0;
  }
}

/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal }).catch(() => undefined);
}
