import { randomBytes, randomUUID } from 'node:crypto';

export const freshId = (): string => randomUUID();

/** A secret as Standard Webhooks has it: 256 bits of the system's own randomness. */
export const freshSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
