import { sql, type RawBuilder } from 'kysely';
import type { Position } from '#event-store';
import type { WebhookEndpointStanding, WebhookSettings } from '#ledger';
import type { ReadTransaction, Row } from '../store/read-store';
import type { WebhookCursor, WebhookDeliveryRecord, WebhookEndpointRecord } from './webhook-records';

const timeOf = (value: bigint | string | undefined): number | null => (Number(value) === 0 ? null : Number(value));
const textOf = (value: bigint | string | undefined): string | null => (value === '' ? null : String(value));

export function endpointOf(row: Row): WebhookEndpointRecord {
  const position = String(row['cursor_position']);
  const sequence = Number(row['cursor_sequence']);
  const at = { position: position as Position, stream: String(row['cursor_stream']), revision: Number(row['cursor_revision']) };
  return {
    endpointId: String(row['endpoint_id']),
    settings: JSON.parse(String(row['settings'])) as WebhookSettings,
    standing: String(row['standing']) as WebhookEndpointStanding,
    epoch: Number(row['epoch']),
    cursor: position === '' ? { sequence } : { sequence, at },
    delivered: Number(row['delivered']),
    deliveredAt: timeOf(row['delivered_at']),
    failedAt: timeOf(row['failed_at']),
    failure: textOf(row['failure']),
  };
}

export const deliveryOf = (row: Row): WebhookDeliveryRecord => ({
  sequence: Number(row['sequence']),
  eventId: String(row['event_id']),
  type: String(row['type']),
  stream: String(row['stream']),
  revision: Number(row['revision']),
  state: row['state'] === 'dead' ? 'dead' : 'waiting',
  attempts: Number(row['attempts']),
  dueAt: Number(row['due_at']),
  firstAt: Number(row['first_at']),
  failedAt: timeOf(row['failed_at']),
  failure: textOf(row['failure']),
});

/** The columns of a cursor with their values, for an update. */
export const cursorColumns = ({ sequence, at }: WebhookCursor): RawBuilder<unknown> =>
  sql`cursor_sequence = ${sequence}, cursor_position = ${at?.position ?? ''}, cursor_stream = ${at?.stream ?? ''}, cursor_revision = ${at?.revision ?? 0}`;

/** Keeps a fact to be sent; one that is kept already begins anew when `anew`, else stays as it is. */
export async function keepDelivery(db: ReadTransaction, [ledgerId, endpointId]: readonly [string, string], delivery: WebhookDeliveryRecord, anew: boolean): Promise<void> {
  const { sequence, eventId, type, stream, revision, state, attempts, dueAt, firstAt, failedAt, failure } = delivery;
  const conflict = anew ? sql`do update set state = excluded.state, attempts = excluded.attempts, due_at = excluded.due_at` : sql`do nothing`;
  await sql`insert into webhook_delivery (ledger_id, endpoint_id, sequence, event_id, type, stream, revision, state, attempts, due_at, first_at, failed_at, failure)
    values (${ledgerId}, ${endpointId}, ${sequence}, ${eventId}, ${type}, ${stream}, ${revision}, ${state}, ${attempts}, ${dueAt}, ${firstAt}, ${failedAt ?? 0}, ${failure ?? ''})
    on conflict (ledger_id, endpoint_id, sequence) ${conflict}`.execute(db);
}
