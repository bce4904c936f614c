import { setImmediate as nextTurn } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { RecordedEvent } from '../port';
import { asError } from './client-fault';
import type { ClientPosition } from './position';
import { recordedEvent } from './wire-event';

/** Enough to spread the cost of a turn over many events; what a slow reader holds in memory at most. */
export const bufferedEvents = 64;
const pageBytes = 4 * 1024 * 1024;

export type Pulled =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[] }
  /** Everything up to this place has been given out, but for what a filter leaves out. */
  | { readonly kind: 'checkpoint'; readonly position: ClientPosition }
  | { readonly kind: 'caughtUp' }
  /** Nothing came for as long as asked. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'ended' };

type Mark = { readonly after: number; readonly signal: Extract<Pulled, { kind: 'checkpoint' | 'caughtUp' }> };
type ClientRecord = Parameters<typeof recordedEvent>[0];

/**
 * Takes events out of a stream of the client as a reader asks for them, so that a slow reader slows the server down:
 * handlers of the client's events are never awaited, a Readable that is not read is.
 *
 * The client tells of checkpoints and of being live by callbacks, which overtake the events that wait in its buffer.
 * They are put back into their places here.
 */
export class PulledStream {
  private readonly marks: Mark[] = [];
  private taken = 0;
  private fault: Error | null = null;
  private isEnded = false;
  private hasNews = false;
  private wake: () => void = () => undefined;

  private readonly stream: Readable;

  constructor(
    stream: unknown,
    private readonly cancel: () => Promise<void>,
  ) {
    // The client declares a type of its own that does not match Node's to the letter; what it returns is one of Node's.
    if (!(stream instanceof Readable)) throw new TypeError('the client gave no stream to read');
    this.stream = stream;
    // This listener stays for ever: the client emits errors on streams that nobody reads any more.
    stream.on('error', (error: Error) => {
      this.fault ??= asError(error);
      this.notify();
    });
    stream.on('caughtUp', () => this.mark({ kind: 'caughtUp' }));
    stream.on('readable', () => this.notify());
    for (const end of ['end', 'close']) {
      stream.on(end, () => {
        this.isEnded = true;
        this.notify();
      });
    }
  }

  /** For the client's callback. */
  readonly reached = (position: ClientPosition): void => this.mark({ kind: 'checkpoint', position });

  /**
   * The next events, at most so many and about 4 MiB: those that are there, without waiting for a full page.
   *
   * @param silenceMs how long to wait for the first, milliseconds.
   * @throws what the client reports, once everything that came before it has been given out.
   */
  async pull(countMax: number, silenceMs: number, signal: AbortSignal): Promise<Pulled> {
    for (;;) {
      const mark = this.marks[0];
      if (mark !== undefined && mark.after <= this.taken) {
        this.marks.shift();
        return mark.signal;
      }
      this.hasNews = false;
      const events = await this.buffered(countMax);
      if (events.length > 0) return { kind: 'events', events };
      if (this.marks[0]?.after === this.taken) continue;
      if (this.fault !== null) throw this.fault;
      if (this.isEnded || signal.aborted) return { kind: 'ended' };
      if (!(await this.changed(silenceMs, signal))) return { kind: 'silent' };
    }
  }

  /** Whether nothing is waiting to be pulled. */
  get isDrained(): boolean {
    return this.stream.readableLength === 0 && this.marks.length === 0;
  }

  /**
   * Tells the server to stop. What is still on its way is let through into nothing: a stream that is left standing with
   * its end unread stays in the client's books for ever.
   */
  stop(): void {
    this.stream.removeAllListeners('readable');
    this.stream.resume();
    // A stream that never came to be cannot be cancelled; then there is nothing to stop.
    this.cancel().catch(() => undefined);
  }

  private mark(signal: Mark['signal']): void {
    this.marks.push({ after: this.taken + this.stream.readableLength, signal });
    this.notify();
  }

  private notify(): void {
    this.hasNews = true;
    this.wake();
  }

  private async buffered(countMax: number): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let bytes = 0;
    for (;;) {
      const before = events.length;
      while (events.length < countMax && bytes < pageBytes && (this.marks[0]?.after ?? Infinity) > this.taken) {
        const item = this.stream.read() as { readonly event?: ClientRecord } | null;
        if (item === null) break;
        this.taken += 1;
        const event = recordedEvent(item.event);
        bytes += event.data.length + event.metadata.length;
        events.push(event);
      }
      // One more turn may bring more of what is on its way; a turn that brings nothing ends the page.
      if (events.length === before || events.length >= countMax || bytes >= pageBytes || this.marks.length > 0) return events;
      await nextTurn();
    }
  }

  /** False when nothing happened in that time. */
  private changed(silenceMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.hasNews) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (hasChanged: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onChange);
        this.wake = () => undefined;
        resolve(hasChanged);
      };
      const onChange = (): void => settle(true);
      const timer = setTimeout(() => settle(false), silenceMs);
      signal.addEventListener('abort', onChange, { once: true });
      this.wake = onChange;
    });
  }
}
