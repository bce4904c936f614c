import type { MeasuresBody, MeasuresRow, MeasuresSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function measuresView(body: MeasuresBody): ReportView {
  return { title: 'Figures for management', sections: body.sections.map((section) => sectionOf(section, body.formulas)) };
}

const figures = [
  ['DSO', 'dso'], ['rolling', 'dsoRolling'], ['count-back', 'dsoCountBack'], ['best', 'dsoBestPossible'], ['delinquent', 'dsoDelinquent'],
  ['CEI %', 'collectionEffectiveness'], ['growth %', 'salesGrowth'], ['year %', 'salesGrowthYear'], ['to pay', 'daysToPay'], ['late', 'daysLate'],
] as const satisfies readonly (readonly [string, keyof MeasuresRow])[];

function sectionOf({ entityId, currency, rows }: MeasuresSection, formulas: readonly string[]): ViewSection {
  const byCustomer = rows.some(({ customerId }) => customerId !== undefined);
  return {
    entityId,
    currency,
    columns: [
      text('month'), ...(byCustomer ? [text('customer')] : []), amount('receivables'), amount('current'), amount('sales'), ...figures.map(([title]) => amount(title)),
    ],
    rows: rows.map((row) => [
      row.month, ...(byCustomer ? [row.customerId ?? ''] : []), row.receivables, row.current, row.sales, ...figures.map(([, name]) => row[name] ?? ''),
    ]),
    remarks: [...formulas, 'an empty figure is missing for a reason, which --format json says'],
  };
}
