import { lengthPrefixed } from '../content-hash';
import { uuidV5 } from '../uuid-v5';
import { rowChecksum, type LogEvent } from './event-row';
import type { LogReader } from './log-reader';
import type { EventToStore, LogWrite, LogWriteOutcome } from './log-write';
import type { MarkedStreams } from './marked-streams';
import { numberOfRow } from './position';
import type { RecentIds } from './recent-ids';
import { sqliteFault, type SqliteConnection, type SqliteStatement } from './sqlite';
import type { StreamHeads } from './stream-heads';
import {
  isMetaStream,
  isSoftDeletion,
  metadataType,
  metaStreamOf,
  parseStreamMetadata,
  softDeletionText,
  streamOfMeta,
  tombstoneRevision,
  tombstoneType,
  withTruncateBefore,
} from './stream-metadata';
import { decide, type Standing, type Written } from './write-rules';

/** What the transactions of one writer share. */
export interface WriterState {
  readonly insert: SqliteStatement;
  readonly reader: LogReader<LogEvent>;
  readonly heads: StreamHeads;
  readonly marked: MarkedStreams;
  readonly recent: RecentIds;
}

type Append = Extract<LogWrite, { kind: 'append' }>;

const tombstoneBound = 2n ** 63n - 1n;

/** Carries out writes inside one SQLite transaction. What it found out counts only once that is committed. */
export class AppendTransaction {
  /** Heads as this transaction leaves them, null where a look is needed; the committed ones stay as they are until `publish`. */
  private readonly changed = new Map<string, number | null>();
  private last: number;

  constructor(
    private readonly state: WriterState,
    lastRow: number,
    private readonly now: number,
  ) {
    this.last = lastRow;
  }

  get lastRow(): number {
    return this.last;
  }

  /** Whether anything was inserted, and so has to be committed and synced. */
  get hasWritten(): boolean {
    return this.changed.size > 0;
  }

  perform(write: LogWrite): LogWriteOutcome {
    if (write.kind === 'append') return this.append(write);
    return write.kind === 'delete' ? this.softDelete(write) : this.tombstone(write);
  }

  /** Makes the new heads the committed ones. Precondition: the transaction is committed. */
  publish(): void {
    const { heads } = this.state;
    for (const [stream, revision] of this.changed) {
      if (revision === null) heads.delete(stream);
      else heads.set(stream, revision);
    }
  }

  private append(write: Append): LogWriteOutcome {
    const { stream, expected, events } = write;
    const known = this.knownHead(stream);
    const isNew = known === undefined && expected === 'no_stream' && events.length > 0;
    // Most new streams are new indeed: the unique index says so at less cost than a look beforehand.
    if (isNew && !this.state.marked.mayHold(stream) && !isMetaStream(stream) && this.inserted(write)) return this.writtenLast(stream);
    const standing = this.standing(stream, known);
    const decision = decide(standing, write, this.written(stream));
    if (decision !== 'append') return decision;
    if (events.length === 0) return { kind: 'written', revision: standing.last, number: null };
    if (isMetaStream(stream)) return this.appendMetadata(write, standing);
    this.insertAfter(standing.last, stream, events);
    const outcome = this.writtenLast(stream);
    if (standing.isSoftDeleted) this.revive(stream, standing.last + 1);
    return outcome;
  }

  private knownHead(stream: string): number | undefined {
    const changed = this.changed.get(stream);
    return changed === null ? undefined : (changed ?? this.state.heads.get(stream));
  }

  private writtenLast(stream: string): LogWriteOutcome {
    return { kind: 'written', revision: this.changed.get(stream) ?? 0, number: numberOfRow(this.last) };
  }

  /** False, with nothing written, when the stream turns out to exist. */
  private inserted({ stream, events }: Append): boolean {
    const before = this.last;
    try {
      this.insertAfter(-1, stream, events);
      return true;
    } catch (error) {
      // Only the first event may meet another one: events stand without gaps from revision 0.
      if (sqliteFault(error) !== 'unique' || this.last !== before) throw error;
      return false;
    }
  }

  private insertAfter(head: number, stream: string, events: readonly EventToStore[]): void {
    let revision = head;
    for (const event of events) {
      revision += 1;
      this.insertRow(stream, revision, event);
    }
    this.changed.set(stream, revision);
  }

  private insertRow(stream: string, revision: number, { id, type, data, metadata }: EventToStore): void {
    const number = this.last + 1;
    const checksum = rowChecksum({ number, stream, revision, createdAt: this.now, id, type, data, metadata });
    this.state.insert.run([number, stream, revision >= tombstoneRevision ? tombstoneBound : revision, id, type, data, metadata, this.now, checksum]);
    this.last = number;
    this.state.recent.add(id, number);
  }

