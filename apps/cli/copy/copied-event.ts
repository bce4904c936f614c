import { canonicalJson, type EventToAppend, type RecordedEvent, type StoredEvent } from '#event-store';

/** An own event of the source, with the sequence it has there. */
export interface SourceEvent {
  readonly sequence: number;
  readonly recorded: RecordedEvent;
  readonly stored: StoredEvent;
}

/**
 * The event as the target stores it: the same but for `copy` in its metadata, which keeps when the source recorded it and
 * as which fact of the ledger. Content hash and id leave `copy` out, so both stay valid.
 */
export function copiedEvent({ sequence, recorded, stored }: SourceEvent): EventToAppend {
  const { id, type, data } = recorded;
  return { id, type, data, metadata: canonicalJson({ ...stored.metadata, copy: { recordedAt: stored.recordedAt, sequence } }) };
}

/** Whether an event of the target is the copy of this event of the source. */
export function isCopyOf(target: RecordedEvent, source: SourceEvent, copied: StoredEvent): boolean {
  const { recorded, stored, sequence } = source;
  const { copy } = copied.metadata;
  return (
    target.id === recorded.id && target.stream === recorded.stream && target.revision === recorded.revision &&
    copy !== undefined && copy.recordedAt === stored.recordedAt && copy.sequence === sequence
  );
}
