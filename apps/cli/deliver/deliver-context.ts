import { randomUUID } from 'node:crypto';
import type { CommandContext } from '#billing';

/** A delivery is told apart by what it is about; each invocation asks anew. */
export const deliverContext = (act: string): CommandContext => {
  const id = `deliver:${act}:${randomUUID()}`;
  return { actor: 'deliver', commandId: id, correlationId: id };
};
