import { sql, type RawBuilder } from 'kysely';
import { dayInZone, dayOfEpoch, epochDay } from '#ledger';
import { subjectTable } from '../documents/tables';
import { horizonTable, itemTable, kindCode, movementCode, movementTable, settingTable } from '../receivables/tables';
import { amountText } from '../reports/figures';
import { liveCheckpoint } from '../store/checkpoint';
import type { ReadTransaction, Row } from '../store/read-store';
import { tableName, type TableSpec } from '../store/table';

/** Milliseconds since 1970: what is ahead is ahead of this moment's day where the legal entity is. */
export type NowInMilliseconds = () => number;

/** What settles an item from a day on that is still ahead: it does not count yet. */
export interface PostDated {
  readonly on: string;
  readonly amount: string;
  /** The payment that brings it; absent where none is behind it. */
  readonly paymentId?: string;
}

/** What is ahead of one invoice, or of one instalment of it. */
export interface Ahead {
  /** Minor units. */
  readonly amount: bigint;
  readonly postDated: readonly PostDated[];
}

type TableOf = (spec: TableSpec) => RawBuilder<unknown>;

/**
 * Settlements that are on record and count from a later day only (a post-dated cheque). Few entities have any, and
 * the horizon of their movements says at once which: everybody else's figures are read the quick way.
 */
export class SettlementsAhead {
  private constructor(
    private readonly db: ReadTransaction,
    private readonly receivables: TableOf,
    private readonly documents: TableOf | null,
    /** Today by legal entity, of those with anything dated later. */
    private readonly days: ReadonlyMap<string, number>,
  ) {}

  static async of(db: ReadTransaction, now: NowInMilliseconds): Promise<SettlementsAhead> {
    const live = await Promise.all([liveCheckpoint(db, 'receivables'), liveCheckpoint(db, 'documents')]);
    const [receivables, documents] = live.map((found) => (found === undefined ? null : (spec: TableSpec) => sql.table(tableName(spec, found.generation))));
    if (receivables === null || receivables === undefined) {
      return new SettlementsAhead(db, () => sql``, null, new Map());
    }
    const { rows } = await sql<Row>`select s.entity_id, s.time_zone, h.effective_day from ${receivables(settingTable)} s
      join ${receivables(horizonTable)} h on h.entity_id = s.entity_id
      where s.sequence = (select max(l.sequence) from ${receivables(settingTable)} l where l.entity_id = s.entity_id)`.execute(db);
    const days = rows.flatMap((row): [string, number][] => {
      const today = epochDay(dayInZone(now(), String(row['time_zone'])));
      return Number(row['effective_day']) > today ? [[String(row['entity_id']), today]] : [];
    });
    return new SettlementsAhead(db, receivables, documents ?? null, new Map(days));
  }

  get isNone(): boolean {
    return this.days.size === 0;
  }

  /** Today of an entity with anything ahead; undefined: nothing is. */
  today(entityId: string): number | undefined {
    return this.days.get(entityId);
  }

  /** Whether an invoice has a settlement ahead, as a condition on a row with `entity_id` and `invoice_id`. */
  condition(): RawBuilder<unknown> {
    const each = [...this.days].map(([entityId, day]) => sql`(entity_id = ${entityId} and invoice_id in (select i.document_id
      from ${this.receivables(movementTable)} m join ${this.receivables(itemTable)} i on i.account_key = m.account_key and i.item_key = m.item_key
      where m.kind = ${kindCode.invoice} and m.movement <> ${movementCode.opened} and m.effective_day > ${day}))`);
    return each.length === 0 ? sql`1 = 0` : sql`(${sql.join(each, sql` or `)})`;
  }

  /** What is ahead of each instalment of invoices of one entity. */
  async instalments(entityId: string, documentIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, Ahead>>> {
    const day = this.days.get(entityId);
    const found = new Map<string, Map<number, Ahead>>();
    if (day === undefined || documentIds.length === 0) return found;
    const { rows } = await sql<Row>`select i.document_id, i.part, m.currency, m.effective_day, m.sequence, cast(sum(-m.amount) as bigint) as amount
      from ${this.receivables(itemTable)} i
      join ${this.receivables(movementTable)} m on m.account_key = i.account_key and m.item_key = i.item_key
      where i.kind = ${kindCode.invoice} and i.document_id in (${sql.join(documentIds)}) and m.movement <> ${movementCode.opened} and m.effective_day > ${day}
      group by i.document_id, i.part, m.currency, m.effective_day, m.sequence order by m.effective_day, m.sequence`.execute(this.db);
    const payments = await this.#payments(rows.map((row) => Number(row['sequence'])));
    for (const row of rows) {
      const parts = found.get(String(row['document_id'])) ?? new Map<number, Ahead>();
      const before = parts.get(Number(row['part'])) ?? { amount: 0n, postDated: [] };
      const amount = row['amount'] as bigint;
      const paymentId = payments.get(Number(row['sequence']));
      const next = { on: dayOfEpoch(Number(row['effective_day'])), amount: amountText(amount, String(row['currency'])), ...(paymentId === undefined ? {} : { paymentId }) };
      parts.set(Number(row['part']), { amount: before.amount + amount, postDated: [...before.postDated, next] });
      found.set(String(row['document_id']), parts);
    }
    return found;
  }

  /** The same for whole invoices. */
  async invoices(entityId: string, documentIds: readonly string[]): Promise<ReadonlyMap<string, Ahead>> {
    const all = await this.instalments(entityId, documentIds);
    return new Map([...all].map(([id, parts]) => {
      const each = [...parts.values()];
      return [id, { amount: each.reduce((sum, { amount }) => sum + amount, 0n), postDated: each.flatMap(({ postDated }) => postDated) }];
    }));
  }

  /** Which payment each of these facts speaks of. */
  async #payments(sequences: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (this.documents === null || sequences.length === 0) return new Map();
    const { rows } = await sql<Row>`select sequence, subject from ${this.documents(subjectTable)}
      where sequence in (${sql.join([...new Set(sequences)])}) and subject like 'payment:%' order by sequence, subject`.execute(this.db);
    return new Map(rows.map((row) => [Number(row['sequence']), String(row['subject']).slice('payment:'.length)]));
  }
}
