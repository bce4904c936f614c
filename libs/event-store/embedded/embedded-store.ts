import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppendTooLargeError, StoreClosedError } from '../errors';
import type {
  AppendOutcome,
  EventStore,
  EventToAppend,
  ExpectedRevision,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionSignal,
} from '../port';
import { isUuid } from '../uuid-v5';
import { isUnstorable, rowsPerChunk } from './event-row';
import type { LogReader } from './log-reader';
import { positionNumber, positionOf } from './position';
import type { FileFault, FilePage } from './verify-file';
import type { Wakeups } from './wakeups';

/** Largest sum of data and metadata bytes of one append. */
export const appendBytesMax = 1024 * 1024;

const defaultPage = 1_000;

/** What differs between the one writer and those who only read along. */
export interface LogAccess {
  readonly file: string;
  readonly reader: LogReader;
  readonly wakeups: Wakeups;
  /** Number of the last committed event. */
  lastNumber(): number;
  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[], bytes: number): Promise<AppendOutcome>;
  inspect(): Iterable<FilePage>;
  close(): Promise<void>;
}

/** The port over one SQLite file. */
export class EmbeddedStore implements EventStore {
  private readonly closing = new AbortController();
  private closed: Promise<void> | null = null;

  constructor(private readonly access: LogAccess) {}

  get description(): string {
    return `embedded log ${this.access.file}`;
  }

  /** Place of the last event, null on an empty log. */
  head(): Position | null {
    this.assertOpen();
    const last = this.access.lastNumber();
    return last === 0 ? null : positionOf(last);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendOutcome> {
    try {
      this.assertOpen();
      checkPlace(stream, expected, events);
      const bytes = events.reduce((sum, event) => sum + checkedBytes(stream, event), 0);
      if (bytes > appendBytesMax) throw new AppendTooLargeError(stream, bytes, appendBytesMax);
      return this.access.append(stream, expected, events, bytes);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    const { direction = 'forwards', maxCount = Number.MAX_SAFE_INTEGER } = options;
    let from = options.from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
    let left = maxCount;
    while (left > 0 && from >= 0) {
      this.assertOpen();
      const events = this.access.reader.streamPage(stream, from, direction, left);
      const last = events.at(-1);
      if (last === undefined) return;
      yield* events;
      left -= events.length;
      from = last.revision + (direction === 'forwards' ? 1 : -1);
      if (events.length >= rowsPerChunk) await nextTurn();
    }
  }

  async *readAll(after: Position | null, options: ReadAllOptions = {}): AsyncGenerator<readonly RecordedEvent[]> {
    const { filter, pageSize = defaultPage, maxCount = Number.MAX_SAFE_INTEGER } = options;
    let readTo = positionNumber(after);
    let left = maxCount;
    while (left > 0) {
      this.assertOpen();
      const end = this.access.lastNumber();
      if (readTo >= end) return;
      const page = this.access.reader.pageAfter(readTo, end, Math.min(left, pageSize), filter);
      readTo = page.readTo;
      left -= page.events.length;
      if (page.events.length > 0) yield page.events;
      // Reading is synchronous: without a turn of the event loop in between, nothing else would run until the end.
      await nextTurn();
    }
  }

  async *subscribeAll(after: Position | null, options: SubscribeOptions): AsyncGenerator<SubscriptionSignal> {
    const { filter, pageSize = defaultPage } = options;
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    let readTo = positionNumber(after);
    while (!options.signal.aborted) {
      this.assertOpen();
      const end = this.access.lastNumber();
      if (readTo < end) {
        const page = this.access.reader.pageAfter(readTo, end, pageSize, filter);
        readTo = page.readTo;
        if (page.events.length > 0) yield { kind: 'events', events: page.events };
        if (readTo < end) {
          await nextTurn();
          continue;
        }
      }
      yield { kind: 'caughtUp', position: readTo === 0 ? null : positionOf(readTo) };
      // Nothing can be committed between this look and the wait: both happen in one turn.
      if (this.access.lastNumber() <= readTo) await this.access.wakeups.next(signal);
    }
  }

  /**
   * Looks at every page and row of the file and yields what is wrong, with empty arrays in between as progress.
   * Finds damage, not deliberate change: that is what the content hashes of the events are for.
   */
  async *verifyFile(): AsyncGenerator<readonly FileFault[]> {
    for await (const { faults } of this.inspectFile()) yield faults;
  }

  /** As `verifyFile`, with the events: unlike `readAll` it passes what is damaged and goes on to the end. */
  async *inspectFile(): AsyncGenerator<FilePage> {
    for (const page of this.access.inspect()) {
      yield page;
      await nextTurn();
      this.assertOpen();
    }
  }

  close(): Promise<void> {
    this.closed ??= this.access.close().finally(() => this.closing.abort());
    return this.closed;
  }

  private assertOpen(): void {
    if (this.closed !== null) throw new StoreClosedError(this.access.file);
  }
}

/** What breaks the port's preconditions is a defect of the caller, found before anything is written. */
function checkPlace(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): void {
  if (stream === '' || isUnstorable(stream)) throw new RangeError(`${JSON.stringify(stream)} is no stream name`);
  if (events.length === 0) throw new RangeError(`append to ${stream} has no events; give at least one`);
  if (expected !== 'no_stream' && (!Number.isSafeInteger(expected) || expected < 0)) {
    throw new RangeError(`append to ${stream} expects revision ${expected}; give an integer from 0, or no_stream`);
  }
}

/** Bytes of data and metadata of an event that may be stored. */
function checkedBytes(stream: string, { id, type, data, metadata }: EventToAppend): number {
  if (!isUuid(id)) throw new RangeError(`event id ${id} in ${stream} is no lower-case UUID`);
  if (type === '' || isUnstorable(type)) throw new RangeError(`${JSON.stringify(type)} is no event type (${stream})`);
  if (isUnstorable(data) || isUnstorable(metadata)) throw new RangeError(`event ${id} in ${stream} is not JSON: it holds control characters`);
  return Buffer.byteLength(data) + Buffer.byteLength(metadata);
}
