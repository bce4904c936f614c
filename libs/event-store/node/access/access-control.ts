import type { Metadata } from '@grpc/grpc-js';
import { everybody, type Caller } from './caller';

export type Operation = 'read' | 'write' | 'delete' | 'read-metadata' | 'write-metadata';

export interface AccessControl {
  /** @throws Refusal UNAUTHENTICATED for a wrong user or password. */
  callerOf(metadata: Metadata, anonymousAllowed: boolean): Caller;
  /** @throws Refusal access-denied */
  require(caller: Caller, operation: Operation, stream: string): void;
}

/** A node without TLS asks nobody. */
export const openToEverybody: AccessControl = { callerOf: () => everybody, require: () => undefined };
