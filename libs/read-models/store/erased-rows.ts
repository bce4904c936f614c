import { sql, type Kysely } from 'kysely';
import type { ErasedRecord, LedgerEvent } from '#ledger';
import { tableName, type TableSpec } from './table';

/** What a row of a table loses when a record is erased. */
export interface ErasedColumns {
  readonly kind: ErasedRecord['kind'];
  readonly table: TableSpec;
  /** Column with the id of the record. */
  readonly id: string;
  /** Texts that become empty. Absent: the whole row goes, as it would not have been written without them. */
  readonly columns?: readonly string[];
}

/** So many ids stand in one statement. */
const idsMax = 500;

/**
 * Empties what rows say of erased people. Rows written from the log after the erasure say nothing of them in the first
 * place, so that live tables and replayed ones come out the same.
 */
export class ErasedRows {
  #records: ErasedRecord[] = [];

  constructor(
    private readonly generation: number,
    private readonly rules: readonly ErasedColumns[],
  ) {}

  apply(event: LedgerEvent): void {
    if (event.type === 'PersonalRecordsErased') this.#records.push(...event.data.records);
  }

  forget(): void {
    this.#records = [];
  }

  /** Must come after the rows of the batch are written. */
  async flush(db: Kysely<unknown>): Promise<void> {
    const records = this.#records;
    this.#records = [];
    if (records.length === 0) return;
    for (const rule of this.rules) {
      const ids = records.filter(({ kind }) => kind === rule.kind).map(({ id }) => id);
      for (let from = 0; from < ids.length; from += idsMax) await this.#erase(db, rule, ids.slice(from, from + idsMax));
    }
  }

  async #erase(db: Kysely<unknown>, { table, id, columns }: ErasedColumns, ids: readonly string[]): Promise<void> {
    const rows = sql`${sql.table(tableName(table, this.generation))}`;
    const which = sql`where ${sql.ref(id)} in (${sql.join(ids)})`;
    const emptied = columns === undefined ? sql`delete from ${rows} ${which}` : sql`update ${rows} set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = ''`))} ${which}`;
    await emptied.execute(db);
  }
}
