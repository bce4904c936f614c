import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { CommandContext } from '#billing';

/** A request made at a terminal: whoever runs the command is its actor, and an id may be given so that it happens once. */
export function ownRequest(kind: string, given: string | undefined): { readonly requestId: string; readonly context: CommandContext } {
  const requestId = given ?? randomUUID();
  return { requestId, context: { actor: `cli:${userInfo().username}`, commandId: `${kind}:${requestId}`, correlationId: `${kind}:${requestId}@${randomUUID()}` } };
}
