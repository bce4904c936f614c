import { sql } from 'kysely';
import type { ForeignBalance } from '#ledger';
import { onSlice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { journalLineTable } from './journal.projection';

const roles = ['receivables', 'unapplied-receipts', 'credits-to-apply', 'unidentified-receipts', 'bank', 'gateway-clearing'] as const;

export interface ForeignBalancesQuestion {
  readonly entityId: string;
  /** Includes the whole of that day. */
  readonly asOf: string;
  readonly baseCurrency: string;
}

/** What is open, and what lies at the bank and with a gateway, in other currencies than the base currency, by effective date, with the sequence it is known at. */
export function foreignBalances(store: ReadStore, question: ForeignBalancesQuestion): Promise<{ readonly knownAt: number; readonly balances: readonly ForeignBalance[] }> {
  return onSlice(store, 'journal', question, async ({ db, table, asOfDay, knownAt }) => {
    const { rows } = await sql<Row>`select role, currency, cast(sum(amount) as bigint) as amount, cast(sum(base_amount) as bigint) as base_amount
      from ${table(journalLineTable)}
      where effective_day <= ${asOfDay} and sequence <= ${knownAt} and entity_id = ${question.entityId}
        and currency <> ${question.baseCurrency} and role in (${sql.join([...roles])})
      group by role, currency order by currency, role`.execute(db);
    const balances = rows.map((row) => ({
      role: String(row['role']) as ForeignBalance['role'],
      currency: String(row['currency']),
      amount: row['amount'] as bigint,
      baseAmount: row['base_amount'] as bigint,
    }));
    return { knownAt, balances };
  });
}
