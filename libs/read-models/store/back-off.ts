import { setTimeout as pause } from 'node:timers/promises';

const firstMs = 50;
const longestMs = 5_000;

/** Waits before the next attempt: 50 ms after the first failure (`attempt` 0), twice as long each time, at most 5 s; ends early on abort. */
export async function backOff(attempt: number, signal: AbortSignal): Promise<void> {
  await pauseFor(Math.min(firstMs * 2 ** attempt, longestMs), signal);
}

/** Resolves after so many milliseconds, or on abort: the caller looks at the signal. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
}
