import type { GroupClient } from './group-client';

/** What a group must know of an event; what else the event carries is the caller's business. */
export interface GroupEvent {
  /** The id clients acknowledge by: of the link where a link was resolved. */
  readonly id: string;
  /** Its place in the source: revision in a stream, number in the whole log. */
  readonly place: number;
  /** Memory it takes, about. */
  readonly bytes: number;
  /** Events with the same key go to the same client when a group pins. */
  readonly pinKey: string;
}

/**
 * One event on its way through a group. It waits in a buffer, is sent to a client, and from there is settled
 * (acknowledged, skipped, parked) or waits again. `previous` and `sequence` are null for what was parked and is replayed:
 * such events never hold up the checkpoint, which has passed them when they were parked.
 */
export class Message<Event extends GroupEvent = GroupEvent> {
  state: 'waiting' | 'sent' | 'parking' | 'settled' = 'waiting';
  client: GroupClient | null = null;
  retries = 0;

  constructor(
    readonly event: Event,
    readonly order: { readonly sequence: number; readonly previous: number | null } | null,
  ) {}

  get isReplayed(): boolean {
    return this.order === null;
  }
}
