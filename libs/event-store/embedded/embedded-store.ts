import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkedAppend } from '../append-preconditions';
import { StoreClosedError, StreamDeletedError } from '../errors';
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
import type { StoredBytes } from '../stored-bytes';
import type { BytesReader } from './bytes-reader';
import { asRecorded, rowsPerChunk } from './event-row';
import type { LogReader } from './log-reader';
import type { LogWrite, LogWriteOutcome } from './log-write';
import { positionNumber, positionOf } from './position';
import type { StreamReader } from './stream-reader';
import type { FileFault, FilePage } from './verify-file';
import type { Wakeups } from './wakeups';
import { checkWrite, refuseUnwritable } from './write-checks';

const defaultPage = 1_000;

/** What differs between the one writer and those who only read along. */
export interface LogAccess {
  readonly file: string;
  readonly reader: LogReader<RecordedEvent>;
  readonly bytes: BytesReader;
  readonly streams: StreamReader;
  readonly wakeups: Wakeups;
  readonly clock: () => number;
  /** Position number of the last committed event. */
  lastNumber(): number;
  /** Whether the stream may be deleted, or have metadata: false spares the look. */
  mayBeMarked(stream: string): boolean;
  write(write: LogWrite, bytes: number): Promise<LogWriteOutcome>;
  onCommitted(listener: (lastNumber: number) => void): () => void;
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

  /** The log. Other threads and processes may read it on connections of their own. */
  get file(): string {
    return this.access.file;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendOutcome> {
    this.assertOpen();
    const bytes = checkedAppend(stream, expected, events);
    refuseUnwritable(stream);
    return portOutcome(stream, await this.access.write({ kind: 'append', stream, expected, events }, bytes));
  }

  /**
   * Everything the protocol of EventStoreDB can ask of one stream, in turn with all appends. Durable once answered.
   *
   * @throws WriteRefusedError, AppendTooLargeError, StoreFullError, StoreBusyError, StoreClosedError. None of them has
   *   written anything.
   */
  async write(write: LogWrite): Promise<LogWriteOutcome> {
    this.assertOpen();
    return this.access.write(write, checkWrite(write));
  }

  /**
   * Calls the listener after each commit, with the position number of the last event; from then on every reader sees it.
   * Never called for a store that was opened read-only.
   *
   * @returns ends the calls.
   */
  onCommitted(listener: (lastNumber: number) => void): () => void {
    return this.access.onCommitted(listener);
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    const { direction = 'forwards', maxCount = Number.MAX_SAFE_INTEGER } = options;
    let from = options.from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
    let left = maxCount;
    while (left > 0 && from >= 0) {
      this.assertOpen();
      const events = this.streamPage(stream, from, direction, left);
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

  async *readAllBytes(): AsyncGenerator<readonly StoredBytes[]> {
    let row = 0;
    for (;;) {
      this.assertOpen();
      const page = this.access.bytes.pageAfter(row, Number.MAX_SAFE_INTEGER);
      if (page.length === 0) return;
      row = page[page.length - 1]!.row;
      yield page;
      await nextTurn();
    }
  }

  /** The row of the last event, 0 on an empty log: `BytesReader` counts in rows. */
  lastRow(): number {
    this.assertOpen();
    return this.access.bytes.lastRow();
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

  private streamPage(stream: string, from: number, direction: 'forwards' | 'backwards', limit: number): RecordedEvent[] {
    const { reader, streams, clock } = this.access;
    if (!this.access.mayBeMarked(stream)) return reader.streamPage(stream, from, direction, limit);
    if (streams.state(stream).isTombstoned) throw new StreamDeletedError(stream);
    return streams.page(stream, from, direction, limit, clock()).map(asRecorded);
  }

  private assertOpen(): void {
    if (this.closed !== null) throw new StoreClosedError(this.access.file);
  }
}

function portOutcome(stream: string, outcome: LogWriteOutcome): AppendOutcome {
  switch (outcome.kind) {
    case 'written':
      if (outcome.number === null) throw new Error(`an append to ${stream} was answered without a place, although it had events`);
      return { kind: 'appended', revision: outcome.revision, position: positionOf(outcome.number) };
    case 'wrong-expected-revision':
      return { kind: 'conflict', actual: outcome.actual === -1 ? 'no_stream' : outcome.actual };
    case 'stream-deleted':
      throw new StreamDeletedError(stream);
    case 'unknown':
      return outcome;
  }
}
