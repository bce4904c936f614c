import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Row } from './read-store';
import { tableName, type Dialect, type TableSpec } from './table';

const pageRows = 5_000;

/** Rows after a key, in key order: pages by key, so that a large table never stands in memory at once. */
function pageQuery(dialect: Dialect, table: TableSpec, generation: number, after: readonly unknown[] | null): CompiledQuery {
  const mark = (index: number): string => (dialect === 'postgres' ? `$${index + 1}` : '?');
  const key = table.key.join(', ');
  const where =
    after === null
      ? ''
      : ` where (${key}) > (${table.key.map((column, index) => `cast(${mark(index)} as ${table.columns[column] === 'integer' ? 'bigint' : 'text'})${dialect === 'postgres' && table.columns[column] === 'text' ? ' collate "C"' : ''}`).join(', ')})`;
  const columns = Object.keys(table.columns).join(', ');
  const text = `select ${columns} from ${tableName(table, generation)}${where} order by ${key} limit ${pageRows}`;
  return CompiledQuery.raw(text, after === null ? [] : [...after]);
}

/**
 * SHA-256 over all rows of the tables in key order, the same on every dialect: two generations or two databases with
 * the same digest hold the same rows.
 */
export async function digestTables(db: Kysely<unknown>, dialect: Dialect, tables: readonly TableSpec[], generation: number): Promise<string> {
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(`${table.name}(${Object.keys(table.columns).join(',')})\n`);
    const columns = Object.keys(table.columns);
    let after: readonly unknown[] | null = null;
    for (;;) {
      const { rows }: { rows: Row[] } = await db.executeQuery<Row>(pageQuery(dialect, table, generation, after));
      let text = '';
      for (const row of rows) {
        for (const column of columns) text += `${JSON.stringify(String(row[column]))},`;
        text += '\n';
      }
      hash.update(text);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) break;
      after = table.key.map((column) => last[column]);
    }
  }
  return hash.digest('hex');
}
