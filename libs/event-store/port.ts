/**
 * The event store port. Two stores implement it: the embedded SQLite store and (later) EventStoreDB.
 * The conformance suite in `conformance/` defines what every implementation must do.
 */

import type { StoredBytes } from './stored-bytes';

declare const positionBrand: unique symbol;

/**
 * A place in the log. Opaque: compare positions of one log as plain strings, never read inside.
 * 32 lower-case hex digits (commit ‖ prepare, big-endian), so string order is log order.
 */
export type Position = string & { readonly [positionBrand]: true };

/** The revision an append requires of its stream. There is no `any`: it is only best-effort idempotent. */
export type ExpectedRevision = number | 'no_stream';

export interface EventToAppend {
  /** UUID, lower-case. Equal id at the same stream and revision means equal content. */
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text. */
  readonly metadata: string;
}

export interface RecordedEvent extends EventToAppend {
  readonly stream: string;
  /** Zero-based place in the stream. */
  readonly revision: number;
  readonly position: Position;
  /** The store's own stamp, milliseconds since the Unix epoch. May go backwards when the clock does. */
  readonly createdAt: number;
}

/*
 * `data` and `metadata` of a recorded event are JSON text also where a foreign client wrote something else: bytes that
 * it did not call JSON are given as a JSON string of their base64, missing data as `""`, missing metadata as `{}`. What
 * a client called JSON is given as it was written, which then is the reader's to doubt. A tombstone, seen in the whole
 * log only, is an event of type `$streamDeleted` with revision 2^63.
 */

export type AppendOutcome =
  | {
      readonly kind: 'appended';
      /** Revision of the last event of the group. */
      readonly revision: number;
      /** Position of the last event of the group. */
      readonly position: Position;
    }
  /** Nothing was written. `actual` is the revision of the stream's last event, or `no_stream`. */
  | { readonly kind: 'conflict'; readonly actual: ExpectedRevision }
  /** Nobody knows whether it was written. Send the very same group again to find out. */
  | { readonly kind: 'unknown'; readonly cause: Error };

/** Keeps an event when any of the prefixes fits. Without a filter every event is kept. */
export type EventFilter =
  | { readonly streamPrefixes: readonly string[] }
  | { readonly typePrefixes: readonly string[] };

export interface ReadStreamOptions {
  /** First revision to return, inclusive. Forwards default 0; backwards default the end. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly maxCount?: number;
}

export interface ReadAllOptions {
  readonly filter?: EventFilter;
  /** Stops after this many events. */
  readonly maxCount?: number;
  /** Largest page yielded at once; the store may yield smaller ones. Default 1,000. */
  readonly pageSize?: number;
}

export interface SubscribeOptions {
  readonly filter?: EventFilter;
  readonly pageSize?: number;
  /** Ends the iteration; the iterator then finishes without an error. */
  readonly signal: AbortSignal;
}

export type SubscriptionSignal =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[] }
  /**
   * Everything written before this moment has been delivered. Sent each time the subscription goes
   * live, with the place it has read to (also past events the filter left out); null on an empty log.
   */
  | { readonly kind: 'caughtUp'; readonly position: Position | null };

export interface EventStore {
  /** One short line for logs and health: which store this is. Holds no secret. */
  readonly description: string;

  /**
   * For how long now nothing that follows the log has reached the store, milliseconds; null while it answers. For health.
   * A store in this process has none.
   */
  outOfReachMs?(): number | null;

  /**
   * Appends one group to one stream, atomically and durably: `appended` leaves only after an fsync.
   *
   * Precondition: at least one event; the group holds at most 1 MiB of data and metadata.
   * Postcondition: all events are stored at expected + 1 … expected + n, or none is.
   * A group that already stands at exactly that place (same ids, same order) is answered `appended`.
   *
   * A stream that was deleted, but not for good, takes an append at `no_stream` or its last revision; its revisions go on.
   *
   * @throws StreamDeletedError for a stream that was deleted for good, and AppendTooLargeError, StoreFullError,
   *   StoreClosedError. None of them has written anything.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendOutcome>;

  /**
   * Yields the stream's readable events in order; nothing when the stream does not exist or was deleted. What was
   * truncated or has grown too old is passed over. Back-pressure is real.
   *
   * @throws StreamDeletedError for a stream that was deleted for good.
   */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  /** Yields pages of the whole log, deleted streams included, in log order, strictly after `after` (null: from the start), then ends. */
  readAll(after: Position | null, options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>;

  /**
   * As `readAll` from the start, each event in the bytes that are kept: for whoever hashes a whole log. A store that has
   * its events from elsewhere in another form offers none.
   */
  readAllBytes?(): AsyncIterable<readonly StoredBytes[]>;

  /** As `readAll`, then stays: waits for new events until the signal aborts. */
  subscribeAll(after: Position | null, options: SubscribeOptions): AsyncIterable<SubscriptionSignal>;

  close(): Promise<void>;
}
