import { SetMetadata } from '@nestjs/common';

/**
 * Who may do what. `integrator`: a system that sends and follows facts; `clerk`: bills and collects;
 * `controller`: a clerk who also sets the entity's facts; `auditor`: reads everything, writes nothing;
 * `admin`: runs the server, sets up entities, writes no money facts.
 */
export const roles = ['integrator', 'clerk', 'controller', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/** Sets of roles that routes share. */
export const roleSets = {
  sends: ['integrator', 'clerk', 'controller'],
  works: ['clerk', 'controller'],
  configures: ['controller', 'admin'],
  reads: ['integrator', 'clerk', 'controller', 'auditor'],
  reports: ['clerk', 'controller', 'auditor'],
  follows: ['integrator', 'controller', 'auditor'],
  /** A webhook tells everything the feed does: who may not follow may not have it sent either. */
  connects: ['integrator', 'controller'],
  watches: ['integrator', 'controller', 'auditor', 'admin'],
  operates: ['controller', 'auditor', 'admin'],
  /** Who did what, and what was refused: for those who check, not for those who are checked. */
  audits: ['auditor', 'admin'],
  everyone: roles,
} as const satisfies Record<string, readonly Role[]>;

export const rolesKey = 'daybook:roles';
export const publicKey = 'daybook:public';

/** Declares who may call a route. A route without this, and without `Public`, refuses everyone. */
export const Roles = (allowed: readonly Role[]): ClassDecorator & MethodDecorator => SetMetadata(rolesKey, allowed);

/** Answers without a key: says whether the server is up, or checks a signature of its own (a gateway's, a customer's link) before anything else. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(publicKey, true);
