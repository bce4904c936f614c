/** Who makes a call. */
export interface Caller {
  /** Null for an anonymous one. */
  readonly name: string | null;
  readonly groups: readonly string[];
}

export const anonymous: Caller = { name: null, groups: [] };

/** Whoever calls a node without TLS: there is nobody to ask, so everybody may do everything. */
export const everybody: Caller = { name: null, groups: ['$admins'] };

export const isAdmin = (caller: Caller): boolean => caller.groups.includes('$admins');
