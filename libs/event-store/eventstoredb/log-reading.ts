import { BACKWARDS, END, eventTypeFilter, FORWARDS, START, streamNameFilter, type Filter } from '@eventstore/db-client';
import type { EventFilter, Position, ReadAllOptions, RecordedEvent } from '../port';
import type { LedgerClient } from './ledger-client';
import { clientPosition, laterOf, positionOf } from './position';
import { bufferedEvents, PulledStream, type Pulled } from './pulled-stream';
import { resumedRead, type ResumableRead } from './resumed-read';
import { BrokenOffError, SilenceError, type ServerLink } from './server-link';

export const defaultPage = 1_000;

/** Events the server looks at between two checkpoints of a filtered read: each one shows that it is still at work. */
const searchWindow = 500;

/** No stream or type begins with it: a filter without prefixes keeps nothing, a server takes an empty list for none. */
const fitsNothing = '\u{10ffff}';

/**
 * Reads the whole log in pages, strictly after the place given, up to its end. Without a filter by `readAll`; with one
 * by a filtered subscription that is left when the server says that it is live, since the client cannot filter a read.
 *
 * @throws RangeError for what is no position, or none of this log.
 */
export async function* readAll(link: ServerLink, after: Position | null, options: ReadAllOptions): AsyncGenerator<readonly RecordedEvent[]> {
  link.assertOpen();
  // Read now, so that what is no position is refused before anything is asked.
  if (after !== null) clientPosition(after);
  if (options.filter !== undefined && prefixesOf(options.filter).length === 0) return;
  yield* resumedRead(link, new LogRead(after, options));
}

class LogRead implements ResumableRead {
  private readonly filter: EventFilter | undefined;
  private readonly pageSize: number;
  private left: number;

  constructor(
    private reached: Position | null,
    { filter, pageSize = defaultPage, maxCount = Number.MAX_SAFE_INTEGER }: ReadAllOptions,
  ) {
    this.filter = filter;
    this.pageSize = pageSize;
    this.left = maxCount;
  }

  get what(): string {
    return `read all events after ${this.reached ?? 'the beginning'}`;
  }

  get isDone(): boolean {
    return this.left <= 0;
  }

  get pageMax(): number {
    return Math.min(this.left, this.pageSize);
  }

  open(client: LedgerClient): PulledStream {
    return this.filter === undefined ? openAll(client, this.reached, this.left) : openSubscription(client, this.reached, this.filter);
  }

  take(pulled: Exclude<Pulled, { kind: 'silent' }>): readonly RecordedEvent[] | 'end' {
    switch (pulled.kind) {
      case 'events':
        return this.notYetRead(pulled.events);
      case 'checkpoint':
        this.reached = laterOf(this.reached, positionOf(pulled.position));
        return [];
      case 'caughtUp':
        return 'end';
      case 'ended':
        if (this.filter !== undefined) throw new BrokenOffError();
        return 'end';
    }
  }

  known(): null {
    return null;
  }

  /** The client reads from the place itself on: what stands there has been given out already. */
  private notYetRead(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const { reached } = this;
    const first = events[0];
    const fresh = reached === null || first === undefined || first.position > reached ? events : events.filter(({ position }) => position > reached);
    this.left -= fresh.length;
    this.reached = fresh.at(-1)?.position ?? reached;
    return fresh;
  }
}

/** The place of the last event of the log, null on an empty one. Asks once; nothing is tried again. */
export async function readHead(link: ServerLink): Promise<Position | null> {
  const read = link.begin((client) => {
    const stream = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true });
    return new PulledStream(stream, () => stream.cancel());
  });
  try {
    const pulled = await read.stream.pull(1, link.silenceMs, link.closed);
    link.assertOpen();
    if (pulled.kind === 'silent') throw new SilenceError(link.silenceMs);
    return pulled.kind === 'events' ? (pulled.events[0]?.position ?? null) : null;
  } finally {
    link.end(read);
  }
}

/** A filtered or unfiltered subscription to everything strictly after a place. */
export function openSubscription(client: LedgerClient, after: Position | null, filter: EventFilter | undefined): PulledStream {
  const pulled: { stream?: PulledStream } = {};
  const stream = client.subscribeToAll(
    {
      fromPosition: after === null ? START : clientPosition(after),
      requiresLeader: true,
      ...(filter === undefined ? {} : { filter: clientFilter(filter, (position) => pulled.stream?.reached(position)) }),
    },
    { highWaterMark: bufferedEvents },
  );
  pulled.stream = new PulledStream(stream, () => stream.unsubscribe());
  return pulled.stream;
}

function openAll(client: LedgerClient, after: Position | null, left: number): PulledStream {
  // The server begins at the place given, not after it: one more is asked for, and left out when it comes.
  const maxCount = after === null ? left : Math.min(left + 1, Number.MAX_SAFE_INTEGER);
  const fromPosition = after === null ? START : clientPosition(after);
  const stream = client.readAll({ fromPosition, maxCount, direction: FORWARDS, requiresLeader: true }, { highWaterMark: bufferedEvents });
  return new PulledStream(stream, () => stream.cancel());
}

const prefixesOf = (filter: EventFilter): readonly string[] => ('streamPrefixes' in filter ? filter.streamPrefixes : filter.typePrefixes);

function clientFilter(filter: EventFilter, reached: (position: { commit: bigint; prepare: bigint }) => void): Filter {
  const given = prefixesOf(filter);
  const prefixes = given.length === 0 ? [fitsNothing] : [...given];
  const options = { prefixes, maxSearchWindow: searchWindow, checkpointReached: async (_: unknown, position: { commit: bigint; prepare: bigint }) => reached(position) };
  return 'streamPrefixes' in filter ? streamNameFilter(options) : eventTypeFilter(options);
}
