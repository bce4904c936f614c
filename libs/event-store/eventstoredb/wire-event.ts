import type { AllStreamRecordedEvent, RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { canonicalJson } from '../canonical-json';
import type { RecordedEvent } from '../port';
import { positionOf } from './position';

/** An object with a member named like an array index: JavaScript lists such members first, in order of number. */
const indexLikeMember = /[{,]"\d+":/;

/** @throws Error for an event without a position: servers before 22.6 give none when a stream is read. */
export function recordedEvent(event: ClientEvent | AllStreamRecordedEvent | undefined): RecordedEvent {
  if (event === undefined) throw new Error('the server sent a record without an event, although links are not resolved');
  const { streamId, revision, id, type, data, metadata, isJson, created, position } = event;
  if (position === undefined) throw new Error(`${streamId}@${revision} came without its position: the server is too old`);
  return {
    stream: streamId,
    revision: Number(revision),
    position: positionOf(position),
    id,
    type,
    data: isJson ? jsonText(data) : contentText(data),
    metadata: contentText(metadata),
    createdAt: created.getTime(),
  };
}

/**
 * The client gives parsed JSON only. Written again it is the text that was stored, if that was canonical: members keep
 * their order, but for those named like an array index, which are put back into the canonical order here. Text that was
 * not canonical comes back with the same meaning in another spelling.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!indexLikeMember.test(text)) return text;
  try {
    return canonicalJson(value);
  } catch {
    // Fractions and the like: no event of a ledger, so the meaning is enough.
    return text;
  }
}

function contentText(content: unknown): string {
  if (content === undefined) return '{}';
  if (content instanceof Uint8Array) return JSON.stringify(Buffer.from(content).toString('base64'));
  return jsonText(content);
}
