import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger } from '#billing';
import type { Check } from '../../verify/check';
import { servicesEntity } from '../service-sales';
import { paidDay } from './paid-company';
import type { GettingPaid } from './play-getting-paid';

const check = (name: string, ok: boolean, detail: string): Check => ({ name, ok, detail, problems: ok ? [] : [detail] });

/** What getting paid must show. */
export async function paidChecks(ledger: Ledger, folder: string, { documents, mails, matching, beyond }: GettingPaid): Promise<readonly Check[]> {
  const names = await readdir(join(folder, 'mail')).catch((): string[] => []);
  const raw = await Promise.all(names.map((name) => readFile(join(folder, 'mail', name), 'latin1')));
  const kept = raw.filter((mail) => mail.includes('office@orchard-hotel.example'));
  const heads = await Promise.all(documents.map(async (name) => (await readFile(join(folder, 'documents', name))).toString('latin1', 0, 5)));
  const printed = heads.every((head) => head === '%PDF-' || head === '<?xml');
  const question = { entityId: servicesEntity, asOf: paidDay };
  const expected = (await ledger.reports.expectedCash(question)).body.sections[0]?.totals;
  const owed = (await ledger.reports.receivables(question)).body.sections[0]?.totals.receivables;
  const parked = (await ledger.lookups.listBankLines({ entityId: servicesEntity, state: 'parked' })).items.length;
  return [
    check('documents printed', printed && documents.length === 8, `${documents.length} files in documents: ${documents.join(', ')}`),
    check('mails kept', mails === 2 && kept.length === mails, `${mails} invoices sent to the mailbox, ${kept.length} messages to the hotel in mail`),
    check('bank lines matched', matching.matched === 2 && matching.parked === 2 && parked === 1, `${matching.matched} matched, ${matching.parked} parked, ${parked} still waits for a person`),
    check('credit limit holds', beyond.state === 'waiting', `sale ${beyond.saleId}: ${beyond.state}, ${beyond.reason ?? 'no reason'}`),
    check('expected cash = owed', expected !== undefined && expected.expected === owed, `expected ${expected?.expected ?? 'none'}, receivables ${owed ?? 'none'}`),
  ];
}
