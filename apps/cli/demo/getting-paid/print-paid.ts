import type { Ledger } from '#billing';
import type { Terminal } from '../../output/terminal';
import { askReport } from '../../report/ask-report';
import { viewAsTables } from '../../report/render-report';
import { servicesEntity } from '../service-sales';
import { paidDay } from './paid-company';
import type { GettingPaid } from './play-getting-paid';

/** Prints what getting paid came to, and where its files are. */
export async function printPaid(ledger: Ledger, terminal: Terminal, folder: string, { documents, mails }: GettingPaid): Promise<void> {
  terminal.heading('MADE UP: GETTING PAID');
  terminal.print(`${documents.length} documents in ${folder}/documents, ${mails} of the messages in ${folder}/mail (nothing is sent).`);
  for (const name of ['reconciliation', 'expected-cash', 'measures'] as const) {
    const { view, provenance } = await askReport(ledger.reports, name, { entityId: servicesEntity, asOf: paidDay, from: '2011-01-01' });
    terminal.print(viewAsTables(view, provenance, terminal.style, 8));
  }
}
