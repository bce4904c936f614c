import type { ReconciliationBody, ReconciliationSection } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

export function reconciliationView(body: ReconciliationBody): ReportView {
  return { title: `Bank against books from ${body.from}`, sections: body.sections.map(section) };
}

const balancesMax = 31;

function section(of: ReconciliationSection): ViewSection {
  const { entityId, currency, days, totals, exceptions } = of;
  return {
    entityId,
    currency,
    columns: [text('bank account'), text('day'), amount('lines'), amount('unmatched'), amount('bank'), amount('ledger'), amount('difference')],
    rows: days.map((day) => [day.bankAccount, day.day, String(day.lines), String(day.unmatched), day.bank, day.ledger, day.difference]),
    totals: ['total', '', '', '', totals.bank, totals.ledger, totals.difference],
    remarks: [...balances(of), ...exceptions.slice(0, 50).map(({ kind, day, subjectId, amount: sum, age }) => `${kind} of ${day}, ${age} days old: ${subjectId} ${sum}`)],
  };
}

/** What each bank account starts with, and what its last statements close with, beside the books. */
function balances({ accounts }: ReconciliationSection): readonly string[] {
  return accounts.flatMap(({ bankAccount, start, balances: closed }) => [
    `${bankAccount} opens on ${start.day} with ${start.bank}; the books had ${start.ledger}: difference ${start.difference}`,
    ...closed.slice(-balancesMax).map(({ day, bank, ledger, difference, unexplained }) =>
      `${bankAccount} closes on ${day} with ${bank}; the books have ${ledger}: difference ${difference}, unexplained ${unexplained}`),
  ]);
}
