import type { EventFilter, Position, RecordedEvent, SubscribeOptions, SubscriptionSignal } from '../port';
import { Backoff, pause } from './backoff';
import { faultKind } from './client-fault';
import { defaultPage, openSubscription, readHead } from './log-reading';
import { clientPosition, laterOf, positionOf } from './position';
import type { PulledStream } from './pulled-stream';
import { BrokenOffError, refusal, SilenceError, type OpenRead, type ServerLink } from './server-link';

/**
 * Follows the log for as long as the caller likes, over any number of connections: each one begins strictly after the
 * last event or checkpoint of the one before, so that the caller sees every event once. How long a server is away does
 * not matter; how soon it is met again is the limit of the pause between two attempts, about a second.
 *
 * A subscription without news is silent, and a dead one is silent too. After each `silenceMs` without anything the end
 * of the log is read: if that does not answer, or shows events that have not come within another `silenceMs`, the
 * connection is given up and another begun.
 */
export async function* subscribeAll(link: ServerLink, after: Position | null, options: SubscribeOptions): AsyncGenerator<SubscriptionSignal> {
  const { signal } = options;
  if (signal.aborted) return;
  link.assertOpen();
  if (after !== null) clientPosition(after);
  const place = new Place(after);
  const backoff = new Backoff();
  const stop = AbortSignal.any([signal, link.closed]);
  while (!signal.aborted) {
    link.assertOpen();
    const connection = new Connection(link, place, options.filter);
    try {
      const stream = await connection.begin();
      for await (const part of follow(link, stream, place, { pageSize: defaultPage, ...options, signal: stop })) {
        backoff.reset();
        yield part;
      }
    } catch (error) {
      if (signal.aborted) return;
      link.assertOpen();
      connection.failed(error);
      await pause(backoff.next(), stop);
    } finally {
      connection.end();
    }
  }
}

/** One attempt at following the log from a place. */
class Connection {
  private read: OpenRead | null = null;

  constructor(
    private readonly link: ServerLink,
    private readonly place: Place,
    private readonly filter: EventFilter | undefined,
  ) {}

  async begin(): Promise<PulledStream> {
    // Everything up to this place will have been delivered once the server says that the subscription is live. The end
    // of the log read then would not do: an event may have come in between.
    this.place.head = await readHead(this.link);
    this.link.found();
    this.read = this.link.begin((client) => openSubscription(client, this.place.reached, this.filter));
    return this.read.stream;
  }

  /** @throws what another attempt would not mend. */
  failed(error: unknown): void {
    this.link.lost();
    const kind = faultKind(error);
    if (kind === 'not-leader') return;
    if (kind !== 'transient') throw refusal(error, this.link.server, `follow the log after ${this.place.reached ?? 'the beginning'}`);
    if (this.read === null) this.link.renew();
    else this.read.lease.fail();
  }

  end(): void {
    if (this.read !== null) this.link.end(this.read);
  }
}

/** How far one subscription has come. */
class Place {
  /** The end of the log when the present connection was begun. */
  head: Position | null = null;

  constructor(public reached: Position | null) {}

  /** Everything up to the end of the log as it was has been delivered. */
  isLive(): void {
    this.reached = laterOf(this.reached, this.head);
  }

  delivered(events: readonly RecordedEvent[]): void {
    this.reached = laterOf(this.reached, events.at(-1)?.position ?? null);
  }
}

/** One connection's part, until the signal aborts. @throws whatever ended the connection. */
async function* follow(
  link: ServerLink,
  stream: PulledStream,
  place: Place,
  options: Required<Pick<SubscribeOptions, 'pageSize' | 'signal'>>,
): AsyncGenerator<SubscriptionSignal> {
  const watchdog = new Watchdog(link, place);
  let isLive = false;
  while (!options.signal.aborted) {
    const pulled = await stream.pull(options.pageSize, link.silenceMs, options.signal);
    if (options.signal.aborted) return;
    switch (pulled.kind) {
      case 'silent':
        await watchdog.look();
        continue;
      case 'ended':
        throw new BrokenOffError();
      case 'checkpoint':
        place.reached = laterOf(place.reached, positionOf(pulled.position));
        continue;
      case 'caughtUp':
        isLive = true;
        place.isLive();
        break;
      case 'events':
        place.delivered(pulled.events);
        yield { kind: 'events', events: pulled.events };
        break;
    }
    // The server says once that it is live; whoever follows wants to hear after each batch that there is no more.
    if (isLive && stream.isDrained) yield { kind: 'caughtUp', position: place.reached };
  }
}

/** Tells a subscription that has no news from one that is dead. */
class Watchdog {
  private seen: Position | null = null;
  private reachedThen: Position | null = null;

  constructor(
    private readonly link: ServerLink,
    private readonly place: Place,
  ) {}

  /** Called after each silence. @throws SilenceError when the subscription has to be given up. */
  async look(): Promise<void> {
    const { reached } = this.place;
    const isOverdue = this.seen !== null && this.reachedThen === reached && (reached === null || this.seen > reached);
    if (isOverdue) throw new SilenceError(2 * this.link.silenceMs);
    this.seen = await readHead(this.link);
    this.reachedThen = reached;
  }
}
