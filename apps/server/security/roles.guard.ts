import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { problem } from '../edge/problem';
import { callerOf } from './caller';
import { publicKey, rolesKey, type Role } from './roles';

/** Default deny: what is neither public nor declares its roles refuses everyone. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicKey, targets) === true) {
      return true;
    }
    const allowed = this.reflector.getAllAndOverride<readonly Role[] | undefined>(rolesKey, targets) ?? [];
    const caller = callerOf(context.switchToHttp().getRequest());
    if (caller === null) {
      throw problem(401, 'AUTH.KEY_REQUIRED', 'This needs an API key that is known, unexpired and not revoked. Send it as Authorization: Bearer dbk_….');
    }
    if (!allowed.includes(caller.role)) {
      const who = allowed.length === 0 ? 'nobody' : allowed.join(', ');
      throw problem(403, 'AUTH.ROLE', `The role ${caller.role} may not do this; it is for ${who}. Use a key of such a role.`);
    }
    return true;
  }
}
