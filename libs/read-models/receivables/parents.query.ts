import { sql } from 'kysely';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { parentTable } from './tables';

/**
 * The customer at the top of each customer's line of parents, as set at the last fact that counts. A customer without a
 * parent is its own; a line that comes back to itself ends where it would repeat.
 */
export async function topCustomers({ db, table, knownAt }: Slice): Promise<(customerId: string) => string> {
  const parents = table(parentTable);
  const { rows } = await sql<Row>`select p.customer_id, p.parent_id from ${parents} p
    where p.parent_id <> '' and p.sequence = (select max(q.sequence) from ${parents} q where q.customer_id = p.customer_id and q.sequence <= ${knownAt})`.execute(db);
  const parentOf = new Map(rows.map((row) => [String(row['customer_id']), String(row['parent_id'])]));
  return (customerId) => {
    const passed = new Set([customerId]);
    let top = customerId;
    for (let next = parentOf.get(top); next !== undefined && !passed.has(next); next = parentOf.get(top)) {
      passed.add(next);
      top = next;
    }
    return top;
  };
}
