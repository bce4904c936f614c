import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DocumentDesk, type Ledger } from '#billing';
import { CliFailure } from '../../cli-failure';
import { clinic, hotel, paidDay } from './paid-company';

type Made = Awaited<ReturnType<DocumentDesk['invoice']>>;

/** Prints one document of each kind into `documents` of the demo's folder. @returns the files' names. */
export async function writeDocuments(ledger: Ledger, folder: string): Promise<readonly string[]> {
  const into = join(folder, 'documents');
  await mkdir(into, { recursive: true });
  const desk = new DocumentDesk(ledger);
  const [credit] = (await ledger.lookups.listCreditNotes({ entityId: 'UK' }, { limit: 1 })).items;
  const [payment] = (await ledger.lookups.listPayments({ entityId: 'SERVICES' }, { limit: 1 })).items;
  const [letter] = (await ledger.lookups.reminders({ state: 'sent' }, { limit: 1 })).items;
  const wanted: readonly (readonly [string, Promise<Made>])[] = [
    ['invoice', desk.invoice('SVC-0003')],
    ['factur-x', desk.invoice('SVC-0004', 'factur-x')],
    ['ubl', desk.invoice('SVC-0003', 'ubl')],
    ['credit-note', desk.creditNote(credit?.creditNoteId ?? '')],
    ['receipt', desk.receipt(payment?.paymentId ?? '')],
    ['statement', desk.statement({ accountId: hotel, from: '2011-02-01', asOf: paidDay })],
    ['open-statement', desk.statement({ accountId: clinic, from: '2011-02-01', asOf: paidDay })],
    ['reminder', desk.reminder(letter?.reminderId ?? '')],
  ];
  const names: string[] = [];
  for (const [kind, made] of wanted) {
    const document = await made;
    if (!document.ok) {
      throw new CliFailure('refused', `The demo cannot print its ${kind}: ${document.refusal.message}`);
    }
    const { fileName } = document.value;
    const name = fileName.startsWith(`${kind}-`) ? fileName : `${kind}-${fileName}`;
    await writeFile(join(into, name), document.value.bytes);
    names.push(name);
  }
  return names;
}
