import { randomUUID } from 'node:crypto';

/** A new random UUID. */
export const newId = (): string => randomUUID();

/** The machine's clock, milliseconds since the Unix epoch. */
export const systemClock = (): number => Date.now();
