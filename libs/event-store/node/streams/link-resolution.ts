import { decodeContent } from '../../embedded/event-content';
import type { LogEvent, StreamReader } from '../../embedded/stream-reader';
import type { ReadableEvent } from '../wire/read-messages';

/** `number@stream`, split at the first @. */
const target = /^(\d{1,16})@(.+)$/s;

/** Follows one link, one level deep; where nothing readable is there, the link stands alone. */
export function resolved(reader: StreamReader, nowMs: number, event: LogEvent): ReadableEvent {
  if (event.type !== '$>') return { event, link: null };
  const found = target.exec(decodeContent(event.data).bytes.toString('utf8'));
  if (found === null) return { event: null, link: event };
  const [, revision = '', stream = ''] = found;
  return { event: reader.event(stream, Number(revision), nowMs), link: event };
}

export const unresolved = (event: LogEvent): ReadableEvent => ({ event, link: null });
