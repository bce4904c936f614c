import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StoreReadOnlyError } from '../errors';
import { BytesReader } from './bytes-reader';
import { ChangeWatch } from './change-watch';
import { EmbeddedStore, type LogAccess } from './embedded-store';
import { GroupCommit } from './group-commit';
import { openForReading, openForWriting } from './log-file';
import { recordedEvent } from './event-row';
import { LogReader } from './log-reader';
import { MarkedStreams } from './marked-streams';
import { StreamReader } from './stream-reader';
import { isMetaStream } from './stream-metadata';
import { systemClock } from './system-clock.adapter';
import { inspectFile } from './verify-file';
import { Wakeups } from './wakeups';
import { WriterLock } from './writer-lock';
import { sqliteFault } from './sqlite';
import { isOutOfRoom } from './write-room';

export interface EmbeddedStoreOptions {
  /** The log. `-wal`, `-shm`, `.lock` and `.pid` files stand beside it and belong to it. */
  readonly file: string;
  /** Reads only, beside a writer in another process or without one. Takes no lock. */
  readonly readOnly?: boolean;
  /** The store's stamp, milliseconds since the Unix epoch. */
  readonly clock?: () => number;
  /** Largest size of the log in pages of 4 KiB; appends beyond are refused with StoreFullError. */
  readonly pageLimit?: number;
  /** How often a read-only store asks whether another process has written, in milliseconds. Default 50. */
  readonly pollMs?: number;
}

/**
 * Opens the log, or makes it. The thread that opens it for writing owns the only write connection; other threads and
 * processes open it read-only.
 *
 * @throws StoreLockedError when it is already open for writing, naming the process.
 * @throws StoreUnreadableError when the file is missing (read-only), no log, damaged, or of a newer Daybook.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const file = resolve(options.file);
  return new EmbeddedStore(options.readOnly === true ? await readAccess(file, options) : await writeAccess(file, options));
}

async function writeAccess(file: string, { clock = systemClock, pageLimit }: EmbeddedStoreOptions): Promise<LogAccess> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const lock = await WriterLock.acquire(file);
  try {
    const connection = await openForWriting(file, pageLimit);
    const wakeups = new Wakeups();
    const listeners = new Set<(lastNumber: number) => void>();
    const marked = new MarkedStreams(connection);
    const tell = (): void => {
      wakeups.wakeAll();
      for (const listener of listeners) listener(writer.lastNumber);
    };
    const writer = new GroupCommit(connection, marked, { file, clock, onCommit: tell });
    return {
      file,
      reader: new LogReader(connection, file, recordedEvent),
      bytes: new BytesReader(connection, file),
      streams: new StreamReader(connection, file),
      wakeups,
      clock,
      mayBeMarked: (stream) => isMetaStream(stream) || marked.mayHold(stream),
      lastNumber: () => writer.lastNumber,
      inspect: () => inspectFile(connection, file),
      write: (write, bytes) => writer.write(write, bytes),
      onCommitted: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: async () => {
        await writer.close();
        try {
          connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        } catch (error) {
          // Without room for it, what is committed stays in the file beside the log; the next to open it reads it there.
          if (!(await isOutOfRoomFault(error, file))) throw error;
        } finally {
          connection.close();
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function isOutOfRoomFault(error: unknown, file: string): Promise<boolean> {
  const fault = sqliteFault(error);
  return fault === 'full' || (fault === 'write-failed' && (await isOutOfRoom(file)));
}

async function readAccess(file: string, { clock = systemClock, pollMs = 50 }: EmbeddedStoreOptions): Promise<LogAccess> {
  const connection = await openForReading(file);
  const reader = new LogReader(connection, file, recordedEvent);
  const wakeups = new ChangeWatch(connection, pollMs);
  return {
    file,
    reader,
    bytes: new BytesReader(connection, file),
    streams: new StreamReader(connection, file),
    wakeups,
    clock,
    mayBeMarked: () => true,
    lastNumber: () => reader.lastNumber(),
    inspect: () => inspectFile(connection, file),
    write: () => Promise.reject(new StoreReadOnlyError(file)),
    onCommitted: () => () => undefined,
    close: () => {
      wakeups.stop();
      connection.close();
      return Promise.resolve();
    },
  };
}
