import type { AppendOutcome, EventStore, EventToAppend, ExpectedRevision, Position, ReadAllOptions, ReadStreamOptions, RecordedEvent, SubscribeOptions, SubscriptionSignal } from '../port';
import type { Appending } from './appending';
import { asError } from './client-fault';
import { subscribeAll } from './live-subscription';
import { readAll, readHead } from './log-reading';
import type { ServerLink } from './server-link';
import { readStream } from './stream-reading';

/** The port over EventStoreDB. */
export class EventStoreDBStore implements EventStore {
  private closed: Promise<void> | null = null;

  constructor(
    private readonly link: ServerLink,
    private readonly appending: Appending,
    /** As the server says it. */
    readonly serverVersion: string,
  ) {}

  get description(): string {
    return `EventStoreDB ${this.link.server}`;
  }

  outOfReachMs(): number | null {
    return this.link.outOfReachMs();
  }

  /** Place of the last event of the log, system events included; null on an empty log. */
  head(): Promise<Position | null> {
    return readHead(this.link);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendOutcome> {
    try {
      this.link.assertOpen();
      return this.appending.append(stream, expected, events);
    } catch (error) {
      return Promise.reject(asError(error));
    }
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    return readStream(this.link, stream, options);
  }

  readAll(after: Position | null, options: ReadAllOptions = {}): AsyncGenerator<readonly RecordedEvent[]> {
    return readAll(this.link, after, options);
  }

  subscribeAll(after: Position | null, options: SubscribeOptions): AsyncGenerator<SubscriptionSignal> {
    return subscribeAll(this.link, after, options);
  }

  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private async end(): Promise<void> {
    // Reads end first: an append may take a moment to be answered, a closed store answers nothing else.
    await Promise.all([this.link.close(), this.appending.close()]);
  }
}
