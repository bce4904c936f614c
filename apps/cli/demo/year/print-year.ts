import type { Ledger } from '#billing';
import type { Terminal } from '../../output/terminal';
import { askReport, type ReportName, type ReportQuestion } from '../../report/ask-report';
import { viewAsTables } from '../../report/render-report';
import { yearEntity } from './year-company';

/** Prints the year of the company that sells in every way. */
export async function printYear(ledger: Ledger, terminal: Terminal): Promise<void> {
  const question = { entityId: yearEntity, asOf: '2011-12-31' };
  const ofYear = { ...question, from: '2011-01-01' };
  const reports: readonly (readonly [ReportName, ReportQuestion])[] = [
    ['revenue', { ...ofYear, groupBy: ['month'] }],
    ['contract-balances', ofYear],
    ['recurring-revenue', ofYear],
    ['tax', ofYear],
  ];
  terminal.heading('MADE UP: A YEAR OF A COMPANY THAT SELLS IN EVERY WAY');
  for (const [name, asked] of reports) {
    const { view, provenance } = await askReport(ledger.reports, name, asked);
    terminal.print(viewAsTables(view, provenance, terminal.style, 14));
  }
  const { items } = await ledger.lookups.listApprovals({});
  for (const { approvalId, act, subject, requestedBy, decidedBy, state } of items) {
    terminal.print(`Approval ${approvalId.slice(0, 8)} of ${act} ${subject}: asked by ${requestedBy}, ${state} by ${decidedBy ?? 'nobody yet'}`);
  }
}
