import { problem } from '../edge/problem';
import type { Caller } from './api-key';
import type { Role } from './roles';

/** @throws ProblemException 401 without a known key, 403 with one of another role. */
export function requireRole(caller: Caller | null, allowed: readonly Role[]): void {
  if (caller === null) {
    throw problem(401, 'AUTH.KEY_REQUIRED', 'This needs an API key that is known, unexpired and not revoked. Send it as Authorization: Bearer dbk_….');
  }
  if (!allowed.includes(caller.role)) {
    const who = allowed.length === 0 ? 'nobody' : allowed.join(', ');
    throw problem(403, 'AUTH.ROLE', `The role ${caller.role} may not do this; it is for ${who}. Use a key of such a role.`);
  }
}
