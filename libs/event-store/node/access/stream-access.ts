import type { Metadata } from '@grpc/grpc-js';
import type { StreamReader } from '../../embedded/stream-reader';
import { accessDenied } from '../calls/refusal';
import { isMetastream, requireSense, subjectOf, type AccessControl, type Operation } from './access-control';
import type { Authentication } from './authentication';
import { anonymous, isAdmin, type Caller } from './caller';
import { defaultAcls, type AclKey } from './default-acls';

/** Asks for a user, and lets each do what the access lists in stream metadata and `$settings` allow. */
export class StreamAccess implements AccessControl {
  constructor(
    private readonly authentication: Authentication,
    private readonly reader: StreamReader,
    private readonly clock: () => number,
  ) {}

  callerOf(metadata: Metadata, anonymousAllowed: boolean): Caller {
    return anonymousAllowed ? anonymous : this.authentication.callerOf(metadata);
  }

  require(caller: Caller, operation: Operation, stream: string): void {
    requireSense(operation, stream);
    if (isAdmin(caller)) return;
    // Since 23.6, a stranger sees nothing, whatever the access lists say.
    if (caller.name === null) throw accessDenied('no user was given');
    const key = keyOf(operation, stream);
    const roles = this.rolesFor(key, subjectOf(stream));
    const mine = ['$all', caller.name, ...caller.groups];
    if (!roles.some((role) => mine.includes(role))) throw accessDenied(`${caller.name} may not ${operation} ${stream}`);
  }

  private rolesFor(key: AclKey, stream: string): readonly string[] {
    const own = this.reader.state(stream).metadata?.acl?.[key];
    return own ?? defaultAcls(this.reader, this.clock(), stream)[key];
  }
}

function keyOf(operation: Operation, stream: string): AclKey {
  if (isMetastream(stream)) return operation === 'read' ? '$mr' : '$mw';
  return ({ read: '$r', write: '$w', delete: '$d' } as const)[operation];
}
