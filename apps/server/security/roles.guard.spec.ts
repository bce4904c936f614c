import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../edge/problem';
import { setCaller } from './caller';
import { Public, roles, Roles, type Role } from './roles';
import { RolesGuard } from './roles.guard';

class Routes {
  undeclared(): void {}

  @Roles([])
  nobody(): void {}

  @Roles(['clerk'])
  clerks(): void {}

  @Public()
  anyone(): void {}
}

function call(route: keyof Routes, role: Role | null): ExecutionContext {
  const request = { raw: {} } as FastifyRequest;
  if (role !== null) {
    setCaller(request, { keyId: 'k', name: 'somebody', role });
  }
  // The guard asks for nothing else of its context.
  return {
    getHandler: () => Object.getOwnPropertyDescriptor(Routes.prototype, route)?.value as () => void,
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
}

function codeOf(route: keyof Routes, role: Role | null): string {
  try {
    return String(new RolesGuard(new Reflector()).canActivate(call(route, role)));
  } catch (error) {
    return error instanceof ProblemException ? error.problem.code : 'thrown';
  }
}

describe('RolesGuard', () => {
  it.each(roles)('refuses %s what declares no roles', (role) => {
    expect(codeOf('undeclared', role)).toBe('AUTH.ROLE');
    expect(codeOf('nobody', role)).toBe('AUTH.ROLE');
  });

  it('lets in the declared role and no other, and nobody without a key', () => {
    expect(roles.map((role) => codeOf('clerks', role))).toEqual(roles.map((role) => (role === 'clerk' ? 'true' : 'AUTH.ROLE')));
    expect(codeOf('clerks', null)).toBe('AUTH.KEY_REQUIRED');
    expect(codeOf('undeclared', null)).toBe('AUTH.KEY_REQUIRED');
    expect(codeOf('anyone', null)).toBe('true');
  });
});
