import { sql } from 'kysely';
import { liveCheckpoint } from '../store/checkpoint';
import { tableName, type TableSpec } from '../store/table';
import { ReportRefused } from './question';
import type { Slice, Snapshot } from './snapshot';

/**
 * The tables of a second projection, in the same snapshot of the read store. Both must have read what the question is
 * about: they follow the log side by side, and the second may be a moment behind.
 *
 * @throws ReportRefused when it has not read that far yet.
 */
export async function alongside({ db, knownAt }: Slice, projection: string): Promise<Snapshot['table']> {
  const live = await liveCheckpoint(db, projection);
  if (live === undefined || live.sequence < knownAt) {
    throw new ReportRefused('REPORT.NOT_READY', `Read model ${projection} has read up to sequence ${live?.sequence ?? 0}, not yet ${knownAt}. Ask again in a moment.`);
  }
  return (table: TableSpec) => sql.table(tableName(table, live.generation));
}
