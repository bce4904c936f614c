import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { callerOf } from './caller';
import { requireRole } from './may-call';
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
    requireRole(callerOf(context.switchToHttp().getRequest()), allowed);
    return true;
  }
}
