import { setTimeout as pause } from 'node:timers/promises';
import type { WebhookTiming } from './webhook-timing';

/** The longest a timer of this machine may be set to. */
const longestMs = 2_147_483_647;

/** This machine's chance and timers, on the ledger's own clock. @param now milliseconds since the Unix epoch. */
export const systemWebhookTiming = (now: () => number = () => Date.now()): WebhookTiming => ({
  now,
  random: () => Math.random(),
  sleepUntil: async (at, signal) => {
    await pause(Math.min(Math.max(at - now(), 0), longestMs), undefined, { signal }).catch(() => undefined);
  },
});
