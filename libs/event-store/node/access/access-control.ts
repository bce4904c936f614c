import type { Metadata } from '@grpc/grpc-js';
import { accessDenied } from '../calls/refusal';
import { everybody, type Caller } from './caller';

export type Operation = 'read' | 'write' | 'delete';

export interface AccessControl {
  /** @throws Refusal UNAUTHENTICATED for a wrong user or password. */
  callerOf(metadata: Metadata, anonymousAllowed: boolean): Caller;
  /**
   * Asks anew each time, so that whoever stays connected can be asked about again. A metastream (`$$x`) stands for the
   * metadata of its stream.
   *
   * @throws Refusal access-denied
   */
  require(caller: Caller, operation: Operation, stream: string): void;
}

/** A node without TLS asks nobody; only what makes no sense is denied. */
export const openToEverybody: AccessControl = {
  callerOf: () => everybody,
  require: (_, operation, stream) => requireSense(operation, stream),
};

/** What nobody may do, whoever they are. @throws Refusal access-denied */
export function requireSense(operation: Operation, stream: string): void {
  if (operation === 'read') return;
  if (stream === '$all') throw accessDenied('$all is every stream at once: write to the streams themselves');
  if (operation === 'delete' && isMetastream(stream)) throw accessDenied(`${stream} holds metadata, which is replaced and not deleted`);
}

export const isMetastream = (stream: string): boolean => stream.startsWith('$$');

/** The stream whose metadata a metastream holds; another stream itself. */
export const subjectOf = (stream: string): string => (isMetastream(stream) ? stream.slice(2) : stream);
