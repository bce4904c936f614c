import { sql, type Kysely } from 'kysely';
import { factLeaf } from '#audit';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import type { Row } from '../store/read-store';
import { RowWriter } from '../store/row-writer';
import { tableName, type TableSpec } from '../store/table';
import { blockLeaves, blockLevel, hashesIn, StoredTree } from './stored-tree';

/**
 * The tree over all facts (RFC 9162, 2.1), kept so that its root at any past sequence takes a handful of rows: the
 * leaves in blocks at level 0, and from the level of a whole block upwards the root of every complete subtree.
 */
export const chainTable: TableSpec = {
  name: 'ledger_chain',
  // One hash of 64 hex digits behind the other.
  columns: { level: 'integer', place: 'integer', hashes: 'text' },
  key: ['level', 'place'],
};

class LedgerChainWriter implements ProjectionWriter {
  readonly #rows: RowWriter;
  readonly #table: string;
  #tree = new StoredTree();

  constructor({ dialect, generation }: WriterContext) {
    this.#rows = new RowWriter(dialect, chainTable, generation, 'on conflict (level, place) do update set hashes = excluded.hashes');
    this.#table = tableName(chainTable, generation);
  }

  async load(db: Kysely<unknown>): Promise<void> {
    this.#rows.forget();
    const table = sql.table(this.#table);
    const { rows: blocks } = await sql<Row>`select place, hashes from ${table} where level = 0 order by place desc limit 1`.execute(db);
    const last = blocks[0] === undefined ? [] : hashesIn(String(blocks[0]['hashes']));
    const whole = blocks[0] === undefined ? 0 : Number(blocks[0]['place']) + (last.length === blockLeaves ? 1 : 0);
    // Of each level, its last subtree: it waits for a sibling, or stands in one already.
    const { rows } = await sql<Row>`select level, hashes from ${table} as one where level >= ${blockLevel}
      and place = (select max(place) from ${table} as other where other.level = one.level)`.execute(db);
    this.#tree = new StoredTree(whole, last.length === blockLeaves ? [] : last, new Map(rows.map((row) => [Number(row['level']), String(row['hashes'])])));
  }

  async prepare(): Promise<void> {
    // Nothing to look up.
  }

  apply({ stored, sequence, recordedAt }: LedgerFact): void {
    const { stream, revision, id, metadata } = stored;
    this.#tree.append(factLeaf(metadata.ledgerId, { sequence, recordedAt, stream, revision, id, contentHash: metadata.contentHash }));
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const { level, place, hashes } of this.#tree.take()) this.#rows.add(level, place, hashes);
    await this.#rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }
}

export const ledgerChain: Projection = {
  name: 'ledger-chain',
  version: 1,
  tables: [chainTable],
  interests: 'all',
  writer: (context) => new LedgerChainWriter(context),
};