  /** Metadata written to a deleted stream revive it, in a second event: that is what tells readers where it begins now. */
  private appendMetadata({ stream, events }: Append, standing: Standing): LogWriteOutcome {
    const subject = streamOfMeta(stream);
    const of = this.standing(subject, undefined);
    this.insertAfter(standing.last, stream, events);
    const outcome = this.writtenLast(stream);
    if (of.isSoftDeleted) this.revive(subject, of.last + 1);
    this.mark(subject);
    return outcome;
  }

  /** Writes the metadata once more, with the stream beginning at `from`. Those that are no JSON object delete nothing, and stay. */
  private revive(stream: string, from: number): void {
    const newest = this.metadataOf(stream);
    const revived = newest === undefined ? null : withTruncateBefore(newest.data, from);
    if (newest !== undefined && revived !== null) this.writeOwn(metaStreamOf(stream), newest.revision + 1, metadataType, revived);
  }

  private softDelete({ stream, expected }: LogWrite): LogWriteOutcome {
    const standing = this.standing(stream, undefined);
    const decision = decide(standing, { expected, events: [unheardOf] }, this.written(stream));
    if (decision !== 'append') return decision;
    if (standing.last === -1 && !standing.hasMetadata) return { kind: 'wrong-expected-revision', actual: -1 };
    const revision = (this.metadataOf(stream)?.revision ?? -1) + 1;
    this.writeOwn(metaStreamOf(stream), revision, metadataType, softDeletionText);
    this.mark(stream);
    return { kind: 'written', revision, number: numberOfRow(this.last) };
  }

  private tombstone({ stream, expected }: LogWrite): LogWriteOutcome {
    const decision = decide(this.standing(stream, undefined), { expected, events: [unheardOf] }, this.written(stream));
    if (decision !== 'append') return decision;
    this.writeOwn(stream, tombstoneRevision, tombstoneType, '');
    this.mark(stream);
    this.changed.set(metaStreamOf(stream), null);
    return { kind: 'written', revision: tombstoneRevision, number: numberOfRow(this.last) };
  }

  /** An event of the store itself. Its id follows from its place, which no other event can have. */
  private writeOwn(stream: string, revision: number, type: string, data: string): void {
    const id = uuidV5(lengthPrefixed(['daybook-store', stream, String(revision), data]));
    this.insertRow(stream, revision, { id, type, data, metadata: '' });
    this.changed.set(stream, revision < tombstoneRevision ? revision : null);
  }

  /** From now on a look is needed before the stream is written or read. */
  private mark(stream: string): void {
    this.changed.set(stream, null);
    this.state.marked.add(stream);
  }

  private standing(stream: string, known: number | undefined): Standing {
    const isMarked = this.state.marked.mayHold(stream);
    const last = known ?? this.state.reader.lastRevision(stream);
    const subject = isMetaStream(stream) ? streamOfMeta(stream) : null;
    // The tombstone of a stream covers its metadata too.
    const covered = subject !== null && this.state.marked.mayHold(subject) && this.state.reader.lastRevision(subject) >= tombstoneRevision;
    if (last >= tombstoneRevision || covered) return { last, isTombstoned: true, isSoftDeleted: false, hasMetadata: false };
    // A known head is that of a stream that is not deleted.
    const metadata = isMarked && last !== known ? this.metadataOf(stream) : undefined;
    const isSoftDeleted = metadata !== undefined && isSoftDeletion(parseStreamMetadata(metadata.data));
    return { last, isTombstoned: false, isSoftDeleted, hasMetadata: metadata !== undefined };
  }

  private metadataOf(stream: string): LogEvent | undefined {
    return this.state.reader.streamPage(metaStreamOf(stream), Number.MAX_SAFE_INTEGER, 'backwards', 1)[0];
  }

  private written(stream: string): Written {
    const { reader, recent } = this.state;
    return {
      from: (revision, limit) => reader.streamPage(stream, revision, 'forwards', limit),
      recent: (id) => {
        const row = recent.row(id);
        const found = row === undefined ? null : reader.atRow(row);
        return found !== null && found.stream === stream && found.id === id ? found : null;
      },
    };
  }
}

/** Stands for the event of a deletion, which nobody has sent before. */
const unheardOf = { id: '' };

export const prepareInsert = (connection: SqliteConnection): SqliteStatement =>
  connection.prepare(
    'INSERT INTO events (position, stream, revision, id, type, data, metadata, created_at, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
