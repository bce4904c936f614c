import type { StatementBody, StatementSection, TieOutBody, TieOutRow } from '#read-models';
import { amount, text, type ReportView, type ViewSection } from './report-view';

/** Facts listed beneath the table at most; JSON has them all. */
const movedShown = 10;

export function tieOutView({ rows, movedFacts, ties }: TieOutBody): ReportView {
  return { title: `Tie-out, ${ties ? 'everything ties' : 'something does NOT tie'}`, sections: rows.map((row, index) => tieOutSection(row, index === 0 ? movedFacts : [])) };
}

function tieOutSection({ entityId, currency, subLedger, control, customerControl, statements, ties }: TieOutRow, movedFacts: TieOutBody['movedFacts']): ViewSection {
  const left = movedFacts.length - movedShown;
  return {
    entityId,
    currency,
    columns: [text('account of'), amount('items'), amount('journal')],
    rows: (Object.keys(control) as (keyof typeof control)[]).map((role) => [role, subLedger[role], control[role]]),
    remarks: [
      `Customers owe ${customerControl} by the journal, ${statements} by their statements; it ${ties ? 'ties' : 'does NOT tie'}.`,
      ...movedFacts.slice(0, movedShown).map(
        ({ sequence, eventType, effectiveDate, postingDate }) => `Sequence ${sequence}, ${eventType}: counts on ${effectiveDate}, booked on ${postingDate}.`,
      ),
      ...(left > 0 ? [`… and ${left} more facts booked in another period than they count in (--format json).`] : []),
    ],
  };
}

export function statementView({ entityId, customerId, from, sections }: StatementBody): ReportView {
  return { title: `Statement of ${customerId} from ${from}`, sections: sections.map((section) => statementSection(entityId, section)) };
}

/** What the customer owes: more is positive, less negative. */
const statementSection = (entityId: string, { currency, opening, lines, closing }: StatementSection): ViewSection => ({
  entityId,
  currency,
  columns: [text('day'), text('what'), text('document'), amount('amount'), amount('balance')],
  rows: [
    ['', 'opening', '', '', opening],
    ...lines.map(({ date, kind, documentId, documentNumber, amount: owed, balance }) => [date, kind, documentNumber === '' ? documentId : documentNumber, owed, balance]),
  ],
  totals: ['', 'closing', '', '', closing],
  remarks: [],
});
