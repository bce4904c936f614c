import { sql } from 'kysely';
import { accountIdOf, dayOfEpoch, epochDay } from '#ledger';
import { firstDayOf } from '../journal/trial-balance.query';
import { accountsAsked, counted } from '../receivables/open-items.query';
import { itemTable, kindCode, movementCode, movementTable } from '../receivables/tables';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import type { ReportFigures, StatementQuestion } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';

export type StatementLineKind =
  | 'invoice' | 'credit-note' | 'payment' | 'payment-released' | 'payment-reversed' | 'deduction' | 'write-off' | 'refund' | 'reversal-debit' | 'exchange';

/** Movements that are told apart by what happened, not by the item they happened to. */
const kindOfMovement: Readonly<Record<number, StatementLineKind>> = {
  [movementCode.deducted]: 'deduction', [movementCode['written-off']]: 'write-off', [movementCode.refunded]: 'refund',
  [movementCode.debited]: 'reversal-debit', [movementCode.exchanged]: 'exchange',
};

export interface StatementLine {
  /** The date of the basis asked for. */
  readonly date: string;
  readonly sequence: number;
  readonly kind: StatementLineKind;
  readonly documentId: string;
  readonly documentNumber: string;
  /** What the customer owes more (positive) or less (negative). */
  readonly amount: string;
  /** Balance after the line. */
  readonly balance: string;
}

export interface StatementSection {
  readonly currency: string;
  readonly opening: string;
  readonly lines: readonly StatementLine[];
  readonly closing: string;
}

export interface StatementBody {
  readonly report: 'statement';
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly sections: readonly StatementSection[];
}

interface Movement {
  readonly currency: string;
  readonly day: number;
  readonly sequence: number;
  readonly kind: StatementLineKind;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly amount: bigint;
}

function lineKind(item: number, movement: number): StatementLineKind {
  const told = kindOfMovement[movement];
  if (told !== undefined) return told;
  if (item === kindCode.invoice) return 'invoice';
  if (item === kindCode.credit) return 'credit-note';
  if (movement === movementCode.reversed) return 'payment-reversed';
  return movement === movementCode.released ? 'payment-released' : 'payment';
}

/** Documents and money in date order. Allocations only say what pays what: they move no balance and stand on no statement. */
async function movements(slice: Slice): Promise<Movement[]> {
  const { db, table, day } = slice;
  const { rows } = await sql<Row>`
    select m.currency, m.${sql.ref(day)} as day, m.sequence, min(m.kind) as kind, min(m.movement) as movement, i.document_id,
      min(i.document_number) as document_number,
      cast(sum(case when m.kind = ${kindCode.invoice} then m.amount else -m.amount end) as bigint) as amount
    from (select * from ${table(movementTable)} where ${counted(slice)} and ${accountsAsked(slice)}
      and kind <> ${kindCode.unidentified} and movement not in (${movementCode.allocated}, ${movementCode.unallocated})) m
    join ${table(itemTable)} i on i.account_key = m.account_key and i.item_key = m.item_key
    group by m.currency, m.${sql.ref(day)}, m.sequence, i.document_id
    order by m.currency, m.${sql.ref(day)}, m.sequence, i.document_id`.execute(db);
  return rows.map((row) => ({
    currency: String(row['currency']), day: Number(row['day']), sequence: Number(row['sequence']),
    kind: lineKind(Number(row['kind']), Number(row['movement'])), documentId: String(row['document_id']),
    documentNumber: String(row['document_number']), amount: row['amount'] as bigint,
  }));
}

function sectionOf(currency: string, list: readonly Movement[], firstDay: number): StatementSection {
  const opening = sumOf(list.filter((movement) => movement.day < firstDay), (movement) => movement.amount);
  let balance = opening;
  const lines = list
    .filter((movement) => movement.day >= firstDay)
    .map((movement) => {
      balance += movement.amount;
      return {
        date: dayOfEpoch(movement.day), sequence: movement.sequence, kind: movement.kind, documentId: movement.documentId,
        documentNumber: movement.documentNumber, amount: amountText(movement.amount, currency), balance: amountText(balance, currency),
      };
    });
  return { currency, opening: amountText(opening, currency), lines, closing: amountText(balance, currency) };
}

/** What one customer owes one legal entity: opening balance, dated lines, closing balance, per currency. */
export function statement(store: ReadStore, question: StatementQuestion): Promise<ReportFigures<StatementBody>> {
  return onSlice(store, 'receivables', question, async (slice) => {
    const from = firstDayOf(question);
    const { entityId, customerId } = question;
    const byCurrency = [...grouped(await movements(slice), (movement) => movement.currency)].sort(([left], [right]) => byText(left, right));
    const sections = byCurrency.map(([currency, list]) => sectionOf(currency, list, epochDay(from)));
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(sections.map((section) => [`balance ${entityId} ${section.currency}`, section.closing]));
    const rowCount = sections.reduce((count, section) => count + section.lines.length, 0);
    return {
      report: 'statement',
      body: { report: 'statement', entityId, customerId, accountId: accountIdOf(entityId, customerId), from, asOf, knownAt, basis, sections },
      provenance: provenanceOf(slice, rowCount, controlTotals),
    };
  });
}
