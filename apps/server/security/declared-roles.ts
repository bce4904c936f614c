import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { publicKey, rolesKey, type Role } from './roles';

/** Who may call a route; `public`: anybody. */
export type Allowed = readonly Role[] | 'public';

/**
 * What the controllers declare, by method and pattern (`POST /sales/:saleId/billing`), so that a request can be judged
 * before its body is taken. The guard judges it again by the same marks.
 */
export function declaredRoles(controllers: readonly Type[]): ReadonlyMap<string, Allowed> {
  const declared = new Map<string, Allowed>();
  for (const controller of controllers) {
    const prototype = controller.prototype as Record<string, unknown>;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const handler = name === 'constructor' ? undefined : prototype[name];
      const route = typeof handler === 'function' ? routeOf(controller, handler) : null;
      if (route !== null) {
        declared.set(route, allowedBy([handler as object, controller]));
      }
    }
  }
  return declared;
}

function routeOf(controller: Type, handler: object): string | null {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  const parts = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handler)].map((part) => String(part ?? '').replace(/^\/|\/$/g, ''));
  return method === undefined ? null : `${RequestMethod[method]} /${parts.filter((part) => part !== '').join('/')}`;
}

function allowedBy(targets: readonly object[]): Allowed {
  const first = <Value>(key: string): Value | undefined => targets.map((target) => Reflect.getMetadata(key, target) as Value | undefined).find((value) => value !== undefined);
  return first<boolean>(publicKey) === true ? 'public' : (first<readonly Role[]>(rolesKey) ?? []);
}
