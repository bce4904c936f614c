import { sql } from 'kysely';
import { subjectTable } from '../documents/tables';
import { kindCode, movementCode, movementTable } from '../receivables/tables';
import { accountsAsked, isCurrent } from '../receivables/open-items.query';
import { alongside } from '../reports/alongside';
import { sequenceAtTime, type Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';

export interface PostDatedPayment {
  readonly paymentId: string;
  readonly day: number;
  /** Minor units it settles of the item. */
  readonly amount: bigint;
}

const dayInMilliseconds = 86_400_000;
/** The day has ended everywhere on earth. */
const lastZoneInMilliseconds = 12 * 3_600_000;

/**
 * Payments dated after the day that were on record by its end, per item (`account item`). What was recorded later is
 * not looked at, however old its date: a forecast never knows what came after it.
 */
export async function postDatedPayments(slice: Slice): Promise<ReadonlyMap<string, readonly PostDatedPayment[]>> {
  if (await isCurrent(slice)) return new Map();
  const { db, table, day, asOfDay, knownAt } = slice;
  const { sequence } = await sequenceAtTime(db, (asOfDay + 1) * dayInMilliseconds + lastZoneInMilliseconds);
  const documents = await alongside(slice, 'documents');
  const { rows } = await sql<Row>`select p.*, (select min(s.subject) from ${documents(subjectTable)} s where s.sequence = p.sequence and s.subject like 'payment:%') as payment
    from (select m.account_key, m.item_key, m.amount, m.sequence, m.line, ${sql.ref(`m.${day}`)} as day from ${table(movementTable)} m
      where m.kind = ${kindCode.invoice} and m.movement in (${movementCode.allocated}, ${movementCode.unallocated}) and ${sql.ref(`m.${day}`)} > ${asOfDay}
        and m.sequence <= ${Math.min(sequence, knownAt)} and ${accountsAsked(slice, 'm')}) p
    order by p.sequence, p.line`.execute(db);
  const found = new Map<string, PostDatedPayment[]>();
  for (const row of rows) {
    if (row['payment'] === null) continue;
    const key = `${String(row['account_key'])} ${String(row['item_key'])}`;
    const payments = found.get(key) ?? [];
    found.set(key, payments);
    count(payments, { paymentId: String(row['payment']).slice('payment:'.length), day: Number(row['day']), amount: -(row['amount'] as bigint) });
  }
  return found;
}

/** What is undone later was never to come: it takes away from what the payment would have brought. */
function count(payments: PostDatedPayment[], { paymentId, day, amount }: PostDatedPayment): void {
  if (amount > 0n) {
    payments.push({ paymentId, day, amount });
    return;
  }
  const at = payments.findIndex((payment) => payment.paymentId === paymentId);
  if (at < 0) return;
  const left = payments[at]!.amount + amount;
  payments.splice(at, 1, ...(left > 0n ? [{ ...payments[at]!, amount: left }] : []));
}

/** The first of them by day, no more than is open: a later one may pay what a bounce opens again only then. */
export function upTo(open: bigint, payments: readonly PostDatedPayment[]): PostDatedPayment[] {
  let left = open;
  const counted: PostDatedPayment[] = [];
  for (const payment of [...payments].sort((first, second) => first.day - second.day)) {
    const amount = payment.amount < left ? payment.amount : left;
    left -= amount;
    if (amount > 0n) counted.push({ ...payment, amount });
  }
  return counted;
}
