import { sql, type RawBuilder } from 'kysely';
import { currencyDigits, dayOfEpoch, epochDay } from '#ledger';
import { amountText } from '../reports/figures';
import { onSnapshot, type Snapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { actTable, walkInTable } from './tables';

export const riskKinds = ['duplicate-sale', 'refund-after-new-bank-details', 'credit-after-payment', 'round-sum-credit'] as const;
export type RiskKind = (typeof riskKinds)[number];

/** Days within which the second act makes the pair a sign. */
export const riskDays: Readonly<Record<Exclude<RiskKind, 'round-sum-credit'>, number>> = {
  'duplicate-sale': 3,
  'refund-after-new-bank-details': 30,
  'credit-after-payment': 14,
};

/** Credits of a whole multiple of so many units of the currency are told of. */
export const roundSumUnits = 100n;

export interface RiskFlag {
  readonly kind: RiskKind;
  /** Of the later act. */
  readonly on: string;
  readonly entityId: string;
  readonly customerId: string;
  /** The later act: sale, refund or credit note. */
  readonly subjectId: string;
  readonly documentNumber: string | null;
  /** The earlier one: sale, request that set the bank details, or payment. */
  readonly otherId: string | null;
  readonly otherOn: string | null;
  readonly currency: string | null;
  readonly amount: string | null;
  /** Ledger sequences of both acts: where to look. */
  readonly sequences: readonly number[];
}

export interface RiskFlagsAsked {
  readonly from: string;
  readonly to: string;
  readonly entityId?: string;
  readonly customerId?: string;
  readonly kind?: RiskKind;
  /** 1 to 1,000; default 100. */
  readonly limit?: number;
}

export interface RiskFlags {
  readonly rules: readonly string[];
  /** Latest first. */
  readonly items: readonly RiskFlag[];
  /** False: there are more than were asked for. */
  readonly isWhole: boolean;
}

/** Each rule in words, so that a reader knows what was looked for. */
export const riskRules: readonly string[] = [
  `duplicate-sale: two sales of the same lines at the same prices to one customer within ${riskDays['duplicate-sale']} days; walk-ins apart`,
  `refund-after-new-bank-details: a refund asked for within ${riskDays['refund-after-new-bank-details']} days after the customer's bank details changed`,
  `credit-after-payment: an invoice credited within ${riskDays['credit-after-payment']} days after it was paid`,
  `round-sum-credit: a credit note over a whole multiple of ${roundSumUnits}`,
];

interface Pair {
  readonly kind: Exclude<RiskKind, 'round-sum-credit'>;
  readonly earlier: string;
  readonly later: string;
  readonly same: RawBuilder<unknown>;
}

const pairs: readonly Pair[] = [
  {
    kind: 'duplicate-sale', earlier: 'sale', later: 'sale',
    same: sql`e.about = l.about and e.entity_id = l.entity_id and (e.day < l.day or (e.day = l.day and e.sequence < l.sequence))`,
  },
  { kind: 'refund-after-new-bank-details', earlier: 'bank-details', later: 'refund', same: sql`e.sequence < l.sequence` },
  { kind: 'credit-after-payment', earlier: 'settled', later: 'credited', same: sql`e.about = l.about and e.entity_id = l.entity_id` },
];

type Reader = Pick<Snapshot, 'db' | 'table'>;

const asked = ({ from, to, entityId, customerId }: RiskFlagsAsked): RawBuilder<unknown> => sql`
  l.day between ${epochDay(from)} and ${epochDay(to)}
  ${entityId === undefined ? sql`` : sql`and l.entity_id = ${entityId}`} ${customerId === undefined ? sql`` : sql`and l.customer_id = ${customerId}`}`;

/** Each later act with the last earlier one that makes it a sign. */
async function paired({ db, table }: Reader, { kind, earlier, later, same }: Pair, question: RiskFlagsAsked, limit: number): Promise<RiskFlag[]> {
  const { rows } = await sql<Row>`select l.sequence, l.line, l.day, l.entity_id, l.customer_id, l.subject_id, l.document_number, l.currency, l.amount,
      max(e.sequence) as other_sequence
    from ${table(actTable)} l join ${table(actTable)} e on e.kind = ${earlier} and e.customer_id = l.customer_id and ${same}
      and e.day between l.day - ${riskDays[kind]} and l.day
    where l.kind = ${later} and ${asked(question)} and l.customer_id not in (select customer_id from ${table(walkInTable)})
    group by l.sequence, l.line, l.day, l.entity_id, l.customer_id, l.subject_id, l.document_number, l.currency, l.amount
    order by l.day desc, l.sequence desc, l.line limit ${limit}`.execute(db);
  if (rows.length === 0) {
    return [];
  }
  const others = new Map<string, Row>();
  const found = await sql<Row>`select sequence, subject_id, day from ${table(actTable)} where kind = ${earlier}
    and sequence in (${sql.join(rows.map((row) => row['other_sequence']))})`.execute(db);
  for (const row of found.rows) others.set(String(row['sequence']), row);
  return rows.map((row) => flagOf(kind, row, others.get(String(row['other_sequence']))));
}

async function roundSums({ db, table }: Reader, question: RiskFlagsAsked, limit: number): Promise<RiskFlag[]> {
  const { rows: currencies } = await sql<Row>`select distinct currency from ${table(actTable)} l where l.kind = 'credit-note' and ${asked(question)}`.execute(db);
  const flags: RiskFlag[] = [];
  for (const currency of currencies.map((row) => String(row['currency']))) {
    const unit = roundSumUnits * 10n ** BigInt(currencyDigits(currency));
    const { rows } = await sql<Row>`select * from ${table(actTable)} l where l.kind = 'credit-note' and l.currency = ${currency} and l.amount > 0
      and l.amount % ${unit} = 0 and ${asked(question)} order by l.day desc, l.sequence desc limit ${limit}`.execute(db);
    flags.push(...rows.map((row) => flagOf('round-sum-credit', row, undefined)));
  }
  return flags;
}

function flagOf(kind: RiskKind, row: Row, other: Row | undefined): RiskFlag {
  const currency = String(row['currency']);
  const amount = row['amount'] as bigint;
  return {
    kind,
    on: dayOfEpoch(Number(row['day'])),
    entityId: String(row['entity_id']),
    customerId: String(row['customer_id']),
    subjectId: String(row['subject_id']),
    documentNumber: row['document_number'] === '' ? null : String(row['document_number']),
    otherId: other === undefined ? null : String(other['subject_id']),
    otherOn: other === undefined ? null : dayOfEpoch(Number(other['day'])),
    currency: currency === '' ? null : currency,
    amount: amount === 0n ? null : amountText(amount, currency),
    sequences: other === undefined ? [Number(row['sequence'])] : [Number(other['sequence']), Number(row['sequence'])],
  };
}

/** Signs of error or fraud, by stated rules: something for a person to look at, never a judgement. */
export function riskFlags(store: ReadStore, question: RiskFlagsAsked): Promise<RiskFlags> {
  const limit = Math.min(Math.max(1, Math.trunc(question.limit ?? 100)), 1_000);
  return onSnapshot(store, 'customer-accounts', async (reader) => {
    const found: RiskFlag[] = [];
    for (const pair of pairs) {
      if (question.kind === undefined || question.kind === pair.kind) found.push(...(await paired(reader, pair, question, limit + 1)));
    }
    if (question.kind === undefined || question.kind === 'round-sum-credit') found.push(...(await roundSums(reader, question, limit + 1)));
    found.sort((left, right) => (left.on === right.on ? (right.sequences.at(-1) ?? 0) - (left.sequences.at(-1) ?? 0) : left.on < right.on ? 1 : -1));
    return { rules: riskRules, items: found.slice(0, limit), isWhole: found.length <= limit };
  });
}
