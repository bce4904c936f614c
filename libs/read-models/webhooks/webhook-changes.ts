import { sql } from 'kysely';
import type { ReadTransaction, Row } from '../store/read-store';
import type { WebhookChange } from './webhook-records';
import { cursorColumns, endpointOf, keepDelivery } from './webhook-rows';

/** Writes what a fact about an endpoint changes. Taken a second time it changes nothing more, but what is sent again is sent once more. */
export async function applyWebhookChange(db: ReadTransaction, ledgerId: string, change: WebhookChange): Promise<void> {
  const { endpointId } = change;
  const here = sql`ledger_id = ${ledgerId} and endpoint_id = ${endpointId}`;
  switch (change.kind) {
    case 'registered':
      return register(db, ledgerId, change);
    case 'changed': {
      const { rows } = await sql<Row>`select * from webhook_endpoint where ${here}`.execute(db);
      for (const row of rows) {
        await sql`update webhook_endpoint set settings = ${JSON.stringify({ ...endpointOf(row).settings, ...change.settings })} where ${here}`.execute(db);
      }
      return;
    }
    case 'standing':
      await sql`update webhook_endpoint set standing = ${change.standing} where ${here}`.execute(db);
      if (change.standing === 'removed') {
        await sql`delete from webhook_delivery where ${here}`.execute(db);
        await sql`delete from webhook_secret where ${here}`.execute(db);
      }
      return;
    case 'set-back':
      // Never forward: facts in between would be passed unsent.
      await sql`update webhook_endpoint set epoch = epoch + 1, ${cursorColumns({ sequence: change.fromSequence - 1 })}
        where ${here} and cursor_sequence >= ${change.fromSequence}`.execute(db);
      await sql`delete from webhook_delivery where ${here} and sequence >= ${change.fromSequence}`.execute(db);
      return;
    case 'again':
      for (const delivery of change.deliveries) await keepDelivery(db, [ledgerId, endpointId], delivery, true);
      return;
  }
}

async function register(db: ReadTransaction, ledgerId: string, { endpointId, settings, cursor }: Extract<WebhookChange, { kind: 'registered' }>): Promise<void> {
  const { position = '', stream = '', revision = 0 } = cursor.at ?? {};
  await sql`insert into webhook_endpoint (ledger_id, endpoint_id, settings, standing, epoch, cursor_sequence, cursor_position, cursor_stream, cursor_revision,
      delivered, delivered_at, failed_at, failure)
    values (${ledgerId}, ${endpointId}, ${JSON.stringify(settings)}, 'active', 1, ${cursor.sequence}, ${position}, ${stream}, ${revision}, 0, 0, 0, '')
    on conflict (ledger_id, endpoint_id) do nothing`.execute(db);
}
