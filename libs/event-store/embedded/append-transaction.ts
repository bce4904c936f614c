import type { AppendOutcome, EventToAppend, ExpectedRevision, RecordedEvent } from '../port';
import { rowChecksum } from './event-row';
import type { LogReader } from './log-reader';
import { positionOf } from './position';
import { sqliteFault, type SqliteConnection, type SqliteStatement } from './sqlite';
import type { StreamHeads } from './stream-heads';

export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
}

/** Carries out appends inside one SQLite transaction. What it found out counts only once that is committed. */
export class AppendTransaction {
  /** Heads as this transaction leaves them; the committed ones stay as they are until `publish`. */
  private readonly changed = new Map<string, number>();
  private last: number;

  constructor(
    private readonly insert: SqliteStatement,
    private readonly reader: LogReader,
    private readonly heads: StreamHeads,
    lastNumber: number,
    private readonly now: number,
  ) {
    this.last = lastNumber;
  }

  get lastNumber(): number {
    return this.last;
  }

  /** Whether anything was inserted, and so has to be committed and synced. */
  get hasWritten(): boolean {
    return this.changed.size > 0;
  }

  perform(request: AppendRequest): AppendOutcome {
    const { stream, expected } = request;
    const known = this.changed.get(stream) ?? this.heads.get(stream);
    // Most new streams are new indeed: the unique index says so at less cost than a look beforehand.
    if (known === undefined && expected === 'no_stream' && this.inserted(request)) return this.appended(stream);
    const head = known ?? this.reader.lastRevision(stream);
    const after = expected === 'no_stream' ? -1 : expected;
    if (after < head) return this.repeated(request, after, head);
    if (after > head) return conflict(head);
    this.insertAfter(head, request);
    return this.appended(stream);
  }

  private appended(stream: string): AppendOutcome {
    return { kind: 'appended', revision: this.changed.get(stream) ?? 0, position: positionOf(this.last) };
  }

  /** False, with nothing written, when the stream turns out to exist. */
  private inserted(request: AppendRequest): boolean {
    const before = this.last;
    try {
      this.insertAfter(-1, request);
      return true;
    } catch (error) {
      // Only the first event may meet another one: events stand without gaps from revision 0.
      if (sqliteFault(error) !== 'unique' || this.last !== before) throw error;
      return false;
    }
  }

  private insertAfter(head: number, { stream, events }: AppendRequest): void {
    let revision = head;
    for (const { id, type, data, metadata } of events) {
      const number = this.last + 1;
      revision += 1;
      const checksum = rowChecksum({ number, stream, revision, createdAt: this.now, id, type, data, metadata });
      this.insert.run([number, stream, revision, id, type, data, metadata, this.now, checksum]);
      this.last = number;
    }
    this.changed.set(stream, revision);
  }

  /** Makes the new heads the committed ones. Precondition: the transaction is committed. */
  publish(): void {
    for (const [stream, revision] of this.changed) this.heads.set(stream, revision);
  }

  /** A group that stands at its place already is answered as appended; anything else there is a conflict. */
  private repeated({ stream, events }: AppendRequest, after: number, head: number): AppendOutcome {
    let last: RecordedEvent | undefined;
    for (let place = 0; place < events.length; ) {
      const stored = this.reader.streamPage(stream, after + 1 + place, 'forwards', events.length - place);
      if (stored.length === 0 || stored.some(({ id }, index) => id !== events[place + index]?.id)) return conflict(head);
      place += stored.length;
      last = stored.at(-1);
    }
    return last === undefined ? conflict(head) : { kind: 'appended', revision: last.revision, position: last.position };
  }
}

const conflict = (head: number): AppendOutcome => ({ kind: 'conflict', actual: head === -1 ? 'no_stream' : head });

export const prepareInsert = (connection: SqliteConnection): SqliteStatement =>
  connection.prepare(
    'INSERT INTO events (position, stream, revision, id, type, data, metadata, created_at, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
