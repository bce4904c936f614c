import type { ExpectedCashBody, ExpectedCashScore, ExpectedCashSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function expectedCashView(body: ExpectedCashBody): ReportView {
  return { title: 'Expected cash', sections: body.sections.map((section) => sectionOf(section, body.formulas)) };
}

function sectionOf({ entityId, currency, rows, weeks, totals, score }: ExpectedCashSection, formulas: readonly string[]): ViewSection {
  return {
    entityId,
    currency,
    columns: [text('customer'), text('document'), text('due'), amount('open'), amount('late'), text('expected'), amount('invoices')],
    rows: rows.map((row) => [
      row.customerId, row.documentNumber, row.dueDate, row.open, row.disputed ? 'disputed' : row.probabilityLate, row.disputed ? '' : row.expectedOn, String(row.ownInvoices),
    ]),
    totals: ['total', '', '', totals.expected, '', '', ''],
    remarks: [
      ...weeks.slice(0, 26).map(({ from, to, amount: sum, items }) => `${from} to ${to}: ${sum} from ${items} items`),
      ...(score === null ? ['too few invoices have been paid to score a prediction'] : [scoreLine(score)]),
      ...formulas,
    ],
  };
}

const scoreLine = ({ predictions, errorDays, errorLastTime, errorDueDate, brier, brierBaseRate }: ExpectedCashScore): string =>
  `${predictions} predictions so far were ${errorDays} days off on average; as late as last time: ${errorLastTime}; on the due date: ${errorDueDate}; Brier ${brier}, base rate ${brierBaseRate}`;
