import { unzipSync } from 'fflate';
import { XMLParser } from 'fast-xml-parser';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { journalEntries } from '../journal/journal-entries';
import { madeFacts } from '../testing';
import { csvFile } from './csv-file';
import type { ExportTable } from './export-table';
import { journalTable } from './journal-table';
import { columnLetters } from './xlsx-cells';
import { sheetsOf, xlsxFile } from './xlsx-file';

const dangerous = ['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|cmd', '＝1', '-cmd', "=HYPERLINK(\"http://x\",\"y\")"];
const table = (rows: ExportTable['rows'], name = 'Table'): ExportTable => ({
  name, rows, columns: [{ name: 'text', kind: 'text' }, { name: 'amount', kind: 'number' }, { name: 'day', kind: 'day' }],
});

async function csvText(of: ExportTable): Promise<string> {
  let text = '';
  for await (const part of csvFile(of)) text += part;
  return text;
}

async function bytesOf(tables: readonly ExportTable[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of xlsxFile(tables)) parts.push(part);
  return Buffer.concat(parts);
}

async function workbook(tables: readonly ExportTable[]): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(unzipSync(await bytesOf(tables))).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
}

interface Cell { readonly s?: string; readonly t?: string; readonly v?: string; readonly is?: { readonly t: string | { readonly '#text'?: string } } }
interface Row { readonly c?: Cell | readonly Cell[] }

const many = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]);

function cellsOf(sheet: string): readonly (readonly Cell[])[] {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false });
  const parsed = parser.parse(sheet) as { worksheet: { sheetData: { row: Row | readonly Row[] } } };
  return many(parsed.worksheet.sheetData.row).map(({ c }) => many(c));
}

const shown = ({ v, is }: Cell): string => v ?? (typeof is?.t === 'string' ? is.t : (is?.t['#text'] ?? ''));

