import { sql, type Kysely } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/** `integer` is a 64-bit integer on both dialects; `text` compares bytewise on both. Neither is ever null. */
export type ColumnType = 'integer' | 'text';

/** One table of a projection, the same on every dialect. Its name gets the generation as a suffix. */
export interface TableSpec {
  readonly name: string;
  /** In order; the digest reads them in this order. Integers default to 0 and texts to ''. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The clustered key. */
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
}

export const tableName = (table: Pick<TableSpec, 'name'>, generation: number): string => `${table.name}_g${generation}`;

function columnDefinition(dialect: Dialect, name: string, type: ColumnType): string {
  if (type === 'integer') return `${name} ${dialect === 'postgres' ? 'bigint' : 'integer'} not null default 0`;
  return `${name} text${dialect === 'postgres' ? ' collate "C"' : ''} not null default ''`;
}

/** Creates the table without its secondary indexes. */
export async function createTable(db: Kysely<unknown>, dialect: Dialect, table: TableSpec, generation: number): Promise<void> {
  const columns = Object.entries(table.columns).map(([name, type]) => columnDefinition(dialect, name, type));
  const clustered = dialect === 'sqlite' ? ' without rowid' : '';
  const ddl = `create table ${tableName(table, generation)} (${columns.join(', ')}, primary key (${table.key.join(', ')}))${clustered}`;
  await sql.raw(ddl).execute(db);
}

export async function createIndexes(db: Kysely<unknown>, table: TableSpec, generation: number): Promise<void> {
  for (const [number, columns] of (table.indexes ?? []).entries()) {
    const name = tableName(table, generation);
    await sql.raw(`create index ${name}_i${number} on ${name} (${columns.join(', ')})`).execute(db);
  }
}

export async function dropTable(db: Kysely<unknown>, table: TableSpec, generation: number): Promise<void> {
  await sql.raw(`drop table if exists ${tableName(table, generation)}`).execute(db);
}
