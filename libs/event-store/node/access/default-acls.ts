import { decodeContent } from '../../embedded/event-content';
import type { StreamReader } from '../../embedded/stream-reader';

export const aclKeys = ['$r', '$w', '$d', '$mr', '$mw'] as const;
export type AclKey = (typeof aclKeys)[number];

/** Who may do what with streams that say nothing themselves. */
export type Acl = Readonly<Record<AclKey, readonly string[]>>;

const allTo = (role: string): Acl => ({ $r: [role], $w: [role], $d: [role], $mr: [role], $mw: [role] });
const builtInForUsers = allTo('$all');
const builtInForSystem = allTo('$admins');

/** The list for streams of this kind: what the last event of `$settings` says, completed by what is built in. */
export function defaultAcls(reader: StreamReader, nowMs: number, stream: string): Acl {
  const [key, builtIn] = stream.startsWith('$') ? (['$systemStreamAcl', builtInForSystem] as const) : (['$userStreamAcl', builtInForUsers] as const);
  const [last] = reader.page('$settings', Number.MAX_SAFE_INTEGER, 'backwards', 1, nowMs);
  const set = last === undefined ? null : member(parsed(decodeContent(last.data).bytes.toString('utf8')), key);
  if (set === null) return builtIn;
  return Object.fromEntries(aclKeys.map((aclKey) => [aclKey, rolesOf(member(set, aclKey)) ?? builtIn[aclKey]])) as Record<AclKey, readonly string[]>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? (value as Readonly<Record<string, unknown>>)[key] : null;

/** One role or a list of them. */
function rolesOf(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((role) => typeof role === 'string') ? value : null;
}
