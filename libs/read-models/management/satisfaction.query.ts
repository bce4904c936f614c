import { sql } from 'kysely';
import { askedMonths } from '../measures/asked-months';
import { endsOf, firstEndFrom } from '../measures/month-ends';
import type { MeasuresQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { figureRows, percentText, sectionsOf, whoAsked, type FiguresBody } from './figures-body';
import { satisfactionTable } from './tables';

export interface SatisfactionRow {
  readonly month: string;
  readonly customerId?: string;
  readonly scores: number;
  /** 0 to 10, two decimals. */
  readonly mean: string;
  /** Percent of the scores. */
  readonly promoters: string | null;
  readonly detractors: string | null;
  /** Points: promoters less detractors. */
  readonly netPromoterScore: string | null;
}
export type SatisfactionBody = FiguresBody<'satisfaction', SatisfactionRow>;

export const satisfactionFormulas: readonly string[] = [
  'scores = invoices with a score recorded in the month; of an invoice scored again only the last score recorded by asOf counts, in the month of its own day',
  'promoters = share of scores of 9 and 10; detractors = share of scores of 0 to 6; netPromoterScore = promoters − detractors (Reichheld, 2003)',
];

/** How content customers were, by month, or by month and customer. @throws ReportRefused */
export function satisfaction(store: ReadStore, question: MeasuresQuestion): Promise<ReportFigures<SatisfactionBody>> {
  return onSlice(store, 'management', question, async (slice) => {
    const { months, from, fromDay } = askedMonths(question);
    const byCustomer = question.groupBy?.includes('customer') ?? false;
    const { knownAt, asOfDay, table } = slice;
    const found = await figureRows(slice, sql`
      select entity_id, customer_id, place, count(*) as scores, cast(sum(score) as bigint) as total,
        cast(sum(case when score >= 9 then 1 else 0 end) as bigint) as promoters, cast(sum(case when score <= 6 then 1 else 0 end) as bigint) as detractors
      from (
        select s.entity_id, ${byCustomer ? sql`s.customer_id` : sql`''`} as customer_id, ${firstEndFrom(endsOf(months), sql`s.recorded_day`)} as place, s.score
        from ${table(satisfactionTable)} s
        where s.recorded_day >= ${fromDay} and ${whoAsked(slice, 's')} and s.sequence in (
          select max(l.sequence) from ${table(satisfactionTable)} l where l.sequence <= ${knownAt} and l.recorded_day <= ${asOfDay} group by l.invoice_id)
      ) counted group by entity_id, customer_id, place order by entity_id, place, customer_id`);
    const sections = sectionsOf(found.map((row) => ({ entityId: String(row['entity_id']), currency: '', row })), ({ row }) => scoreOf(row, months, byCustomer));
    const { asOf, basis } = slice;
    const body: SatisfactionBody = { report: 'satisfaction', from, asOf, knownAt, basis, formulas: satisfactionFormulas, sections };
    return { report: body.report, body, provenance: provenanceOf(slice, found.length, scoresOf(sections)) };
  });
}

/** No money here: the number of scores is what ties to the facts. */
const scoresOf = (sections: SatisfactionBody['sections']): Record<string, string> =>
  Object.fromEntries(sections.map(({ entityId, rows }) => [`scores ${entityId}`, String(rows.reduce((sum, { scores }) => sum + scores, 0))]));

function scoreOf(row: Row, months: readonly { readonly month: string }[], byCustomer: boolean): SatisfactionRow {
  const count = (name: string): bigint => BigInt(String(row[name]));
  const [scores, promoters, detractors] = [count('scores'), count('promoters'), count('detractors')];
  return {
    month: months[Number(row['place']) - 1]!.month,
    ...(byCustomer ? { customerId: String(row['customer_id']) } : {}),
    scores: Number(scores),
    mean: (Number(count('total')) / Number(scores)).toFixed(2),
    promoters: percentText(promoters, scores),
    detractors: percentText(detractors, scores),
    netPromoterScore: percentText(promoters - detractors, scores),
  };
}
