import { sql } from 'kysely';
import type { Position } from '#event-store';
import type { ReadStore, ReadTransaction, Row } from '../store/read-store';
import { applyWebhookChange } from './webhook-changes';
import { cursorColumns, deliveryOf, endpointOf, keepDelivery } from './webhook-rows';
import type { WebhookChange, WebhookDeliveryRecord, WebhookEndpointRecord, WebhookPlace, WebhookProgress } from './webhook-records';
import { createWebhookTables } from './webhook-tables';

/** Where one server by itself keeps it, in its data folder; servers that share their read models keep it beside those. */
export const webhookFileName = 'webhooks.db';

/**
 * How far each endpoint is and what waits for it. It follows from the log only in part (what an endpoint took does not
 * stand there), so it lies apart from the read models and a rebuild leaves it. Lost, everything is sent again.
 */
export class WebhookStore {
  private constructor(
    private readonly database: ReadStore,
    private readonly ledgerId: string,
  ) {}

  static async open(database: ReadStore, ledgerId: string): Promise<WebhookStore> {
    await database.write((db) => createWebhookTables(db, database.dialect));
    return new WebhookStore(database, ledgerId);
  }

  async place(): Promise<WebhookPlace | null> {
    const [row] = await this.rows((db) => sql<Row>`select * from webhook_place where ledger_id = ${this.ledgerId}`.execute(db));
    return row === undefined ? null : { position: String(row['position']) as Position, stream: String(row['stream']), revision: Number(row['revision']) };
  }

  /** Takes one fact about an endpoint, and remembers that it was taken, in one transaction. */
  async apply({ position, stream, revision }: WebhookPlace, change: WebhookChange | null): Promise<void> {
    await this.database.write(async (db) => {
      await sql`insert into webhook_place (ledger_id, position, stream, revision) values (${this.ledgerId}, ${position}, ${stream}, ${revision})
        on conflict (ledger_id) do update set position = excluded.position, stream = excluded.stream, revision = excluded.revision`.execute(db);
      if (change !== null) await applyWebhookChange(db, this.ledgerId, change);
    });
  }

  /** Everything from a sequence on is sent again. */
  async setBack(endpointId: string, fromSequence: number): Promise<void> {
    await this.database.write((db) => applyWebhookChange(db, this.ledgerId, { kind: 'set-back', endpointId, fromSequence }));
  }

  async endpoints(): Promise<WebhookEndpointRecord[]> {
    return (await this.rows((db) => sql<Row>`select * from webhook_endpoint where ledger_id = ${this.ledgerId} order by endpoint_id`.execute(db))).map(endpointOf);
  }

  async endpoint(endpointId: string): Promise<WebhookEndpointRecord | null> {
    const [row] = await this.rows((db) => sql<Row>`select * from webhook_endpoint where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId}`.execute(db));
    return row === undefined ? null : endpointOf(row);
  }

  /** False: the cursor was set back since; nothing was written, and whoever reads begins anew. */
  progress(endpointId: string, { epoch, cursor, waiting, delivered, at }: WebhookProgress): Promise<boolean> {
    return this.database.write(async (db) => {
      const deliveredAt = delivered > 0 ? sql`, delivered = delivered + ${delivered}, delivered_at = ${at}` : sql``;
      const { rows } = await sql<Row>`update webhook_endpoint set ${cursorColumns(cursor)}${deliveredAt}
        where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and epoch = ${epoch} and cursor_sequence <= ${cursor.sequence} returning epoch`.execute(db);
      if (rows.length === 0) return false;
      for (const delivery of waiting) await keepDelivery(db, [this.ledgerId, endpointId], delivery, false);
      await this.noteFailure(db, endpointId, waiting.findLast(({ failure }) => failure !== null));
      return true;
    });
  }

  /**
   * What may be sent now, the longest due first.
   *
   * @param perStream a fact waits for the earlier ones of its stream.
   */
  async due(endpointId: string, now: number, { limit, perStream }: { readonly limit: number; readonly perStream: boolean }): Promise<WebhookDeliveryRecord[]> {
    const rows = await this.rows((db) =>
      sql<Row>`select * from webhook_delivery d where ${this.mayBeSent(endpointId, perStream)} and due_at <= ${now} order by due_at, sequence limit ${limit}`.execute(db));
    return rows.map(deliveryOf);
  }

  /** When the next may be sent; null: nothing waits. */
  async nextDue(endpointId: string, perStream: boolean): Promise<number | null> {
    const [row] = await this.rows((db) => sql<Row>`select due_at from webhook_delivery d where ${this.mayBeSent(endpointId, perStream)} order by due_at limit 1`.execute(db));
    return row === undefined ? null : Number(row['due_at']);
  }

