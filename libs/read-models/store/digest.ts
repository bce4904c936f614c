import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Row } from './read-store';
import { tableName, type Dialect, type TableSpec } from './table';

const pageRows = 5_000;

/**
 * A row as one text: texts with their length before them, so that no two rows look alike. One call for the whole row
 * takes a third of the time of as many concatenations. No part is ever empty: some versions of SQLite leave those out.
 */
function rowText(table: TableSpec): string {
  const parts = Object.entries(table.columns).map(([name, type]) => (type === 'integer' ? name : `length(${name}) || ':' || ${name}`));
  return `concat_ws(',', ${parts.join(', ')})`;
}

/** The next rows in key order, joined by the database itself: far less crosses over than row by row. */
function pageQuery(dialect: Dialect, table: TableSpec, name: string, where: string): string {
  const key = table.key.join(', ');
  const page = `select ${key}, ${rowText(table)} as digest_row from ${name}${where} order by ${key} limit ${pageRows}`;
  // SQLite hands the page over in its order, and would sort it once more when asked to.
  const joined = dialect === 'postgres' ? `string_agg(digest_row, ';' order by ${key})` : "group_concat(digest_row, ';')";
  return `select coalesce(${joined}, '') as page, count(*) as page_rows from (${page}) p`;
}

function afterKey(dialect: Dialect, table: TableSpec): string {
  const marks = table.key.map((column, index) => {
    const mark = dialect === 'postgres' ? `$${index + 1}` : '?';
    if (table.columns[column] === 'integer') return `cast(${mark} as bigint)`;
    return dialect === 'postgres' ? `cast(${mark} as text) collate "C"` : mark;
  });
  return ` where (${table.key.join(', ')}) > (${marks.join(', ')})`;
}

/**
 * SHA-256 over all rows of the tables in key order, the same on every dialect: two generations or two databases with
 * the same digest hold the same rows. Pages go by key, so that a large table never stands in memory at once.
 */
export async function digestTables(db: Kysely<unknown>, dialect: Dialect, tables: readonly TableSpec[], generation: number): Promise<string> {
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(`${table.name}(${Object.keys(table.columns).join(',')})\n`);
    const name = tableName(table, generation);
    const key = table.key.join(', ');
    let after: readonly unknown[] = [];
    for (;;) {
      const where = after.length === 0 ? '' : afterKey(dialect, table);
      const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(pageQuery(dialect, table, name, where), [...after]));
      hash.update(`${rows[0]!['page']!};`);
      if (Number(rows[0]!['page_rows']) < pageRows) break;
      const last = await db.executeQuery<Row>(
        CompiledQuery.raw(`select ${key} from ${name}${where} order by ${key} limit 1 offset ${pageRows - 1}`, [...after]),
      );
      after = table.key.map((column) => last.rows[0]![column]);
    }
  }
  return hash.digest('hex');
}
