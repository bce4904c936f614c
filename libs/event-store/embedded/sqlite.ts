import Database from 'libsql';

/** The few calls of the SQLite binding that the store relies on; another binding fits behind the same shape. */
export type SqliteConnection = Pick<Database.Database, 'exec' | 'prepare' | 'inTransaction'> & { close(): unknown };
export type SqliteStatement = Database.Statement;

/** @param mustExist refuses to create the file. */
export function openSqlite(file: string, { mustExist }: { readonly mustExist: boolean }): SqliteConnection {
  // The binding ignores `fileMustExist`; SQLite's own URI form does not. Only these three characters mean something in a URI path.
  const uri = `file:${file.replaceAll('%', '%25').replaceAll('?', '%3f').replaceAll('#', '%23')}?mode=${mustExist ? 'rw' : 'rwc'}`;
  return new Database(uri);
}

/** One row of one column, as an integer. */
export function integerOf(connection: SqliteConnection, sql: string): number {
  // Array rows carry no extra members in this binding; object rows of `.get()` do.
  const row = connection.prepare(sql).raw().get() as readonly unknown[] | undefined;
  return Number(row?.[0] ?? 0);
}

/** What went wrong, as far as SQLite tells. */
export type SqliteFault = 'full' | 'write-failed' | 'busy' | 'unique' | 'corrupt' | 'other';

const primaryCode = (error: unknown): number | null =>
  error instanceof Error && 'rawCode' in error && typeof error.rawCode === 'number' ? error.rawCode & 0xff : null;

export function sqliteFault(error: unknown): SqliteFault {
  switch (primaryCode(error)) {
    case 5:
    case 6:
      return 'busy';
    case 10:
      return 'write-failed';
    case 11:
    case 26:
      return 'corrupt';
    case 13:
      return 'full';
    case 19:
      return 'unique';
    case null:
    default:
      return 'other';
  }
}
