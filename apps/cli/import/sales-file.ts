import { Decimal, parseDecimal } from '#money';
import { readCsvFile, type CsvRow } from './csv-rows';
import { dateRemedy, dateRule, dayOfCell, type DateFormat } from './file-dates';
import { LinePlaces } from './line-places';
import type { LineProblem } from './line-problem';

export const salesColumns = [
  'InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country',
] as const;
export type SalesColumn = (typeof salesColumns)[number];

/** One line of a document, as the file has it. Quantity is never negative here: a cancellation says so itself. */
export interface FileLine {
  readonly line: number;
  /** Place within the document, from 1, counting its rejected lines: the same in every file that has the document. */
  readonly place: number;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
}

/** All lines of one document number, but those that carry no money and are no sale. */
export interface SalesDocument {
  readonly number: string;
  readonly kind: 'sale' | 'cancellation';
  readonly day: string;
  /** Empty: nobody knows who bought. */
  readonly customer: string;
  readonly country: string;
  readonly lines: FileLine[];
}

export interface SalesFile {
  /** By day, then in file order. Documents that are held back are among the problems only. */
  readonly documents: readonly SalesDocument[];
  readonly problems: readonly LineProblem[];
  /** Rows below the header, good and bad. */
  readonly rowCount: number;
  readonly documentCount: number;
  readonly customerCount: number;
  /** Σ quantity × price over the rows that could be read, rejected negative ones included; cancellations negative. */
  readonly value: Decimal;
}

/** A million lines would be one fact larger than the store takes. */
export const documentLinesMax = 5000;

const zero = new Decimal(0);

export const documentValue = (document: SalesDocument): Decimal =>
  document.lines.reduce((sum, line) => sum.plus(line.quantity.times(line.unitPrice)), zero);

/**
 * Reads a file of sales lines into documents. The first good line of a document says its day, customer and
 * country; a later line that says otherwise is a problem, and so is a negative line that is no cancellation. A
 * document with a bad line is held back whole, since an invoice without that line could never be corrected by the
 * file; only a negative line at price zero, a stock adjustment, leaves the rest of its document as it is.
 *
 * @throws FileRefused when the file as a whole is none of this shape.
 */
export async function readSalesFile(file: string, format: DateFormat = 'iso'): Promise<SalesFile> {
  const collector = new DocumentCollector(format);
  await readCsvFile(file, {
    columns: salesColumns,
    onRow: (row) => {
      collector.add(row);
    },
    onProblem: (problem, cells) => {
      collector.problem(problem, cells);
    },
  });
  return collector.result();
}

class DocumentCollector {
  private readonly documents = new Map<string, SalesDocument>();
  private readonly problems: LineProblem[] = [];
  private readonly numbers = new Set<string>();
  private readonly customers = new Set<string>();
  private readonly places = new LinePlaces();
  private rowCount = 0;
  private value = zero;

  constructor(private readonly format: DateFormat) {}

  add(row: CsvRow<SalesColumn>): void {
    this.rowCount += 1;
    this.numbers.add(row.cells.InvoiceNo);
    if (row.cells.CustomerID !== '') {
      this.customers.add(row.cells.CustomerID);
    }
    const place = this.places.next(row.cells.InvoiceNo);
    const found = readLine(row, this.format, place);
    if ('rule' in found) {
      this.hold(found, row.cells.InvoiceNo);
      return;
    }
    this.value = this.value.plus(found.signed.times(found.line.unitPrice));
    const problem = signProblem(row, found) ?? this.place(row, found);
    if (problem !== null && isStockAdjustment(row.cells.InvoiceNo, found)) {
      this.problems.push(problem);
    } else if (problem !== null) {
      this.hold(problem, row.cells.InvoiceNo);
    }
  }

  problem(problem: LineProblem, { InvoiceNo: number = '' }: Readonly<Partial<Record<SalesColumn, string>>>): void {
    this.rowCount += 1;
    this.places.next(number);
    this.hold(number.trim() === '' ? problem : { ...problem, document: number }, number);
    if (problem.lastLine !== undefined && problem.lastLine > problem.line) {
      this.places.holdNeighbours(problem.line);
    }
  }

  private hold(problem: LineProblem, number: string): void {
    this.problems.push(problem);
    this.places.hold(number, problem.line);
  }

  result(): SalesFile {
    const documents: SalesDocument[] = [];
    for (const document of this.documents.values()) {
      const badLines = this.places.badLines(document.number);
      if (badLines.length === 0) {
        documents.push(document);
      } else {
        this.problems.push(heldBack(document, badLines));
      }
    }
    documents.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    return {
      documents,
      problems: this.problems.sort((a, b) => a.line - b.line),
      rowCount: this.rowCount,
      documentCount: this.numbers.size,
      customerCount: this.customers.size,
      value: this.value,
    };
  }

