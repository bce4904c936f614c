import type { DomainEvent } from '#ledger';
import type { Position } from './port';

/** The metadata every own event carries, as stored. */
export interface EventMetadata {
  /** The version of the type's schema that `data` was written in, from 1. */
  readonly schemaVersion: number;
  readonly $correlationId: string;
  readonly $causationId: string;
  /** Who asked: the name of an API key, a policy or a command-line user. */
  readonly actor: string;
  readonly commandId: string;
  readonly ledgerId: string;
  /** Hash of the normalised business content the command brought. */
  readonly inputHash: string;
  readonly contentHash: string;
  /** Set only by a copy of a whole log: what the source knew, so that recorded times survive. */
  readonly copy?: { readonly recordedAt: number; readonly sequence: number };
}

/** What the writer says about where an event comes from. */
export interface EventOrigin {
  readonly actor: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly inputHash: string;
}

/** An own event as read back: data lifted to the version of today. */
export interface StoredEvent<E extends DomainEvent = DomainEvent> {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly metadata: EventMetadata;
  /** Milliseconds since the Unix epoch: the copy's source stamp, else the store's own. */
  readonly recordedAt: number;
}
