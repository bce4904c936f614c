import { sql } from 'kysely';
import { askedMonths } from '../measures/asked-months';
import { endsOf, firstEndFrom } from '../measures/month-ends';
import { amountText, byText, grouped, totalsOfSections } from '../reports/figures';
import type { MeasuresQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { figureRows, percentText, sectionsOf, whoAsked, type FiguresBody } from './figures-body';
import { correctionTable, documentKind, documentTable } from './tables';

export interface InvoiceAccuracyRow {
  readonly month: string;
  readonly customerId?: string;
  readonly invoices: number;
  /** Invoices that something was credited of, whatever the reason. */
  readonly credited: number;
  /** Invoices credited because they were wrong. */
  readonly wrong: number;
  /** Percent. */
  readonly accuracy: string | null;
  readonly creditedAmount: string;
  /** In the order of the reasons' names; `unstated` where none was given. */
  readonly reasons: readonly { readonly reason: string; readonly invoices: number; readonly amount: string }[];
}
export type InvoiceAccuracyBody = FiguresBody<'invoice-accuracy', InvoiceAccuracyRow>;

const ourFaults = ['billing-error', 'price-error'];
/** A prepayment that an invoice settles takes nothing back that was wrong or unwanted. */
const noCorrection = 'prepayment-settled';

export const invoiceAccuracyFormulas: readonly string[] = [
  'invoices = invoices for goods and services issued in the month; credited = those of them that a credit note issued by asOf takes something back of',
  `wrong = those credited for ${ourFaults.join(' or ')}; accuracy = (invoices − wrong) ÷ invoices × 100`,
  `an invoice credited for two reasons counts under both, and once in credited; ${noCorrection} is no correction; months are those of issue dates, on either basis`,
  'creditedAmount and amounts are tax included',
];

interface Issued {
  readonly entityId: string;
  readonly currency: string;
  readonly customerId: string;
  readonly place: number;
}

interface Corrected extends Issued {
  readonly invoiceId: string;
  readonly reason: string;
  readonly gross: bigint;
}

const ownerOf = (row: Row): Issued => ({
  entityId: String(row['entity_id']), currency: String(row['currency']), customerId: String(row['customer_id']), place: Number(row['place']),
});

/** How many invoices were right, by the reasons of the credit notes. @throws ReportRefused */
export function invoiceAccuracy(store: ReadStore, question: MeasuresQuestion): Promise<ReportFigures<InvoiceAccuracyBody>> {
  return onSlice(store, 'management', question, async (slice) => {
    const { months, from, fromDay } = askedMonths(question);
    const byCustomer = question.groupBy?.includes('customer') ?? false;
    const { issued, corrected } = await found(slice, endsOf(months), { fromDay, byCustomer });
    const keyOf = ({ entityId, currency, customerId, place }: Issued): string => JSON.stringify([entityId, currency, customerId, place]);
    const corrections = grouped(corrected, keyOf);
    const sections = sectionsOf(issued, (own) => {
      const customer = byCustomer ? { customerId: own.customerId } : {};
      return { month: months[own.place - 1]!.month, ...customer, ...accuracyOf(own, corrections.get(keyOf(own)) ?? []) };
    });
    const { asOf, knownAt, basis } = slice;
    const body: InvoiceAccuracyBody = { report: 'invoice-accuracy', from, asOf, knownAt, basis, formulas: invoiceAccuracyFormulas, sections };
    return { report: body.report, body, provenance: provenanceOf(slice, issued.length, totalsOfSections(sections, { credited: ({ creditedAmount }) => creditedAmount })) };
  });
}

interface Wanted {
  readonly fromDay: number;
  readonly byCustomer: boolean;
}

async function found(
  slice: Slice,
  ends: readonly number[],
  { fromDay, byCustomer }: Wanted,
): Promise<{ readonly issued: readonly (Issued & { readonly invoices: number })[]; readonly corrected: readonly Corrected[] }> {
  const { knownAt, asOfDay, table } = slice;
  const counted = sql`d.kind = ${documentKind.invoice} and d.sale = 1 and d.sequence <= ${knownAt} and d.issue_day between ${fromDay} and ${asOfDay} and ${whoAsked(slice, 'd')}`;
  const customer = byCustomer ? sql`d.customer_id` : sql`''`;
  const issued = await figureRows(
    slice,
    sql`
    select entity_id, currency, customer_id, place, count(*) as invoices from (
      select d.entity_id, d.currency, ${customer} as customer_id, ${firstEndFrom(ends, sql`d.issue_day`)} as place from ${table(documentTable)} d where ${counted}
    ) placed group by entity_id, currency, customer_id, place order by entity_id, currency, place, customer_id`,
  );
  const corrected = await figureRows(
    slice,
    sql`
    select d.entity_id, d.currency, ${customer} as customer_id, ${firstEndFrom(ends, sql`d.issue_day`)} as place, c.invoice_id, c.reason, cast(sum(c.gross) as bigint) as gross
    from ${table(correctionTable)} c join ${table(documentTable)} d on d.document_id = c.invoice_id
    where ${counted} and c.sequence <= ${knownAt} and c.issue_day <= ${asOfDay} and c.reason <> ${noCorrection}
    group by d.entity_id, d.currency, d.customer_id, d.issue_day, c.invoice_id, c.reason`,
  );
  return {
    issued: issued.map((row) => ({ ...ownerOf(row), invoices: Number(row['invoices']) })),
    corrected: corrected.map((row) => ({
      ...ownerOf(row),
      invoiceId: String(row['invoice_id']),
      reason: String(row['reason']) || 'unstated',
      gross: BigInt(String(row['gross'])),
    })),
  };
}

function accuracyOf({ currency, invoices }: Issued & { readonly invoices: number }, corrections: readonly Corrected[]): Omit<InvoiceAccuracyRow, 'month' | 'customerId'> {
  const distinct = (own: readonly Corrected[]): number => new Set(own.map(({ invoiceId }) => invoiceId)).size;
  const total = (own: readonly Corrected[]): string => amountText(own.reduce((sum, { gross }) => sum + gross, 0n), currency);
  const wrong = distinct(corrections.filter(({ reason }) => ourFaults.includes(reason)));
  const reasons = [...grouped(corrections, ({ reason }) => reason)].map(([reason, own]) => ({ reason, invoices: distinct(own), amount: total(own) }));
  return {
    invoices,
    credited: distinct(corrections),
    wrong,
    accuracy: percentText(BigInt(invoices - wrong), BigInt(invoices)),
    creditedAmount: total(corrections),
    reasons: reasons.sort((left, right) => byText(left.reason, right.reason)),
  };
}
