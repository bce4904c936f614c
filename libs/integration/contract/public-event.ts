import type { StoredEvent } from '#event-store';
import { eventDefinitions } from '#ledger';

/** One fact as integrators get it: in the feed, in webhooks, in the contract. */
export interface PublicEvent {
  /** Ledger sequence, from 1: give the last one you handled as the cursor. */
  readonly sequence: number;
  /** UUID; an equal id means equal content at the same place. */
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Of the schema that `data` follows: older facts are read as they would be written today. */
  readonly schemaVersion: number;
  readonly data: unknown;
}

const versionToday: ReadonlyMap<string, number> = new Map(eventDefinitions.map(({ type, version }) => [type, version]));

export function publicEvent(stored: StoredEvent, sequence: number): PublicEvent {
  const { metadata } = stored;
  return {
    sequence,
    id: stored.id,
    type: stored.type,
    stream: stored.stream,
    revision: stored.revision,
    recordedAt: new Date(stored.recordedAt).toISOString(),
    actor: metadata.actor,
    commandId: metadata.commandId,
    correlationId: metadata.$correlationId,
    causationId: metadata.$causationId,
    schemaVersion: versionToday.get(stored.type) ?? metadata.schemaVersion,
    data: stored.data,
  };
}
