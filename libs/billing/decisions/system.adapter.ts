import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, IdSource } from './clock';
import type { DecisionTiming } from './decision-stream';

/** The machine's clock and random ids: the one place of this lib that touches them. */
export const systemClock: Clock = { now: () => Date.now() };

export const randomIds: IdSource = { next: () => randomUUID() };

/** Between attempts of a command; a caller hears of an unknown outcome after ten seconds. */
export const systemTiming = (clock: Clock): DecisionTiming => ({
  now: clock.now,
  pause: async (milliseconds) => {
    await delay(milliseconds);
  },
  jitter: () => 0.5 + Math.random() / 2,
  deadlineMilliseconds: 10_000,
});

/** Waits, or until the signal aborts. */
export async function pauseUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    // Aborted: the caller looks at the signal.
  }
}
