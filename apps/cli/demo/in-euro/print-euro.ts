import type { Ledger } from '#billing';
import { worklistLines } from '../../collect/show-worklist';
import type { Terminal } from '../../output/terminal';
import { askReport } from '../../report/ask-report';
import { viewAsTables } from '../../report/render-report';
import { batchId, euroEntity, handOverDay } from './euro-company';
import type { InEuro } from './play-euro';

/** Prints who is to be called, what the bank moved, and where the files are. */
export async function printInEuro(ledger: Ledger, terminal: Terminal, folder: string, { worklist, dossier }: InEuro): Promise<void> {
  terminal.heading('MADE UP: PAID IN EURO, OR HANDED OVER');
  terminal.print(`In ${folder}: camt.053.xml as the bank gave it, ${batchId}.pain.008.xml for the bank, documents/${dossier} for the agency.`);
  worklistLines(worklist, terminal.style).forEach((line) => terminal.print(line));
  const { view, provenance } = await askReport(ledger.reports, 'reconciliation', { entityId: euroEntity, asOf: handOverDay, from: '2011-03-01' });
  terminal.print(viewAsTables(view, provenance, terminal.style, 8));
}