describe('a table as CSV', () => {
  it('quotes what it must, keeps numbers, and has one header line', async () => {
    expect(await csvText(table([['a,"b"', '-12.50', '2025-01-31'], [' end ', '', '']]))).toBe('text,amount,day\r\n"a,""b""",-12.50,2025-01-31\r\n" end ",,\r\n');
  });

  it.each(dangerous)('holds no formula: %j', async (cell) => {
    const [row] = parse(await csvText(table([[cell, '', '']])), { from_line: 2 });
    expect(row?.[0]).toBe(`'${cell}`);
  });

  it('is read as it was written by another program, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.constant('1.00'), fc.constant('2025-01-01')), { minLength: 1, maxLength: 20 }), async (rows) => {
        const read = parse(await csvText(table(rows))).slice(1);
        expect(read.map(([text]) => text!.replace(/^'(?=\s*[=+\-@\t\r|\0＝＋－＠])/, ''))).toEqual(rows.map(([text]) => text));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a table as a workbook', () => {
  it('has numbers with their exact decimals, days as days, and everything else as text', async () => {
    const rows = [
      ['plain', '1234.50', '2025-01-31'], ['<&>"', '-0.05', '1899-12-31'], ['', '7', 'soon'], ['1.5', '12345678901234567.89', ''], ['x', 'n/a', ''], ['y', '1.2345', ''],
    ];
    const files = await workbook([table(rows)]);
    const [header, ...body] = cellsOf(files['xl/worksheets/sheet1.xml']!);
    expect(header!.map(shown)).toEqual(['text', 'amount', 'day']);
    expect(body.map((cells) => cells.map((cell) => [cell.t ?? `s${cell.s}`, shown(cell)]))).toEqual([
      [['inlineStr', 'plain'], ['s6', '1234.50'], ['s2', '45688']],
      [['inlineStr', '<&>"'], ['s6', '-0.05'], ['inlineStr', '1899-12-31']],
      [['s4', '7'], ['inlineStr', 'soon']],
      [['inlineStr', '1.5'], ['inlineStr', '12345678901234567.89']],
      [['inlineStr', 'x'], ['inlineStr', 'n/a']],
      [['inlineStr', 'y'], ['s8', '1.2345']],
    ]);
    // The formats these places stand for.
    const formats = [...files['xl/styles.xml']!.matchAll(/numFmtId="(\d+)" formatCode="([^"]+)"/g)].map(([, id, code]) => [id, code]);
    expect(formats.slice(0, 4)).toEqual([['164', 'yyyy\\-mm\\-dd'], ['165', '#,##0'], ['166', '#,##0.0'], ['167', '#,##0.00']]);
    expect([...files['xl/styles.xml']!.matchAll(/<xf numFmtId="(\d+)"[^>]*xfId="0"/g)].map(([, id]) => id).slice(0, 7)).toEqual(['0', '0', '164', '49', '165', '166', '167']);
  });

  it.each(dangerous)('holds no formula: %j is text, and stays text when it is edited', async (cell) => {
    const sheet = (await workbook([table([[cell, cell, cell]])]))['xl/worksheets/sheet1.xml']!;
    expect(sheet).not.toContain('<f>');
    expect(cellsOf(sheet)[1]!.map(({ t, s }) => [t, s])).toEqual([['inlineStr', '3'], ['inlineStr', '3'], ['inlineStr', '3']]);
  });

  it('is a package whose parts name each other, with a sheet per table under names a workbook allows', async () => {
    const long = 'A: very/long [name] of a table that goes on';
    const files = await workbook([table([], long), table([['x', '1', '']], long), table([['y', '2', '']], 'Third')]);
    const names = [...files['xl/workbook.xml']!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['A  very long  name  of a table ', 'A  very long  name  of a tabl 2', 'Third']);
    const targets = [...files['xl/_rels/workbook.xml.rels']!.matchAll(/Target="([^"]+)"/g)].map(([, target]) => `xl/${target}`);
    const overrides = [...files['[Content_Types].xml']!.matchAll(/PartName="\/([^"]+)"/g)].map(([, part]) => part!);
    for (const part of [...targets, ...overrides]) expect(Object.keys(files)).toContain(part);
    expect(cellsOf(files['xl/worksheets/sheet1.xml']!)).toHaveLength(1);
    expect(cellsOf(files['xl/worksheets/sheet3.xml']!)[1]!.map(shown)).toEqual(['y', '2']);
  });

  it('goes on in the next sheet when one is full, and is the same bytes each time', async () => {
    const sheets: number[] = [];
    for await (const sheet of sheetsOf(table(Array.from({ length: 10 }, (_, index) => [String(index), '', ''])), 4)) {
      let rows = 0;
      for await (const part of sheet) rows += part.split('<row').length - 1;
      sheets.push(rows);
    }
    expect(sheets).toEqual([4, 4, 4, 2]);
    expect((await bytesOf([table([['x', '1', '']])])).equals(await bytesOf([table([['x', '1', '']])]))).toBe(true);
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

describe('the journal as a table', () => {
  it('has every line once, in log order, and sums to zero', async () => {
    const facts = madeFacts({ invoices: 20, from: '2025-01-01', invoicesPerDay: 2, unpaidEvery: 10 });
    const rows = parse<Record<string, string>>(await csvText(journalTable(journalEntries(facts))), { columns: true });
    expect(rows).toHaveLength(20 * 3 + 18 * 6);
    expect(rows[0]).toEqual({
      sequence: '2', line: '1', entity: 'FR', 'effective date': '2025-01-01', 'posting date': '2025-01-01', 'recorded at': '2025-01-01T12:00:00.000Z', event: 'ExternalInvoiceRecorded',
      document: 'F-1', account: '120000', 'account name': 'Trade receivables', role: 'receivables', debtor: 'FR~C1', 'tax code': '',
      currency: 'EUR', amount: '120.00', 'base currency': 'EUR', 'base amount': '120.00',
    });
    expect(rows.reduce((sum, row) => sum + BigInt(row['base amount']!.replace('.', '')), 0n)).toBe(0n);
    expect(new Set(rows.map((row) => `${row['sequence']} ${row['line']}`)).size).toBe(rows.length);
  });
});
