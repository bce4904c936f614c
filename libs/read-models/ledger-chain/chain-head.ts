import { sql } from 'kysely';
import { liveCheckpoint } from '../store/checkpoint';
import type { ReadTransaction, Row } from '../store/read-store';
import { tableName } from '../store/table';
import { chainTable } from './ledger-chain.projection';
import { hashesIn, rootFrom, rowsOfRoot } from './stored-tree';

/**
 * Root of the tree over the first facts, as a seal over just them would sign it: 64 hex digits. Null while the chain's
 * read model has not come that far, as after an upgrade that brought it.
 */
export async function chainHeadAt(db: ReadTransaction, sequence: number): Promise<string | null> {
  const live = await liveCheckpoint(db, 'ledger-chain');
  if (live === undefined || live.sequence < sequence) return null;
  const { subtrees, block, rest } = rowsOfRoot(sequence);
  const wanted = [...subtrees, ...(rest === 0 ? [] : [{ level: 0, place: block }])];
  const table = sql.table(tableName(chainTable, live.generation));
  const named = sql.join(wanted.map(({ level, place }) => sql`(level = ${level} and place = ${place})`), sql` or `);
  const { rows } = wanted.length === 0 ? { rows: [] } : await sql<Row>`select level, place, hashes from ${table} where ${named}`.execute(db);
  const found = new Map(rows.map((row) => [`${row['level']} ${row['place']}`, hashesIn(String(row['hashes']))]));
  const hashesAt = ({ level, place }: { readonly level: number; readonly place: number }) => found.get(`${level} ${place}`) ?? [];
  return rootFrom(sequence, subtrees.flatMap(hashesAt), rest === 0 ? [] : hashesAt({ level: 0, place: block })).toString('hex');
}
