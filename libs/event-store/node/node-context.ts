import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { LogWrite, LogWriteOutcome } from '../embedded/log-write';
import type { StreamReader } from '../embedded/stream-reader';
import type { Wakeups } from '../embedded/wakeups';
import type { AccessControl } from './access/access-control';
import type { OpenCalls } from './calls/open-calls';
import type { AppendRoom } from './streams/gathered-events';

/** What every service of the node stands on. */
export interface NodeContext {
  readonly reader: StreamReader;
  /** Wakes after each commit of the owner; read on from where you stood. */
  readonly wakeups: Wakeups;
  readonly writer: LogWriter;
  /** What appends on their way in may hold. */
  readonly appendRoom: AppendRoom;
  readonly access: AccessControl;
  readonly calls: OpenCalls;
  readonly self: NodeIdentity;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** Tells the owner of something that should not have happened. */
  readonly trouble: (message: string) => void;
}

/** The way to the one writer of the log, in another thread. */
export interface LogWriter {
  /**
   * Bounded: waits while too much is on its way already.
   *
   * @throws Refusal when the store refuses (no room, closed); nothing was written.
   */
  write(write: LogWrite): Promise<LogWriteOutcome>;
  /** Something to wait for before taking in more, while too much is on its way. */
  room(): Promise<void> | undefined;
}

/** How the node is reached. */
export interface NodeIdentity {
  readonly host: string;
  readonly port: number;
  /** Of this run. */
  readonly instanceId: string;
}

/** One gRPC service: what it is called, and what answers. */
export interface ServiceImplementation {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}
