import { StoreBusyError, StoreClosedError, StoreFailedError, StoreFullError } from '../errors';
import { AppendTransaction, prepareInsert, type WriterState } from './append-transaction';
import { logEvent } from './event-row';
import { lastRow } from './log-file';
import { LogReader } from './log-reader';
import type { LogWrite, LogWriteOutcome } from './log-write';
import type { MarkedStreams } from './marked-streams';
import { numberOfRow } from './position';
import { RecentIds } from './recent-ids';
import { sqliteFault, type SqliteConnection } from './sqlite';
import { StreamHeads } from './stream-heads';
import { isOutOfRoom } from './write-room';

/** One transaction takes at most so many appends and bytes; what waits beyond goes into the next. */
const groupAppends = 1_000;
const groupBytes = 8 * 1024 * 1024;

interface Waiting {
  readonly write: LogWrite;
  readonly bytes: number;
  readonly resolve: (outcome: LogWriteOutcome) => void;
  readonly reject: (error: Error) => void;
}

export interface GroupCommitOptions {
  readonly file: string;
  readonly clock: () => number;
  /** Called after each commit that wrote something, once the appends are answered. */
  readonly onCommit: () => void;
}

/**
 * Appends that wait together share one transaction and one fsync. No outcome leaves before the COMMIT of the whole
 * group, refusals included, since they may rest on appends of the same group.
 */
export class GroupCommit {
  private readonly shared: WriterState;
  private waiting: Waiting[] = [];
  private scheduled = false;
  private state: 'open' | 'closed' | 'failed' = 'open';
  /** The last committed row. */
  private committed: number;
  private settled: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: SqliteConnection,
    marked: MarkedStreams,
    private readonly options: GroupCommitOptions,
  ) {
    this.shared = {
      insert: prepareInsert(connection),
      reader: new LogReader(connection, options.file, logEvent),
      heads: new StreamHeads(),
      marked,
      recent: new RecentIds(),
    };
    this.committed = lastRow(connection);
  }

  /** Position number of the last committed event. */
  get lastNumber(): number {
    return numberOfRow(this.committed);
  }

  /** @param bytes size of what is to be written. */
  write(write: LogWrite, bytes: number): Promise<LogWriteOutcome> {
    if (this.state === 'closed') return Promise.reject(new StoreClosedError(this.options.file));
    if (this.state === 'failed') return Promise.reject(new StoreFailedError(this.options.file));
    return new Promise((resolve, reject) => {
      this.waiting.push({ write, bytes, resolve, reject });
      this.schedule();
    });
  }

  /** Writes what waits, then takes no more. */
  async close(): Promise<void> {
    while (this.waiting.length > 0 && this.state === 'open') {
      this.commitGroup();
      await this.settled;
    }
    this.state = 'closed';
    this.refuseWaiting(new StoreClosedError(this.options.file));
  }

  /** After this turn of the event loop, so that everything that arrives in it goes in together. */
  private schedule(): void {
    if (this.scheduled || this.waiting.length === 0 || this.state !== 'open') return;
    this.scheduled = true;
    setImmediate(() => {
      this.commitGroup();
      // After a fault, nothing is tried again before it is known what the fault was.
      void this.settled.then(() => {
        this.scheduled = false;
        this.schedule();
      });
    });
  }

  private takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { bytes: more } of this.waiting) {
      if (count > 0 && (count >= groupAppends || bytes + more > groupBytes)) break;
      bytes += more;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private commitGroup(): void {
    const group = this.takeGroup();
    if (group.length === 0) return;
    let transaction: AppendTransaction;
    let outcomes: LogWriteOutcome[];
    try {
      this.connection.exec('BEGIN IMMEDIATE');
      transaction = new AppendTransaction(this.shared, this.committed, this.options.clock());
      outcomes = group.map(({ write }) => transaction.perform(write));
      this.connection.exec('COMMIT');
    } catch (error) {
      this.settled = this.afterFault(group, error);
      return;
    }
    transaction.publish();
    this.committed = transaction.lastRow;
    group.forEach(({ resolve }, index) => resolve(outcomes[index] as LogWriteOutcome));
    if (transaction.hasWritten) this.options.onCommit();
  }

  /** A fault of room or of a lock leaves the store as it was; after any other, only a reopen shows what is stored. */
  private async afterFault(group: readonly Waiting[], error: unknown): Promise<void> {
    const rolledBack = this.rollBack();
    const fault = sqliteFault(error);
    const { file } = this.options;
    if (rolledBack && (fault === 'full' || (fault === 'write-failed' && (await isOutOfRoom(file))))) {
      for (const { reject } of group) reject(new StoreFullError(file, { cause: error }));
      return;
    }
    if (rolledBack && fault === 'busy') {
      for (const { reject } of group) reject(new StoreBusyError(file, { cause: error }));
      return;
    }
    this.state = 'failed';
    const cause = new StoreFailedError(file, { cause: error });
    for (const { resolve } of group) resolve({ kind: 'unknown', cause });
    this.refuseWaiting(cause);
  }

  private rollBack(): boolean {
    try {
      // SQLite has already rolled back by itself after some faults, a full disk among them.
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      return true;
    } catch {
      return false;
    }
  }

  private refuseWaiting(reason: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(reason);
  }
}
