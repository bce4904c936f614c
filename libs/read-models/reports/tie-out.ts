import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { journalLineTable } from '../journal/journal.projection';
import { counted, openItems } from '../receivables/open-items.query';
import { accountTable, kindCode, movementCode, movementTable } from '../receivables/tables';
import type { ReadStore, Row } from '../store/read-store';
import { amountText } from './figures';
import type { Question, ReportFigures } from './question';
import { lastShared } from './last-shared';
import { onSlice, provenanceOf, type Slice } from './snapshot';

export interface TieOutRow {
  readonly entityId: string;
  readonly currency: string;
  /** From the items: what invoices are open for, and what is not yet applied or identified. */
  readonly subLedger: Readonly<Record<ControlRole, string>>;
  /** From the journal: balances of the control accounts, turned so that they read like the items. */
  readonly control: Readonly<Record<ControlRole, string>>;
  /** Receivables less unapplied receipts and credits. */
  readonly customerControl: string;
  /** Sum of all customers' statement balances, from documents and money alone. */
  readonly statements: string;
  readonly ties: boolean;
}

/** A fact booked in another period than it counts in. */
export interface MovedFact {
  readonly sequence: number;
  readonly eventType: string;
  readonly effectiveDate: string;
  readonly postingDate: string;
}

export interface TieOutBody {
  readonly report: 'tie-out';
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly ties: boolean;
  readonly rows: readonly TieOutRow[];
  readonly movedFacts: readonly MovedFact[];
}

const controlRoles = ['receivables', 'unapplied-receipts', 'credits-to-apply', 'unidentified-receipts'] as const;
export type ControlRole = (typeof controlRoles)[number];
const roleOfKind: Readonly<Record<number, ControlRole>> = {
  [kindCode.invoice]: 'receivables',
  [kindCode.receipt]: 'unapplied-receipts',
  [kindCode.credit]: 'credits-to-apply',
  [kindCode.unidentified]: 'unidentified-receipts',
};

interface Figures {
  readonly subLedger: Map<ControlRole, bigint>;
  readonly control: Map<ControlRole, bigint>;
  statements: bigint;
}

class Sheet {
  readonly #rows = new Map<string, Figures>();

  row(entityId: unknown, currency: unknown): Figures {
    const key = `${String(entityId)} ${String(currency)}`;
    const figures = this.#rows.get(key) ?? { subLedger: new Map(), control: new Map(), statements: 0n };
    this.#rows.set(key, figures);
    return figures;
  }

