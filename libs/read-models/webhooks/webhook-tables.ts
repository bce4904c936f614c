import { sql, type Kysely } from 'kysely';
import type { Dialect } from '../store/table';

/** Times are milliseconds since the Unix epoch; 0 and '' mean none. */
const layout: readonly string[] = [
  `create table if not exists webhook_place (ledger_id text not null primary key, position text not null, stream text not null, revision bigint not null)`,
  `create table if not exists webhook_endpoint (
    ledger_id text not null, endpoint_id text not null, settings text not null, standing text not null, epoch bigint not null,
    cursor_sequence bigint not null, cursor_position text not null, cursor_stream text not null, cursor_revision bigint not null,
    delivered bigint not null, delivered_at bigint not null, failed_at bigint not null, failure text not null,
    primary key (ledger_id, endpoint_id))`,
  `create table if not exists webhook_delivery (
    ledger_id text not null, endpoint_id text not null, sequence bigint not null, event_id text not null, type text not null, stream text not null, revision bigint not null,
    state text not null, attempts bigint not null, due_at bigint not null, first_at bigint not null, failed_at bigint not null, failure text not null,
    primary key (ledger_id, endpoint_id, sequence))`,
  `create index if not exists webhook_delivery_due on webhook_delivery (ledger_id, endpoint_id, state, due_at)`,
  `create index if not exists webhook_delivery_stream on webhook_delivery (ledger_id, endpoint_id, stream, sequence)`,
  `create table if not exists webhook_secret (
    ledger_id text not null, endpoint_id text not null, number bigint not null, secret text not null, ends_at bigint not null,
    primary key (ledger_id, endpoint_id, number))`,
];

/** Makes what is missing; several processes may begin at once. */
export async function createWebhookTables(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(7234017283807667301)`.execute(db);
  for (const statement of layout) {
    await sql.raw(statement).execute(db);
  }
}
