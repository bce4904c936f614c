import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { safeFileName, type DocumentDesk, type InvoiceFormat, type MadeDocument } from '#billing';
import type { Checked } from '#ledger';
import type { Lookups } from '#read-models';
import { CliFailure } from '../cli-failure';
import { startProgress } from '../output/progress';
import type { Terminal } from '../output/terminal';
import { writeDocument } from './write-document';

export interface AllAsked {
  readonly entity?: string;
  readonly from?: string;
  readonly to?: string;
  readonly format?: InvoiceFormat;
  readonly out?: string;
}

const pageSize = 200;
const refusalsShown = 20;

interface Numbered {
  readonly documentNumber: string;
  readonly seriesId: string;
  readonly issueDate: string;
}

/**
 * Writes every invoice and credit note of a legal entity that was issued in some days, one file each. Files that are
 * there are left: run again, it goes on where it stopped. One document at a time is in memory.
 *
 * @throws CliFailure when some could not be made; the others are written.
 */
export async function writeAll(lookups: Lookups, desk: DocumentDesk, asked: AllAsked, terminal: Terminal): Promise<void> {
  const { entity, out, format = 'pdf' } = asked;
  if (entity === undefined || out === undefined) {
    throw new CliFailure('usage', 'Name the legal entity and a folder: daybook document all --entity UK --out documents.');
  }
  makeFolder(out);
  const counts = { written: 0, skipped: 0, refused: [] as string[] };
  const progress = startProgress('documents', null);
  const write = async (record: Numbered, make: () => Promise<Checked<MadeDocument>>): Promise<void> => {
    const ending = format === 'pdf' || format === 'factur-x' ? 'pdf' : 'xml';
    const file = join(out, `${safeFileName(`${record.seriesId}_${record.documentNumber}`)}.${ending}`);
    if (existsSync(file)) {
      counts.skipped += 1;
      return;
    }
    const document = await make();
    if (document.ok) {
      writeDocument(file, document.value.bytes);
      counts.written += 1;
    } else {
      counts.refused.push(`${record.documentNumber}: ${document.refusal.code}: ${document.refusal.message}`);
    }
    progress.update(counts.written);
  };
  for await (const record of pages((page) => lookups.listInvoices({ entityId: entity, origin: 'register' }, page), asked)) {
    await write(record, () => desk.invoice(record.invoiceId, format));
  }
  for await (const record of pages((page) => lookups.listCreditNotes({ entityId: entity }, page), asked)) {
    await write(record, () => desk.creditNote(record.creditNoteId, format));
  }
  progress.done();
  report(counts, terminal);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliFailure('usage', `${folder} is no folder and cannot be made one (${code ?? 'unknown'}). Name another.`);
  }
}

type AskPage<Record> = (page: { readonly limit: number; readonly oldestFirst: true; readonly after?: number }) => Promise<{ readonly items: readonly Record[]; readonly next: number | null }>;

async function* pages<Record extends Numbered>(ask: AskPage<Record>, { from = '0000', to = '9999-12-31' }: AllAsked): AsyncGenerator<Record> {
  for (let after: number | null | undefined; after !== null; ) {
    const page = await ask({ limit: pageSize, oldestFirst: true, ...(after === undefined ? {} : { after }) });
    yield* page.items.filter(({ issueDate }) => issueDate >= from && issueDate <= to);
    after = page.next;
  }
}

function report({ written, skipped, refused }: { readonly written: number; readonly skipped: number; readonly refused: readonly string[] }, terminal: Terminal): void {
  terminal.print(`${written} written, ${skipped} were there already, ${refused.length} not made.`);
  if (refused.length > 0) {
    refused.slice(0, refusalsShown).forEach((line) => terminal.note(line));
    throw new CliFailure('refused', `${refused.length} documents were not made; the reasons stand above${refused.length > refusalsShown ? ` (the first ${refusalsShown})` : ''}.`);
  }
}
