import type { FiguresSection, InvoiceAccuracyBody, PricesBody, ReminderEffectivenessBody, SalesForecastBody, SalesForecastSection, SatisfactionBody } from '#read-models';
import type { Column } from '../output/table';
import { amount, text, type ReportView, type ViewSection } from './report-view';

/** How one column of a report of figures is headed and filled. */
interface Figure<FigureRow> {
  readonly column: Column;
  readonly cell: (row: FigureRow) => string;
  /** Left out where no row of any section has it: what was not asked to be told apart. */
  readonly only?: keyof FigureRow;
}

/** The same columns in every section, so that one header fits all of a CSV file. */
function sectionsOf<FigureRow extends object>(sections: readonly FiguresSection<FigureRow>[], figures: readonly Figure<FigureRow>[], remarks: readonly string[]): readonly ViewSection[] {
  const all = sections.flatMap(({ rows }) => rows);
  const shown = figures.filter(({ only }) => only === undefined || all.some((row) => only in row));
  return sections.map(({ entityId, currency, rows }) => ({
    entityId, currency, columns: shown.map(({ column }) => column), rows: rows.map((row) => shown.map(({ cell }) => cell(row))), remarks,
  }));
}

export function pricesView(body: PricesBody): ReportView {
  const figures: readonly Figure<PricesBody['sections'][number]['rows'][number]>[] = [
    { column: text('month'), cell: (row) => row.month ?? '', only: 'month' },
    { column: text('customer'), cell: (row) => row.customerId ?? '', only: 'customerId' },
    { column: text('product'), cell: (row) => row.productCode ?? '', only: 'productCode' },
    { column: amount('quantity'), cell: (row) => row.quantity },
    { column: amount('list'), cell: (row) => row.list },
    { column: amount('discount'), cell: (row) => row.discount },
    { column: amount('%'), cell: (row) => row.discountRate ?? '' },
    { column: amount('net'), cell: (row) => row.net },
    { column: amount('price'), cell: (row) => row.averagePrice ?? '' },
    { column: amount('back'), cell: (row) => row.creditedQuantity },
    { column: amount('credited'), cell: (row) => row.credited },
  ];
  return { title: 'Prices and discounts', sections: sectionsOf(body.sections, figures, body.formulas) };
}

export function invoiceAccuracyView(body: InvoiceAccuracyBody): ReportView {
  const figures: readonly Figure<InvoiceAccuracyBody['sections'][number]['rows'][number]>[] = [
    { column: text('month'), cell: (row) => row.month },
    { column: text('customer'), cell: (row) => row.customerId ?? '', only: 'customerId' },
    { column: amount('invoices'), cell: (row) => String(row.invoices) },
    { column: amount('credited'), cell: (row) => String(row.credited) },
    { column: amount('wrong'), cell: (row) => String(row.wrong) },
    { column: amount('accuracy %'), cell: (row) => row.accuracy ?? '' },
    { column: amount('amount'), cell: (row) => row.creditedAmount },
    { column: text('reasons'), cell: (row) => row.reasons.map(({ reason, invoices }) => `${reason} ${invoices}`).join(', ') },
  ];
  return { title: 'Invoice accuracy', sections: sectionsOf(body.sections, figures, body.formulas) };
}

export function reminderEffectivenessView(body: ReminderEffectivenessBody): ReportView {
  const figures: readonly Figure<ReminderEffectivenessBody['sections'][number]['rows'][number]>[] = [
    { column: text('month'), cell: (row) => row.month },
    { column: text('customer'), cell: (row) => row.customerId ?? '', only: 'customerId' },
    { column: text('step'), cell: (row) => row.step },
    { column: amount('letters'), cell: (row) => String(row.letters) },
    { column: amount('items'), cell: (row) => String(row.items) },
    { column: amount('reminded'), cell: (row) => row.reminded },
    { column: amount('judged'), cell: (row) => String(row.judged) },
    { column: amount('paid %'), cell: (row) => row.paidShare ?? '' },
    { column: amount('collected'), cell: (row) => row.collected },
    { column: amount('%'), cell: (row) => row.collectedShare ?? '' },
    { column: amount('promised'), cell: (row) => String(row.promised) },
    { column: amount('days'), cell: (row) => row.medianDays ?? '' },
  ];
  return { title: 'What reminders brought', sections: sectionsOf(body.sections, figures, body.formulas) };
}

export function satisfactionView(body: SatisfactionBody): ReportView {
  const figures: readonly Figure<SatisfactionBody['sections'][number]['rows'][number]>[] = [
    { column: text('month'), cell: (row) => row.month },
    { column: text('customer'), cell: (row) => row.customerId ?? '', only: 'customerId' },
    { column: amount('scores'), cell: (row) => String(row.scores) },
    { column: amount('mean'), cell: (row) => row.mean },
    { column: amount('promoters %'), cell: (row) => row.promoters ?? '' },
    { column: amount('detractors %'), cell: (row) => row.detractors ?? '' },
    { column: amount('net'), cell: (row) => row.netPromoterScore ?? '' },
  ];
  return { title: 'Satisfaction', sections: sectionsOf(body.sections, figures, body.formulas) };
}

export function salesForecastView(body: SalesForecastBody): ReportView {
  return { title: 'Sales forecast', sections: body.sections.map((section) => forecastSection(section, body.formulas)) };
}

function forecastSection({ entityId, currency, history, historyTo, method, missing, scores, scoredMonths, rows }: SalesForecastSection, formulas: readonly string[]): ViewSection {
  const scored = scores.map((score) => `${score.method} ${score.error}`).join(', ');
  return {
    entityId,
    currency,
    columns: [text('month'), amount('sales'), amount('low'), amount('high')],
    rows: rows.map(({ month, sales, low, high }) => [month, sales, low ?? '', high ?? '']),
    remarks: [
      missing ?? `by ${method}, from ${history} whole months to ${historyTo}; mean error over ${scoredMonths} months: ${scored}`,
      ...formulas,
    ],
  };
}
