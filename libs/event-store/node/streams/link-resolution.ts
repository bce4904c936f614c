import { decodeContent } from '../../embedded/event-content';
import type { LogEvent, StreamReader } from '../../embedded/stream-reader';
import type { Caller } from '../access/caller';
import { Refusal } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import type { ReadableEvent } from '../wire/read-messages';

/** `number@stream`, split at the first @. */
const target = /^(\d{1,16})@(.+)$/s;

/** Follows one link, one level deep; where nothing readable is there, the link stands alone. */
export function resolved(reader: StreamReader, nowMs: number, event: LogEvent, mayRead: (stream: string) => boolean = () => true): ReadableEvent {
  if (event.type !== '$>') return { event, link: null };
  const found = target.exec(decodeContent(event.data).bytes.toString('utf8'));
  if (found === null) return { event: null, link: event };
  const [, revision = '', stream = ''] = found;
  return { event: mayRead(stream) ? reader.event(stream, Number(revision), nowMs) : null, link: event };
}

/** Follows links for one caller: whoever may write a link to a stream may still not be allowed to read it. */
export function linksFor({ reader, clock, access }: NodeContext, caller: Caller): (event: LogEvent) => ReadableEvent {
  const mayRead = (stream: string): boolean => {
    try {
      access.require(caller, 'read', stream);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };
  return (event) => resolved(reader, clock(), event, mayRead);
}

export const unresolved = (event: LogEvent): ReadableEvent => ({ event, link: null });
