import { peakMebibytes } from '../../event-store/testing/peak-memory';
import { checkFec } from '../fec/check-fec';
import { fecFile } from '../fec/fec-file';
import { Lettering } from '../fec/lettering';
import { journalEntries, type BookedEntry } from '../journal/journal-entries';
import { JournalSurvey, type BookYear } from '../journal/journal-survey';
import { plainTextFormats, plainTextJournal } from '../plain-text/plain-text-journal';
import { safTFile } from '../saf-t/saf-t-file';
import { csvFile } from '../tables/csv-file';
import { journalTable } from '../tables/journal-table';
import { xlsxFile } from '../tables/xlsx-file';
import { madeFacts, type MadeBooks } from './made-facts';

/**
 * Writes one export of a made journal of so many lines to nowhere, and says how large it was, how long it took and how
 * much memory the process ever held: `node dist/libs/exports/testing/measure-export.js xlsx 1000000`.
 */
const linesPerInvoice = 9;
const year: BookYear = { from: '2025-01-01', to: '2025-12-31' };
const company = { name: 'Made', registration: '1', country: 'FR' };
const frame = {
  ...year, timeZone: 'Europe/Paris', baseCurrency: 'EUR', resultAccount: { code: '110000', name: 'Result' }, nameOf: () => '', company, createdOn: '2026-01-01',
  softwareVersion: '0', customerOf: () => undefined,
};

async function* written(format: string, books: MadeBooks): AsyncGenerator<string | Uint8Array> {
  const entries = (): AsyncGenerator<BookedEntry> => journalEntries(madeFacts(books));
  const plainText = plainTextFormats.find((each) => each === format);
  if (plainText !== undefined) {
    yield* plainTextJournal(plainText, madeFacts(books));
    return;
  }
  if (format === 'csv' || format === 'xlsx') {
    const table = journalTable(entries());
    yield* format === 'csv' ? csvFile(table) : xlsxFile([table]);
    return;
  }
  const [survey, lettering] = [new JournalSurvey(year), new Lettering(year)];
  for await (const booked of entries()) {
    survey.take(booked);
    if (format !== 'saf-t') lettering.take(booked);
  }
  lettering.finish();
  yield* format === 'saf-t' ? safTFile(frame, entries(), survey) : fecFile(frame, entries(), survey, lettering);
}

async function measure(format: string, lines: number): Promise<void> {
  const invoices = Math.ceil(lines / linesPerInvoice);
  const books: MadeBooks = { invoices, from: year.from, invoicesPerDay: Math.ceil(invoices / 300), unpaidEvery: 1_000_000_000 };
  const started = performance.now();
  let bytes = 0;
  let problems = 0;
  const counted = async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of written(format === 'check-fec' ? 'fec' : format, books)) {
      bytes += part.length;
      if (typeof part !== 'string') yield part;
    }
  };
  if (format === 'check-fec') {
    problems = (await checkFec('552081317FEC20251231.txt', counted())).problemCount;
  } else {
    for await (const part of counted()) void part;
  }
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  const peakMiB = peakMebibytes();
  process.stdout.write(`${JSON.stringify({ format, lines: invoices * linesPerInvoice, mebibytes: Math.round(bytes / 1_048_576), seconds, peakMiB, problems })}\n`);
}

if (require.main === module) {
  const [format = 'csv', lines = '1000000'] = process.argv.slice(2);
  measure(format, Number(lines)).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
