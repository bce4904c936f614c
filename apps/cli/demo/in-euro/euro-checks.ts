import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildDossier, DocumentDesk, type Ledger } from '#billing';
import { paymentCode } from '#documents';
import type { Check } from '../../verify/check';
import { batchId, euroAccount, handOverId, tardy } from './euro-company';
import type { InEuro } from './play-euro';

const check = (name: string, ok: boolean, detail: string): Check => ({ name, ok, detail, problems: ok ? [] : [detail] });

/** What being paid in euro must show. */
export async function euroChecks(ledger: Ledger, folder: string, played: InEuro): Promise<readonly Check[]> {
  return [...(await bankChecks(ledger, folder, played)), ...(await collectionChecks(ledger, folder, played))];
}

async function bankChecks(ledger: Ledger, folder: string, { matching, factsOfSecondFile, collected, documents }: InEuro): Promise<readonly Check[]> {
  const camt = await readFile(join(folder, 'camt.053.xml'), 'utf8');
  const pain = await readFile(join(folder, `${batchId}.pain.008.xml`), 'utf8');
  const open = await Promise.all(['RE-0001', 'RE-0002'].map(async (number) => (await ledger.lookups.findInvoice(number))?.open ?? 'none'));
  const ordered = pain === collected.xml && pain.includes('urn:iso:std:iso:20022:tech:xsd:pain.008.001.08') && collected.count === 1 && collected.total === '238.00';
  const code = paymentCode({ holder: 'Muster Handel GmbH', iban: euroAccount, currency: 'EUR', amount: '142.80', documentNumber: 'RE-0001' });
  const heads = await Promise.all(documents.map(async (name) => (await readFile(join(folder, 'documents', name))).toString('latin1', 0, 5)));
  return [
    check('camt.053 matched', camt.includes('camt.053.001.08') && matching.matched === 2 && matching.parked === 0 && open.every((left) => /^0[.0]*$/.test(left)),
      `${matching.matched} lines of camt.053.xml matched by reference and by number; left of RE-0001, RE-0002: ${open.join(', ')}`),
    check('same file again', factsOfSecondFile === 0, `${factsOfSecondFile} facts written by taking camt.053.xml in again`),
    check('direct debits filed', ordered, `${collected.count} direct debit, ${collected.total} EUR in ${batchId}.pain.008.xml`),
    check('payment codes', code?.startsWith('BCD\n002\n') === true && heads.length === 3 && heads.every((head) => head === '%PDF-'),
      `${documents.join(', ')}; code of RE-0001: ${code?.split('\n').slice(6).join(' ').trim() ?? 'none'}`),
  ];
}

async function collectionChecks(ledger: Ledger, folder: string, { reminded, worklist, dossier }: InEuro): Promise<readonly Check[]> {
  const mails = (await readdir(join(folder, 'mail'))).filter((name) => name.endsWith('.eml'));
  const raw = await Promise.all(mails.map((name) => readFile(join(folder, 'mail', name), 'latin1')));
  const toDebtor = raw.filter((mail) => mail.includes('post@spaet.example')).length;
  const sent = reminded.reduce((sum, run) => sum + run.sent, 0);
  const [first] = worklist.rows;
  const bytes = await readFile(join(folder, 'documents', dossier));
  const files = Object.keys(unzipSync(bytes));
  const again = await buildDossier({ store: ledger.store, codec: ledger.codec, lookups: ledger.lookups, desk: new DocumentDesk(ledger) }, tardy, handOverId);
  const handed = await ledger.lookups.findInvoice('RE-0004');
  return [
    check('reminders by e-mail', sent === 2 && toDebtor === 2, `${sent} letters sent, ${toDebtor} messages to the debtor in mail`),
    check('collector’s worklist', first?.accountId === tardy && first.reasons.some(({ kind }) => kind === 'hand-over-proposed'),
      `${worklist.rows.length} to call on ${worklist.asOf}: ${first?.accountId ?? 'nobody'}, ${first?.reasons.map(({ kind }) => kind).join(', ') ?? ''}`),
    check('handed over', handed !== undefined && files.includes('dossier.json') && files.includes('documents/RE-0004.pdf') && again !== null && Buffer.from(again.bytes).equals(bytes),
      `${dossier} with ${files.length} files, the same bytes when asked for again`),
  ];
}
