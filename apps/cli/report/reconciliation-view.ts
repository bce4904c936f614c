import type { ReconciliationBody, ReconciliationSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function reconciliationView(body: ReconciliationBody): ReportView {
  return { title: `Bank against books from ${body.from}`, sections: body.sections.map(section) };
}

function section({ entityId, currency, days, totals, exceptions }: ReconciliationSection): ViewSection {
  return {
    entityId,
    currency,
    columns: [text('bank account'), text('day'), amount('lines'), amount('unmatched'), amount('bank'), amount('ledger'), amount('difference')],
    rows: days.map((day) => [day.bankAccount, day.day, String(day.lines), String(day.unmatched), day.bank, day.ledger, day.difference]),
    totals: ['total', '', '', '', totals.bank, totals.ledger, totals.difference],
    remarks: exceptions.slice(0, 50).map(({ kind, day, subjectId, amount: sum, age }) => `${kind} of ${day}, ${age} days old: ${subjectId} ${sum}`),
  };
}