  private place({ cells, line }: CsvRow<SalesColumn>, found: ReadLine): LineProblem | null {
    const document = this.documents.get(cells.InvoiceNo);
    if (document === undefined) {
      this.documents.set(cells.InvoiceNo, {
        number: cells.InvoiceNo,
        kind: isCancellation(cells.InvoiceNo) ? 'cancellation' : 'sale',
        day: found.day,
        customer: cells.CustomerID,
        country: cells.Country,
        lines: [found.line],
      });
      return null;
    }
    const rejected = (field: SalesColumn, rule: string): LineProblem => ({
      line, document: document.number, field, value: cells[field], rule, remedy: 'Correct the line, or give it a document number of its own.',
    });
    if (document.lines.length >= documentLinesMax) {
      return rejected('InvoiceNo', `a document has at most ${documentLinesMax} lines`);
    }
    if (document.customer !== cells.CustomerID) {
      return rejected('CustomerID', `must be the customer of the document's first line ("${document.customer}")`);
    }
    if (document.day !== found.day) {
      return rejected('InvoiceDate', `must be the day of the document's first line (${document.day})`);
    }
    document.lines.push(found.line);
    return null;
  }
}

const namedLinesMax = 5;

function heldBack({ number, lines }: SalesDocument, badLines: readonly number[]): LineProblem {
  const named = badLines.slice(0, namedLinesMax).join(', ');
  const more = badLines.length > namedLinesMax ? ` and ${badLines.length - namedLinesMax} more` : '';
  const which = badLines.length === 1 ? `line ${named} is right` : `lines ${named}${more} are right`;
  return {
    line: lines[0]?.line ?? 0,
    lastLine: lines.at(-1)?.line ?? 0,
    document: number,
    field: 'document',
    value: number,
    rule: `held back until ${which}`,
    remedy: 'Correct what is wrong and import the file again.',
  };
}

/** A negative line at price zero outside a cancellation: it carries no money, so its document is whole without it. */
const isStockAdjustment = (number: string, { signed, line }: ReadLine): boolean =>
  !isCancellation(number) && signed.isNegative() && line.unitPrice.isZero();

/** Document numbers of cancellations begin with C. */
const isCancellation = (number: string): boolean => number.startsWith('C');

interface ReadLine {
  readonly day: string;
  readonly signed: Decimal;
  readonly line: FileLine;
}

const cleanId = /^(?!\s)[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,64}(?<!\s)$/u;
const dirtyText = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const textMax = 1000;

function readLine({ line, cells }: CsvRow<SalesColumn>, format: DateFormat, place: number): ReadLine | LineProblem {
  const problem = (field: SalesColumn, rule: string, remedy: string): LineProblem => ({
    line, ...(cells.InvoiceNo === '' ? {} : { document: cells.InvoiceNo }), field, value: cells[field], rule, remedy,
  });
  const badText = textProblem(cells);
  if (badText !== null) {
    return problem(...badText);
  }
  const day = dayOfCell(cells.InvoiceDate, format);
  if (day === null) {
    return problem('InvoiceDate', dateRule, dateRemedy);
  }
  const quantity = parseDecimal(cells.Quantity, { maxDecimals: 6, allowNegative: true });
  if (!quantity.ok) {
    return problem('Quantity', quantity.problem.message, 'Write the quantity in digits, such as 12 or -1.');
  }
  const unitPrice = parseDecimal(cells.UnitPrice, { maxDecimals: 6, allowNegative: true });
  if (!unitPrice.ok) {
    return problem('UnitPrice', unitPrice.problem.message, 'Write the price in digits with a point, such as 2.55.');
  }
  return {
    day,
    signed: quantity.value,
    line: { line, place, stockCode: cells.StockCode, description: cells.Description, quantity: quantity.value.abs(), unitPrice: unitPrice.value },
  };
}

function textProblem(cells: CsvRow<SalesColumn>['cells']): [SalesColumn, string, string] | null {
  const idRule = 'must be 1 to 64 visible characters without white space around them';
  const idRemedy = 'Correct or shorten it.';
  if (!cleanId.test(cells.InvoiceNo)) {
    return ['InvoiceNo', idRule, idRemedy];
  }
  if (!cleanId.test(cells.StockCode)) {
    return ['StockCode', idRule, idRemedy];
  }
  if (cells.CustomerID !== '' && !cleanId.test(cells.CustomerID)) {
    return ['CustomerID', `${idRule}, or empty for a walk-in`, idRemedy];
  }
  if (dirtyText.test(cells.Description) || cells.Description.length > textMax) {
    return ['Description', `must be text of at most ${textMax} characters on one line, without control characters`, 'Remove line breaks and invisible characters.'];
  }
  return null;
}

/** The rules of sign: prices never, quantities only (and always) in a cancellation. */
function signProblem({ line, cells }: CsvRow<SalesColumn>, found: ReadLine): LineProblem | null {
  const at = { line, document: cells.InvoiceNo };
  if (found.line.unitPrice.isNegative()) {
    return {
      ...at, field: 'UnitPrice', value: cells.UnitPrice, rule: 'a price is zero or more',
      remedy: 'Record an adjustment as a credit note, or a bad debt by writing it off; it is no sale.',
    };
  }
  if (isCancellation(cells.InvoiceNo)) {
    return found.signed.isNegative() ? null : {
      ...at, field: 'Quantity', value: cells.Quantity, rule: 'a line of a cancellation (document number with C) takes back a quantity below zero',
      remedy: 'Put what was sold on a document of its own, without the C.',
    };
  }
  return found.signed.isNegative() ? {
    ...at, field: 'Quantity', value: cells.Quantity, rule: 'a negative line outside a cancellation (document number with C) is no sale',
    remedy: 'If goods came back, send a cancellation; a stock adjustment is no business of the ledger.',
  } : null;
}
