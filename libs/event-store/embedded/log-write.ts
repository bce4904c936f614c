/**
 * What may be asked of the one writer of a log: the rules of EventStoreDB for one stream at a time. The port's append is
 * the part of it that a ledger needs.
 */

/** What a write requires of its stream. `any` and `stream_exists` are for foreign clients: a ledger always says where. */
export type ExpectedState = number | 'no_stream' | 'any' | 'stream_exists';

/** An event as it is stored; `data` and `metadata` are stored texts, see `event-content.ts`. */
export interface EventToStore {
  /** UUID, lower-case. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export type LogWrite =
  | { readonly kind: 'append'; readonly stream: string; readonly expected: ExpectedState; readonly events: readonly EventToStore[] }
  /** Soft: the stream reads as absent, and may be begun again; its numbers go on. */
  | { readonly kind: 'delete'; readonly stream: string; readonly expected: ExpectedState }
  /** For good: nothing can be appended to or read from the stream again. */
  | { readonly kind: 'tombstone'; readonly stream: string; readonly expected: ExpectedState };

export type LogWriteOutcome =
  | {
      readonly kind: 'written';
      /** Number of the last event of an append (the last matching one of a repeated append), −1 for an empty append to no stream. */
      readonly revision: number;
      /** Number of that event in the log (of the metadata event of a delete, of the tombstone); null when nothing was written or found. */
      readonly number: number | null;
    }
  /** Nothing was written. `actual` is the number of the last event ever written to the stream, −1 for none. */
  | { readonly kind: 'wrong-expected-revision'; readonly actual: number }
  /** The stream carries a tombstone. (`stream_exists` on a soft-deleted stream gives this as well.) */
  | { readonly kind: 'stream-deleted' }
  /** Nobody knows whether it was written: the store has failed. */
  | { readonly kind: 'unknown'; readonly cause: Error };
