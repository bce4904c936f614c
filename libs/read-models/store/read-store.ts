import type { Transaction } from 'kysely';
import type { Lease } from './lease';
import type { Dialect } from './table';

/** A transaction on the read store. Queries on it see one snapshot. */
export type ReadTransaction = Transaction<unknown>;

/** The SQL database behind the read models. Disposable: everything in it follows from the log. */
export interface ReadStore {
  readonly dialect: Dialect;
  /** One line for logs and health; holds no secret. */
  readonly description: string;
  /** Runs queries on one snapshot; nothing they do is kept. They may be run a second time, on a fresh one. */
  read<T>(work: (db: ReadTransaction) => Promise<T>): Promise<T>;
  /** Runs one transaction; rolled back when `work` throws. The first statement must be a write. */
  write<T>(work: (db: ReadTransaction) => Promise<T>): Promise<T>;
  /** Whether a failure passes: the database was away. The same work may be tried again; it may also have been committed. */
  isPassing(error: unknown): boolean;
  /** Which of the processes on this store does a work that one of them should; null when only one process can open it. */
  lease(name: string): Lease | null;
  /** What was deleted leaves the file, too, where the database itself would keep it until the place is needed. */
  forgetDeleted(): Promise<void>;
  close(): Promise<void>;
}

/** What `openReadStore` takes: a PostgreSQL URL, a SQLite file, or a database that ends with the process. */
export type ReadStoreConfig =
  | { readonly url: string }
  | { readonly file: string }
  | { readonly memory: true };

/** An answer row of the driver: integers arrive as bigint on both dialects. */
export type Row = Readonly<Record<string, bigint | string>>;
