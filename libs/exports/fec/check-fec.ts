import { basename } from 'node:path';
import { fecColumns, isSiren } from './fec-columns';
import { FecEntries } from './fec-entries';
import { fieldsOf, isFecDay, lineProblems, type FecProblem, type FecRule } from './fec-rules';

export interface FecFindings {
  readonly lines: number;
  readonly entries: number;
  /** With a decimal comma, as in the file. */
  readonly debit: string;
  readonly credit: string;
  /** The first of them, in the order of the file. */
  readonly problems: readonly FecProblem[];
  /** How many there are in all. */
  readonly problemCount: number;
}

const problemsShown = 200;

/** Collects what is wrong, without growing with a file in which everything is. */
export class FecReport {
  readonly problems: FecProblem[] = [];
  count = 0;

  add(rule: FecRule, line: number, message: string): void {
    this.count += 1;
    if (this.problems.length < problemsShown) this.problems.push({ rule, line, message });
  }
}

/**
 * Checks a file by the published rules of article A47 A-1, written anew from them, and by what they leave out: balance
 * and numbering of entries, lettering. Reads it once, in bounded memory save for one sum per lettering that is not settled yet.
 *
 * @param name the file's name; its folder does not matter.
 */
export async function checkFec(name: string, content: AsyncIterable<Uint8Array>): Promise<FecFindings> {
  const report = new FecReport();
  const closing = checkName(basename(name), report);
  const entries = new FecEntries(report, closing);
  let number = 0;
  let isPiped = false;
  for await (const written of linesOf(content, report)) {
    number += 1;
    // Some programs separate fields by a bar; the administration reads that too.
    isPiped ||= number === 1 && !written.includes('\t') && written.includes('|');
    const line = isPiped ? written.replaceAll('|', '\t') : written;
    if (number === 1) checkHeader(line, report);
    else checkLine(line, number, entries, report);
  }
  if (number === 0) report.add('header', 1, 'the file is empty');
  entries.finish();
  const { debit, credit } = entries.totals();
  return { lines: Math.max(0, number - 1), entries: entries.count, debit, credit, problems: report.problems, problemCount: report.count };
}

function checkName(name: string, report: FecReport): string | null {
  const [, siren = '', closing = ''] = /^(\d{9})FEC(\d{8})\.txt$/i.exec(name) ?? [];
  if (!isSiren(siren) || !isFecDay(closing)) {
    report.add('file-name', 0, `the file is called ${JSON.stringify(name)}`);
    return null;
  }
  return closing;
}

function checkHeader(line: string, report: FecReport): void {
  const names = line.split('\t');
  if (names.join('\t').toLowerCase() !== fecColumns.join('\t').toLowerCase()) {
    const wrong = fecColumns.findIndex((column, index) => names[index]?.toLowerCase() !== column.toLowerCase());
    report.add('header', 1, wrong < 0 ? `there are ${names.length} columns` : `column ${wrong + 1} is ${JSON.stringify(names[wrong] ?? '')}, not ${fecColumns[wrong]}`);
  }
}

function checkLine(line: string, number: number, entries: FecEntries, report: FecReport): void {
  if (line.trim() === '') {
    report.add('empty-line', number, 'the line is empty');
    return;
  }
  const fields = fieldsOf(line);
  if (fields === null) {
    report.add('field-count', number, `there are ${line.split('\t').length} fields`);
    return;
  }
  for (const [rule, message] of lineProblems(fields)) report.add(rule, number, message);
  entries.take(fields, number);
}

// The tab separates fields; a carriage return belongs to the end of a line.
const strayControl = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/;

/** Lines without their ends, and what is wrong with the bytes: UTF-8 where the whole file is, else ISO 8859-15. */
async function* linesOf(content: AsyncIterable<Uint8Array>, report: FecReport): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  let number = 0;
  const decoder = new LineDecoder(report);
  for await (const chunk of content) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
      number += 1;
      yield decoder.decode(bytes.subarray(start, end), number);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) {
    yield decoder.decode(rest, number + 1);
  }
}

class LineDecoder {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #latin9 = new TextDecoder('iso-8859-15');

  constructor(private readonly report: FecReport) {}

  decode(bytes: Uint8Array, number: number): string {
    const line = this.#text(bytes).replace(/\r$/, '');
    if (line.startsWith('\ufeff') && number === 1) {
      this.report.add('encoding', 1, 'the file begins with a byte order mark');
      return line.slice(1);
    }
    if (strayControl.test(line)) this.report.add('encoding', number, 'the line holds a control character');
    return line;
  }

  #text(bytes: Uint8Array): string {
    try {
      return this.#utf8.decode(bytes);
    } catch {
      return this.#latin9.decode(bytes);
    }
  }
}