  private mayBeSent(endpointId: string, perStream: boolean) {
    const first = perStream
      ? sql`and not exists (select 1 from webhook_delivery e where e.ledger_id = d.ledger_id and e.endpoint_id = d.endpoint_id
          and e.stream = d.stream and e.sequence < d.sequence and e.state = 'waiting')`
      : sql``;
    return sql`ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and state = 'waiting' ${first}`;
  }

  async count(endpointId: string, state: WebhookDeliveryRecord['state']): Promise<number> {
    const [row] = await this.rows((db) =>
      sql<Row>`select count(*) as n from webhook_delivery where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and state = ${state}`.execute(db));
    return Number(row?.['n'] ?? 0);
  }

  /** Whether an earlier fact of a stream still waits. */
  async isHeld(endpointId: string, stream: string): Promise<boolean> {
    const rows = await this.rows((db) =>
      sql<Row>`select sequence from webhook_delivery where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and stream = ${stream} and state = 'waiting' limit 1`.execute(db));
    return rows.length > 0;
  }

  /** A fact that waited was taken at last. */
  async delivered(endpointId: string, sequence: number, at: number): Promise<void> {
    await this.database.write(async (db) => {
      await sql`delete from webhook_delivery where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and sequence = ${sequence}`.execute(db);
      await sql`update webhook_endpoint set delivered = delivered + 1, delivered_at = ${at} where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId}`.execute(db);
    });
  }

  /** A fact that waited failed again: it waits on, or is dead. One that was dropped meanwhile stays dropped. */
  async failed(endpointId: string, delivery: WebhookDeliveryRecord): Promise<void> {
    const { sequence, state, attempts, dueAt, failedAt, failure } = delivery;
    await this.database.write(async (db) => {
      await sql`update webhook_delivery set state = ${state}, attempts = ${attempts}, due_at = ${dueAt}, failed_at = ${failedAt ?? 0}, failure = ${failure ?? ''}
        where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and sequence = ${sequence}`.execute(db);
      await this.noteFailure(db, endpointId, delivery);
    });
  }

  /** Deliveries in the order of the log. @param after sequence of the last one seen. */
  async deliveries(endpointId: string, state: WebhookDeliveryRecord['state'], { after, limit }: { readonly after: number; readonly limit: number }): Promise<WebhookDeliveryRecord[]> {
    const rows = await this.rows((db) =>
      sql<Row>`select * from webhook_delivery where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and state = ${state} and sequence > ${after}
        order by sequence limit ${limit}`.execute(db));
    return rows.map(deliveryOf);
  }

  /** The secrets in force at a moment, newest first. They are shown to nobody again. */
  async secrets(endpointId: string, now: number): Promise<string[]> {
    const rows = await this.rows((db) =>
      sql<Row>`select secret from webhook_secret where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and (ends_at = 0 or ends_at > ${now})
        order by number desc limit 4`.execute(db));
    return rows.map((row) => String(row['secret']));
  }

  /**
   * Keeps a secret under its number, and lets the ones before end. One that is there already stays.
   *
   * @returns false when it was there.
   */
  async keepSecret(endpointId: string, number: number, secret: string, othersEndAt: number): Promise<boolean> {
    const kept = await this.database.write(async (db) => {
      const { rows } = await sql<Row>`insert into webhook_secret (ledger_id, endpoint_id, number, secret, ends_at) values (${this.ledgerId}, ${endpointId}, ${number}, ${secret}, 0)
        on conflict (ledger_id, endpoint_id, number) do nothing returning number`.execute(db);
      if (rows.length === 0) return false;
      await sql`update webhook_secret set ends_at = ${othersEndAt} where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId} and number < ${number}
        and (ends_at = 0 or ends_at > ${othersEndAt})`.execute(db);
      return true;
    });
    // A secret that somebody was shown is on the disk, and one that ended is not.
    if (kept) await this.database.forgetDeleted();
    return kept;
  }

  private async noteFailure(db: ReadTransaction, endpointId: string, delivery: WebhookDeliveryRecord | undefined): Promise<void> {
    if (delivery === undefined) return;
    await sql`update webhook_endpoint set failed_at = ${delivery.failedAt ?? 0}, failure = ${delivery.failure ?? ''}
      where ledger_id = ${this.ledgerId} and endpoint_id = ${endpointId}`.execute(db);
  }

  private async rows(query: (db: ReadTransaction) => Promise<{ readonly rows: Row[] }>): Promise<Row[]> {
    return (await this.database.read(query)).rows;
  }
}
