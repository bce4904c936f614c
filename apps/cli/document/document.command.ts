import { Command, Option } from 'nest-commander';
import { DocumentDesk, invoiceFormats, type InvoiceFormat, type MadeDocument } from '#billing';
import type { Checked } from '#ledger';
import { lookups, reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReports } from '../data-folder';
import { parseKnownAt, type KnownAt } from '../log/known-at';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { realDay } from '../replay/replay.command';
import { writeAll } from './write-all';
import { requirePlaceFor, writeDocument } from './write-document';

export const documentKinds = ['invoice', 'credit-note', 'receipt', 'statement', 'reminder', 'all'] as const;
type DocumentKind = (typeof documentKinds)[number];

export interface DocumentOptions extends DataOptions {
  readonly format?: InvoiceFormat;
  readonly out?: string;
  readonly entity?: string;
  readonly account?: string;
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: KnownAt;
}

@Command({
  name: 'document',
  arguments: '<kind> [id]',
  description: 'print a document: an invoice or credit note (PDF or electronic), a receipt, a statement of account, a reminder letter; or all of a legal entity',
  argsDescription: {
    kind: documentKinds.join(', '),
    id: 'number or id of the invoice or credit note; id of the payment, account (UK~17850) or reminder; none for all',
  },
})
export class DocumentCommand extends LedgerCommand<DocumentOptions> {
  protected override async execute([asked = '', id]: readonly string[], options: DocumentOptions): Promise<void> {
    const kind = documentKinds.find((known) => known === asked);
    if (kind === undefined) {
      throw new CliFailure('usage', `There is no document ${JSON.stringify(asked)}; there are ${documentKinds.join(', ')}.`);
    }
    if (kind !== 'all' && id === undefined) {
      throw new CliFailure('usage', `Name the ${kind}: daybook document ${kind} <id>.`);
    }
    if (kind !== 'all' && options.out !== undefined && options.out !== '-') {
      requirePlaceFor(options.out);
    }
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      const source = { store: reading.store, codec: reading.codec, lookups: lookups(reading.readStore, Date.now), reports: reports(reading.readStore) };
      const desk = new DocumentDesk(source);
      if (kind === 'all') {
        await writeAll(source.lookups, desk, options, this.terminal);
      } else {
        this.write(await made(desk, kind, id ?? '', options), options.out);
      }
    } finally {
      await reading.close();
    }
  }

  private write(document: Checked<MadeDocument>, out: string | undefined): void {
    if (!document.ok) {
      throw new CliFailure('refused', `${document.refusal.code}: ${document.refusal.message}`);
    }
    if (out === '-') {
      process.stdout.write(document.value.bytes);
      return;
    }
    const file = out ?? document.value.fileName;
    writeDocument(file, document.value.bytes);
    this.terminal.print(file);
  }

  @Option({ flags: '--format <format>', description: 'invoices and credit notes: pdf (the default), ubl, cii, or factur-x (a PDF with the CII inside)', choices: [...invoiceFormats] })
  format(format: string): string {
    return format;
  }

  @Option({ flags: '--out <file>', description: 'file to write, - for standard output (default: named after the document); for all: the folder' })
  out(file: string): string {
    return file;
  }

  @Option({ flags: '--entity <id>', description: 'all: the legal entity' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--account <id>', description: 'receipt: for this account, where a payment was for several' })
  account(id: string): string {
    return id;
  }

  @Option({ flags: '--from <day>', description: 'statement: first day; all: first day of issue' })
  from(day: string): string {
    return realDay(day, '--from');
  }

  @Option({ flags: '--to <day>', description: 'statement: last day; all: last day of issue' })
  to(day: string): string {
    return realDay(day, '--to');
  }

  @Option({ flags: '--known-at <place>', description: 'receipt, statement: as known at a ledger sequence, or at a time such as 2011-02-01T00:00:00Z (default: now)' })
  knownAt(place: string): KnownAt {
    return parseKnownAt(place, '--known-at');
  }
}

function made(desk: DocumentDesk, kind: Exclude<DocumentKind, 'all'>, id: string, { format, account, from, to, knownAt }: DocumentOptions): Promise<Checked<MadeDocument>> {
  switch (kind) {
    case 'invoice':
      return desk.invoice(id, format);
    case 'credit-note':
      return desk.creditNote(id, format);
    case 'receipt':
      return desk.receipt(id, account, knownAt);
    case 'reminder':
      return desk.reminder(id);
    case 'statement':
      if (to === undefined) {
        throw new CliFailure('usage', 'Say up to which day: --to YYYY-MM-DD.');
      }
      return desk.statement({ accountId: id, asOf: to, ...(from === undefined ? {} : { from }) }, knownAt);
  }
}
