import type { AppendOutcome, EventToAppend, ExpectedRevision } from '../port';
import { rowChecksum } from './event-row';
import type { LogReader } from './log-reader';
import { positionOf } from './position';
import type { SqliteConnection, SqliteStatement } from './sqlite';
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
    const { stream, expected, events } = request;
    const head = this.changed.get(stream) ?? this.heads.get(stream) ?? this.reader.lastRevision(stream);
    const after = expected === 'no_stream' ? -1 : expected;
    if (after < head) return this.repeated(request, after, head);
    if (after > head) return conflict(head);
    let revision = head;
    for (const event of events) {
      revision += 1;
      this.last += 1;
      const checksum = rowChecksum(this.last, stream, revision, this.now, event);
      this.insert.run([this.last, stream, revision, event.id, event.type, event.data, event.metadata, this.now, checksum]);
    }
    this.changed.set(stream, revision);
    return { kind: 'appended', revision, position: positionOf(this.last) };
  }

  /** Makes the new heads the committed ones. Precondition: the transaction is committed. */
  publish(): void {
    for (const [stream, revision] of this.changed) this.heads.set(stream, revision);
  }

  /** A group that stands at its place already is answered as appended; anything else there is a conflict. */
  private repeated({ stream, events }: AppendRequest, after: number, head: number): AppendOutcome {
    const stored = this.reader.streamPage(stream, after + 1, 'forwards', events.length);
    const same = stored.length === events.length && events.every((event, index) => event.id === stored[index]?.id);
    const last = stored.at(-1);
    return same && last !== undefined ? { kind: 'appended', revision: last.revision, position: last.position } : conflict(head);
  }
}

const conflict = (head: number): AppendOutcome => ({ kind: 'conflict', actual: head === -1 ? 'no_stream' : head });

export const prepareInsert = (connection: SqliteConnection): SqliteStatement =>
  connection.prepare(
    'INSERT INTO events (position, stream, revision, id, type, data, metadata, created_at, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
