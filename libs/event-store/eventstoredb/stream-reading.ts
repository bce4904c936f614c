import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import { StreamDeletedError } from '../errors';
import type { ReadStreamOptions, RecordedEvent } from '../port';
import { faultKind } from './client-fault';
import type { LedgerClient } from './ledger-client';
import { bufferedEvents, PulledStream, type Pulled } from './pulled-stream';
import { resumedRead, type ResumableRead } from './resumed-read';
import type { ServerLink } from './server-link';

/** Reads a stream from the leader, since decisions rest on it. */
export async function* readStream(link: ServerLink, stream: string, options: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
  link.assertOpen();
  for await (const events of resumedRead(link, new StreamRead(stream, options))) {
    for (const event of events) {
      yield event;
      link.assertOpen();
    }
  }
}

class StreamRead implements ResumableRead {
  private readonly isForwards: boolean;
  /** Next revision, inclusive; null is the end, backwards. */
  private from: number | null;
  private left: number;

  constructor(
    private readonly stream: string,
    { direction = 'forwards', from, maxCount = Number.MAX_SAFE_INTEGER }: ReadStreamOptions,
  ) {
    this.isForwards = direction === 'forwards';
    this.from = from ?? (this.isForwards ? 0 : null);
    this.left = maxCount;
  }

  get what(): string {
    return `read ${this.stream}`;
  }

  get isDone(): boolean {
    return this.left <= 0 || (this.from !== null && this.from < 0);
  }

  get pageMax(): number {
    return Math.min(this.left, bufferedEvents);
  }

  open(client: LedgerClient): PulledStream {
    const read = client.readStream(
      this.stream,
      { fromRevision: this.fromRevision(), maxCount: this.left, direction: this.isForwards ? FORWARDS : BACKWARDS, requiresLeader: true },
      { highWaterMark: bufferedEvents },
    );
    return new PulledStream(read, () => read.cancel());
  }

  take(pulled: Pulled): readonly RecordedEvent[] | 'end' {
    if (pulled.kind !== 'events') return 'end';
    const last = pulled.events.at(-1);
    if (last !== undefined) this.from = last.revision + (this.isForwards ? 1 : -1);
    this.left -= pulled.events.length;
    return pulled.events;
  }

  known(error: unknown): 'end' | Error | null {
    switch (faultKind(error)) {
      case 'stream-not-found':
        return 'end';
      case 'stream-deleted':
        return new StreamDeletedError(this.stream);
      default:
        return null;
    }
  }

  private fromRevision(): typeof START | typeof END | bigint {
    if (this.from === null) return END;
    return this.isForwards && this.from === 0 ? START : BigInt(this.from);
  }
}
