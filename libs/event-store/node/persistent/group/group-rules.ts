import type { CheckpointRules } from './checkpointing';
import type { StrategyName } from './consumer-strategy';
import type { GroupClient } from './group-client';
import type { GroupEvent, Message } from './message';

export interface GroupRules extends CheckpointRules {
  /** Milliseconds a client has to answer; 0 for all the time it wants. */
  readonly messageTimeout: number;
  readonly maxRetryCount: number;
  /** Events held at once and not sent. */
  readonly historyBufferSize: number;
  readonly readBatchSize: number;
  readonly extraStatistics: boolean;
  readonly strategy: StrategyName;
}

/** One event of the source that was looked at; null when a filter left it out. */
export interface Considered<Event extends GroupEvent> {
  readonly place: number;
  readonly event: Event | null;
}

export type NackAction = 'park' | 'retry' | 'skip' | 'stop';

/** What the group asks of the world; the world tells it how it went. */
export type GroupEffect<Event extends GroupEvent> =
  | { readonly kind: 'send'; readonly client: string; readonly message: Message<Event> }
  | { readonly kind: 'park'; readonly message: Message<Event>; readonly reason: string }
  | { readonly kind: 'checkpoint'; readonly place: number }
  | { readonly kind: 'truncate-parked'; readonly before: number };

export interface GroupStatus {
  readonly clients: readonly GroupClient[];
  readonly checkpoint: number | null;
  readonly lastKnown: number | null;
  readonly freshCount: number;
  readonly retryCount: number;
  readonly inFlightCount: number;
  readonly sentTotal: number;
  /** Parked number up to which everything has been brought back. */
  readonly replayedTo: number;
}