  rows(): TieOutRow[] {
    return [...this.#rows].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, figures]) => rowOf(key, figures));
  }
}

function rowOf(key: string, { subLedger, control, statements }: Figures): TieOutRow {
  const split = key.lastIndexOf(' ');
  const currency = key.slice(split + 1);
  const texts = (sums: Map<ControlRole, bigint>) =>
    Object.fromEntries(controlRoles.map((role) => [role, amountText(sums.get(role) ?? 0n, currency)])) as Record<ControlRole, string>;
  const of = (role: ControlRole): bigint => control.get(role) ?? 0n;
  const customerControl = of('receivables') - of('unapplied-receipts') - of('credits-to-apply');
  const level = controlRoles.every((role) => (subLedger.get(role) ?? 0n) === of(role));
  return {
    entityId: key.slice(0, split), currency, subLedger: texts(subLedger), control: texts(control),
    customerControl: amountText(customerControl, currency), statements: amountText(statements, currency), ties: level && customerControl === statements,
  };
}

async function addItems(slice: Slice, sheet: Sheet): Promise<void> {
  const { rows } = await sql<Row>`select a.entity_id, s.currency, s.kind, cast(sum(s.amount) as bigint) as amount
    from (select account_key, currency, kind, cast(sum(amount) as bigint) as amount from ${await openItems(slice)} o group by account_key, currency, kind) s
    join ${slice.table(accountTable)} a on a.account_key = s.account_key group by a.entity_id, s.currency, s.kind`.execute(slice.db);
  for (const row of rows) sheet.row(row['entity_id'], row['currency']).subLedger.set(roleOfKind[Number(row['kind'])]!, row['amount'] as bigint);
}

/** Documents and money only: allocations must not matter to what a customer owes on balance. */
async function addStatements(slice: Slice, sheet: Sheet): Promise<void> {
  const { rows } = await sql<Row>`select a.entity_id, s.currency, cast(sum(s.amount) as bigint) as amount
    from (select account_key, currency, cast(sum(case when kind = ${kindCode.invoice} then amount else -amount end) as bigint) as amount
      from ${slice.table(movementTable)} where ${counted(slice)} and kind <> ${kindCode.unidentified}
        and movement not in (${movementCode.allocated}, ${movementCode.unallocated}) group by account_key, currency) s
    join ${slice.table(accountTable)} a on a.account_key = s.account_key
    where ${slice.entityId === null ? sql`1 = 1` : sql`a.entity_id = ${slice.entityId}`} group by a.entity_id, s.currency`.execute(slice.db);
  for (const row of rows) sheet.row(row['entity_id'], row['currency']).statements = row['amount'] as bigint;
}

async function addControl(journal: Slice, sheet: Sheet): Promise<void> {
  const { rows } = await sql<Row>`select entity_id, currency, role, cast(sum(amount) as bigint) as amount from ${journal.table(journalLineTable)}
    where ${counted(journal)} and role in (${sql.join([...controlRoles])})
      and ${journal.entityId === null ? sql`1 = 1` : sql`entity_id = ${journal.entityId}`}
    group by entity_id, currency, role`.execute(journal.db);
  for (const row of rows) {
    const role = String(row['role']) as ControlRole;
    const amount = row['amount'] as bigint;
    sheet.row(row['entity_id'], row['currency']).control.set(role, role === 'receivables' ? amount : -amount);
  }
}

async function movedFacts(journal: Slice): Promise<MovedFact[]> {
  const { rows } = await sql<Row>`select distinct sequence, event_type, effective_day, posting_day from ${journal.table(journalLineTable)}
    where posting_day <> effective_day and ${counted(journal)}
      and ${journal.entityId === null ? sql`1 = 1` : sql`entity_id = ${journal.entityId}`} order by sequence`.execute(journal.db);
  return rows.map((row) => ({
    sequence: Number(row['sequence']), eventType: String(row['event_type']), effectiveDate: dayOfEpoch(Number(row['effective_day'])),
    postingDate: dayOfEpoch(Number(row['posting_day'])),
  }));
}

const totalsOf = (rows: readonly TieOutRow[]): Record<string, string> =>
  Object.fromEntries(
    rows.flatMap(({ entityId, currency, control, customerControl }) => [
      [`receivables ${entityId} ${currency}`, control.receivables],
      [`balance ${entityId} ${currency}`, customerControl],
    ]),
  );

/** Sub-ledger against control accounts and statements, on the day and basis asked for. Customers are not told apart here. */
export async function tieOut(store: ReadStore, question: Question): Promise<ReportFigures<TieOutBody>> {
  const { customerId: _everyone, ...asked } = question;
  const whole: Question = question.knownAt === undefined ? { ...asked, knownAt: { sequence: await lastShared(store, 'receivables', 'journal') } } : asked;
  const sheet = new Sheet();
  await onSlice(store, 'receivables', whole, async (slice) => {
    await addItems(slice, sheet);
    await addStatements(slice, sheet);
  });
  return onSlice(store, 'journal', whole, async (slice) => {
    await addControl(slice, sheet);
    const rows = sheet.rows();
    const { asOf, knownAt, basis } = slice;
    const body: TieOutBody = {
      report: 'tie-out', asOf, knownAt, basis, ties: rows.every((row) => row.ties), rows, movedFacts: await movedFacts(slice),
    };
    return { report: 'tie-out', body, provenance: provenanceOf(slice, rows.length, totalsOf(rows)) };
  });
}
