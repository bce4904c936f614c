import type { LogEvent, StreamReader } from '../../embedded/stream-reader';
import { isHidden } from '../streams/all-pages';
import { resolved, unresolved } from '../streams/link-resolution';
import { nameMatcher } from '../streams/name-matcher';
import type { ReadableEvent } from '../wire/read-messages';
import type { Considered } from './group/group-rules';
import type { GroupEvent } from './group/message';
import type { GroupDefinition, GroupFilter } from './group-settings';
import { pinKeyOf } from './pin-key';

/** An event of a group, with what its clients are sent. */
export interface SourceEvent extends GroupEvent {
  readonly readable: ReadableEvent;
}

export interface SourcePage {
  readonly considered: readonly Considered<SourceEvent>[];
  /** Where to read on: the last place looked at. */
  readonly readTo: number;
  readonly atEnd: boolean;
}

/** Where a group's events come from: one stream, or the whole log. Places are revisions or positions. */
export interface EventSource {
  /** Up to `limit` events after a place. */
  read(after: number, limit: number): SourcePage;
  /** The last place there is now. */
  end(): number;
  /** The place before a first one, before which there is nothing. */
  before(first: 'start' | number): number;
  /** A place as clients and checkpoints write it. @param place null is written as the end. */
  text(place: number | null): string;
  /** @returns null for what is no place. */
  parse(text: string): number | null;
}

export interface SourceContext {
  readonly reader: StreamReader;
  readonly clock: () => number;
}

export function eventSource(context: SourceContext, definition: GroupDefinition): EventSource {
  return definition.stream === '$all' ? new WholeLog(context, definition) : new OneStream(context, definition);
}

/** About what an event takes beside its texts. */
const recordBytes = 300;
const bytesOf = (event: LogEvent | null): number => (event === null ? 0 : recordBytes + event.data.length + event.metadata.length);

export function sourceEvent(readable: ReadableEvent, place: number, strategy: GroupDefinition['strategy']): SourceEvent {
  const original = readable.link ?? readable.event;
  if (original === null) throw new Error(`there is neither event nor link at ${place}`);
  return { id: original.id, place, bytes: bytesOf(readable.event) + bytesOf(readable.link), pinKey: pinKeyOf(readable, strategy), readable };
}

/** Turns records into events of the group, with their links followed if the group wants that. */
const eventOf =
  ({ reader, clock }: SourceContext, { resolveLinkTos, strategy }: GroupDefinition) =>
  (event: LogEvent, place: number): SourceEvent =>
    sourceEvent(resolveLinkTos ? resolved(reader, clock(), event) : unresolved(event), place, strategy);

class OneStream implements EventSource {
  private readonly eventOf: (event: LogEvent, place: number) => SourceEvent;

  constructor(
    private readonly context: SourceContext,
    private readonly definition: GroupDefinition,
  ) {
    this.eventOf = eventOf(context, definition);
  }

  read(after: number, limit: number): SourcePage {
    const { reader, clock } = this.context;
    const events = reader.page(this.definition.stream, after + 1, 'forwards', limit, clock());
    const considered = events.map((event) => ({ place: event.revision, event: this.eventOf(event, event.revision) }));
    return { considered, readTo: events.at(-1)?.revision ?? after, atEnd: events.length === 0 };
  }

  end(): number {
    return this.context.reader.state(this.definition.stream).lastRevision;
  }

  before(first: 'start' | number): number {
    return first === 'start' ? -1 : first - 1;
  }

  text(place: number | null): string {
    return String(place ?? -1);
  }

  parse(text: string): number | null {
    return /^\d{1,16}$/.test(text) ? Number(text) : null;
  }
}

/** Events looked at in one go where a filter leaves most of them out. */
const filteredPage = 256;

class WholeLog implements EventSource {
  private readonly eventOf: (event: LogEvent, place: number) => SourceEvent;
  private readonly keeps: (events: readonly LogEvent[]) => ReadonlySet<LogEvent>;
  private readonly hasFilter: boolean;

  constructor(
    private readonly context: SourceContext,
    definition: GroupDefinition,
  ) {
    this.eventOf = eventOf(context, definition);
    this.hasFilter = definition.filter !== null;
    this.keeps = keeperOf(definition.filter);
  }

  read(after: number, limit: number): SourcePage {
    const { reader } = this.context;
    const end = reader.lastNumber();
    const { events, readTo } = reader.allForwards(after, end, this.hasFilter ? Math.max(limit, filteredPage) : limit);
    const kept = this.keeps(events);
    const considered: Considered<SourceEvent>[] = [];
    let taken = 0;
    for (const event of events) {
      if (isHidden(event)) continue;
      const isKept = kept.has(event);
      // The rest is read again: the group has no room for it now.
      if (isKept && taken === limit) return { considered, readTo: considered.at(-1)?.place ?? after, atEnd: false };
      if (isKept) taken += 1;
      considered.push({ place: event.number, event: isKept ? this.eventOf(event, event.number) : null });
    }
    return { considered, readTo, atEnd: readTo >= end };
  }

  end(): number {
    return this.context.reader.lastNumber();
  }

  before(first: 'start' | number): number {
    return first === 'start' ? 0 : Math.max(0, first - 1);
  }

  text(place: number | null): string {
    return `C:${place ?? -1}/P:${place ?? -1}`;
  }

  parse(text: string): number | null {
    const found = /^C:(\d{1,16})\/P:\d{1,16}$/.exec(text);
    return found === null ? null : Number(found[1]);
  }
}

/** @throws Refusal for a regular expression that cannot be used. */
function keeperOf(filter: GroupFilter | null): (events: readonly LogEvent[]) => ReadonlySet<LogEvent> {
  if (filter === null) return (events) => new Set(events);
  const matcher = nameMatcher(filter);
  if (!('inStore' in matcher)) return (events) => new Set(matcher.matches(events));
  const [on, prefixes] =
    'streamPrefixes' in matcher.inStore ? (['stream', matcher.inStore.streamPrefixes] as const) : (['type', matcher.inStore.typePrefixes] as const);
  return (events) => new Set(events.filter((event) => prefixes.some((prefix) => event[on].startsWith(prefix))));
}
