import type { SalesTargetsBody } from '#read-models';
import { amount, text, type ReportView } from './report-view';

export function salesTargetsView({ sections, formulas }: SalesTargetsBody): ReportView {
  return {
    title: 'Sales targets against actual',
    sections: sections.map(({ entityId, currency, rows }) => ({
      entityId,
      currency,
      columns: [text('month'), text('to'), text('product'), text('customer'), amount('target'), amount('actual'), amount('variance'), amount('attained %')],
      rows: rows.map((row) => [row.month, row.to, row.productCode ?? '', row.customerId ?? '', row.target, row.actual, row.variance, row.attainment ?? '']),
      remarks: formulas,
    })),
  };
}
