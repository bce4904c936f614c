import { sql } from 'kysely';
import { epochDay } from '#ledger';
import { firstDayOf } from '../journal/trial-balance.query';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type PeriodQuestion, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { revenueTable } from './revenue-tables';

/** Opening + billed − credited − recognised = closing. Positive: a contract liability; negative: a contract asset. */
export interface ContractBalanceFigures {
  readonly opening: string;
  readonly billed: string;
  readonly credited: string;
  readonly recognised: string;
  readonly closing: string;
}

export interface ContractBalanceRow extends ContractBalanceFigures {
  readonly customerId: string;
  /** Absent: an invoice that bills no contract. */
  readonly contractId?: string;
  readonly invoiceId?: string;
}

export interface ContractBalanceSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly ContractBalanceRow[];
  readonly totals: ContractBalanceFigures;
}

export interface ContractBalancesBody {
  readonly report: 'contract-balances';
  /** First day of the movement. */
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly sections: readonly ContractBalanceSection[];
}

interface BalanceSum {
  readonly entityId: string;
  readonly currency: string;
  readonly customerId: string;
  readonly contractId: string;
  readonly invoiceId: string;
  readonly opening: bigint;
  readonly billed: bigint;
  readonly credited: bigint;
  readonly recognised: bigint;
}

const rowsMax = 200_000;

/** What was recognised at issue without a contract was never in a balance, and would be a row per invoice. */
async function sums(slice: Slice, firstDay: number): Promise<BalanceSum[]> {
  const { db, table, day, asOfDay, knownAt, entityId, customerId } = slice;
  const moved = (column: string) => sql`cast(coalesce(sum(case when ${sql.ref(day)} >= ${firstDay} then ${sql.ref(column)} end), 0) as bigint) as ${sql.ref(column)}`;
  const { rows } = await sql<Row>`select entity_id, currency, customer_id, contract_id, about_id,
      cast(coalesce(sum(case when ${sql.ref(day)} < ${firstDay} then billed - credited - recognised end), 0) as bigint) as opening,
      ${moved('billed')}, ${moved('credited')}, ${moved('recognised')}
    from (select entity_id, currency, customer_id, contract_id, case when contract_id = '' then invoice_id else '' end as about_id, ${sql.ref(day)}, billed,
      credited, recognised from ${table(revenueTable)} where ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt} and (at_issue = 0 or contract_id <> '')
      and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`} and ${customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`}) m
    group by entity_id, currency, customer_id, contract_id, about_id`.execute(db);
  if (rows.length > rowsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${rowsMax} contracts and invoices. Ask for one legal entity, or one customer.`);
  }
  const text = (row: Row, column: string): string => String(row[column]);
  return rows
    .map((row) => ({
      entityId: text(row, 'entity_id'), currency: text(row, 'currency'), customerId: text(row, 'customer_id'), contractId: text(row, 'contract_id'),
      invoiceId: text(row, 'about_id'), opening: row['opening'] as bigint, billed: row['billed'] as bigint, credited: row['credited'] as bigint,
      recognised: row['recognised'] as bigint,
    }))
    .filter(({ opening, billed, credited, recognised }) => opening !== 0n || billed !== 0n || credited !== 0n || recognised !== 0n);
}

function figuresOf(group: readonly BalanceSum[], currency: string): ContractBalanceFigures {
  const [opening, billed, credited, recognised] = (['opening', 'billed', 'credited', 'recognised'] as const).map((name) => sumOf(group, (sum) => sum[name])) as [
    bigint, bigint, bigint, bigint,
  ];
  const text = (minor: bigint): string => amountText(minor, currency);
  return { opening: text(opening), billed: text(billed), credited: text(credited), recognised: text(recognised), closing: text(opening + billed - credited - recognised) };
}

function sectionOf(group: readonly BalanceSum[]): ContractBalanceSection {
  const { entityId, currency } = group[0]!;
  const ordered = [...group].sort((left, right) =>
    byText(left.customerId, right.customerId) || byText(left.contractId, right.contractId) || byText(left.invoiceId, right.invoiceId));
  const rows = ordered.map((sum) => ({
    customerId: sum.customerId,
    ...(sum.contractId === '' ? {} : { contractId: sum.contractId }),
    ...(sum.invoiceId === '' ? {} : { invoiceId: sum.invoiceId }),
    ...figuresOf([sum], currency),
  }));
  return { entityId, currency, rows, totals: figuresOf(group, currency) };
}

/** The roll-forward of what is billed before it counts, and of what counts before it is billed. */
export function contractBalances(store: ReadStore, question: PeriodQuestion): Promise<ReportFigures<ContractBalancesBody>> {
  return onSlice(store, 'revenue', question, async (slice) => {
    const from = firstDayOf(question);
    const groups = [...grouped(await sums(slice, epochDay(from)), (sum) => `${sum.entityId} ${sum.currency}`)].sort(([left], [right]) => byText(left, right));
    const sections = groups.map(([, group]) => sectionOf(group));
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(sections.map((section) => [`contract-balance ${section.entityId} ${section.currency}`, section.totals.closing]));
    return {
      report: 'contract-balances',
      body: { report: 'contract-balances', from, asOf, knownAt, basis, sections },
      provenance: provenanceOf(slice, sections.reduce((count, section) => count + section.rows.length, 0), controlTotals),
    };
  });
}
