import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FileRefused, problemText } from './line-problem';
import { documentValue, readSalesFile, type SalesFile } from './sales-file';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
const sample = join(__dirname, '../demo/sample/online-retail-2010-12-01_08.csv.gz');

describe('reading a file of sales lines', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-sales-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  async function read(content: string | Buffer, format: 'iso' | 'mdy' | 'dmy' = 'iso'): Promise<SalesFile> {
    const file = join(folder, 'sales.csv');
    await writeFile(file, content);
    return await readSalesFile(file, format);
  }
  const refusedWith = async (content: string | Buffer): Promise<FileRefused> =>
    await read(content).then(
      () => { throw new Error('the file was taken'); },
      (error: unknown) => {
        expect(error).toBeInstanceOf(FileRefused);
        return error as FileRefused;
      },
    );

  it('gives the known figures of the sample, to the cent', async () => {
    const file = await readSalesFile(sample);
    const sum = (documents: readonly SalesFile['documents'][number][]): string =>
      documents.reduce((total, document) => total.plus(documentValue(document)), file.value.times(0)).toFixed(2);
    const sales = file.documents.filter((document) => document.kind === 'sale');
    const billed = sales.filter((document) => documentValue(document).isPositive() && !documentValue(document).isZero());
    const cancellations = file.documents.filter((document) => document.kind === 'cancellation');
    const fees = cancellations.filter((document) => document.lines.some((line) => line.stockCode === 'AMAZONFEE'));

    expect(file.rowCount).toBe(19632);
    expect(file.documentCount).toBe(905);
    expect(file.customerCount).toBe(539);
    expect(file.value.toFixed(2)).toBe('324956.32');
    expect([billed.length, sum(billed)]).toEqual([727, '385266.47']);
    expect([cancellations.length, sum(cancellations)]).toEqual([102, '60310.15']);
    expect([fees.length, sum(fees)]).toEqual([6, '52784.41']);
    expect(sum(billed.filter((document) => document.number === '537632'))).toBe('13541.33');
    expect(sales.length - billed.length).toBe(29);
    expect(file.problems).toHaveLength(47);
    expect(new Set(file.problems.map((problem) => problem.field))).toEqual(new Set(['Quantity']));
  });

  it('orders documents by day and then as in the file, whatever the order of the lines', async () => {
    const file = await read(`${header}3,A,x,1,2010-12-02,1,c,X\n2,A,x,1,2010-12-01,1,c,X\n1,A,x,1,2010-12-01,1,c,X\n3,B,y,1,2010-12-02,1,c,X\n`);
    expect(file.documents.map((document) => [document.number, document.lines.length])).toEqual([['2', 1], ['1', 1], ['3', 2]]);
  });

  it('takes a byte order mark, CRLF, quoted commas, other column orders and other columns', async () => {
    const file = await read('\ufeffCountry,Extra,invoiceno,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\r\nGB,,1,A,"a, ""b""",2,2010-12-01 08:26,1.5,c\r\n');
    expect(file.documents[0]).toMatchObject({ number: '1', country: 'GB', day: '2010-12-01', lines: [{ line: 2, description: 'a, "b"' }] });
  });

  it('takes American and European dates when told so, and never guesses', async () => {
    const line = '1,A,x,1,12/1/2010 8:26,1,c,X\n';
    expect((await read(header + line, 'mdy')).documents[0]?.day).toBe('2010-12-01');
    expect((await read(header + line, 'dmy')).documents[0]?.day).toBe('2010-01-12');
    expect((await read(header + line)).problems[0]?.remedy).toContain('--date-format');
  });

  it('reports bad lines with number, value, rule and remedy; the good documents stay, the others are held back', async () => {
    const bad = [
      '1,A,ok,1,2010-12-01,1.00,c,X', '2,A,fine,1,2010-12-01,1.00,c,X', '1,A,date,1,2010-02-30,1.00,c,X', '1,A,bomb,1e100000000,2010-12-01,1.00,c,X',
      '1,A,nan,1,2010-12-01,NaN,c,X', '1,A,formula,=1+1,2010-12-01,1.00,c,X', '1,A,short,1', '1,A,other customer,1,2010-12-01,1.00,d,X',
      'A5,B,bad debt,1,2010-12-01,-11062.06,,X', '1,A,negative,-3,2010-12-01,0.0,c,X', 'C9,A,positive,3,2010-12-01,1,c,X', '1,A,ok,2,2010-12-01,1.00,c,X',
    ].join('\n');
    const file = await read(header + bad);
    expect(file.documents.map((document) => document.number)).toEqual(['2']);
    expect(file.problems.map((problem) => [problem.line, problem.field])).toEqual([
      [2, 'document'], [4, 'InvoiceDate'], [5, 'Quantity'], [6, 'UnitPrice'], [7, 'Quantity'], [8, 'line'], [9, 'CustomerID'], [10, 'UnitPrice'], [11, 'Quantity'], [12, 'Quantity'],
    ]);
    expect(problemText(file.problems[0]!)).toBe('lines 2–13 of document 1: document "1": held back until lines 4, 5, 6, 7, 8 and 1 more are right. Correct what is wrong and import the file again.');
    expect(problemText(file.problems[1]!)).toMatch(/^line 4 of document 1: InvoiceDate "2010-02-30": must be .+\. Correct the date/);
  });

  it('keeps a formula in a text cell as the text it is', async () => {
    const file = await read(`${header}1,A,"=HYPERLINK(""http://x"",1)",1,2010-12-01,1,c,X\n`);
    expect(file.documents[0]?.lines[0]?.description).toBe('=HYPERLINK("http://x",1)');
  });

  it('names the lines an unclosed quote swallows', async () => {
    const file = await read(`${header}1,A,ok,1,2010-12-01,1,c,X\n2,A,"open,1,2010-12-01,1,c,X\n3,A,lost,1,2010-12-01,1,c,X\n`);
    expect(file.documents.map((document) => document.number)).toEqual(['1']);
    expect(file.problems).toMatchObject([{ line: 3, field: 'line' }]);
  });

  it('reports a line of a million columns and takes the next', async () => {
    const file = await read(`${header}1,A${','.repeat(1_000_000)}\n2,A,x,1,2010-12-01,1,c,X\n`);
    expect(file.problems).toMatchObject([{ line: 2, value: '1,000,003 characters' }]);
    expect(file.documents).toHaveLength(1);
  });

  it('rejects one over-long line for its size and takes every line after it', async () => {
    const long = `2,A,"${'x'.repeat(5_000_000)}",1,2010-12-01,1,c,X`;
    const file = await read(`${header}1,A,x,1,2010-12-01,1,c,X\n${long}\n3,A,x,1,2010-12-01,1,c,X\n4,A,"open,1,2010-12-01,1,c,X\n`);
    expect(file.documents.map(({ number, lines }) => [number, lines[0]?.line])).toEqual([['1', 2], ['3', 4]]);
    expect(file.problems).toMatchObject([
      { line: 3, lastLine: 3, document: '2', rule: 'a line has at most 65,536 characters' }, { line: 5, document: '4', rule: expect.stringMatching(/^a quote that opens/) as string },
    ]);
  });

  it('numbers lines within their document, whatever stands above it, and counts its rejected lines', async () => {
    const document = '1,A,x,1,2010-12-01,1,c,X\n1,B,adjusted,-1,2010-12-01,0,c,X\n1,C,x,1,2010-12-01,1,c,X\n';
    const places = async (content: string): Promise<unknown> => (await read(header + content)).documents.find(({ number }) => number === '1')?.lines.map(({ place }) => place);
    expect(await places(document)).toEqual([1, 3]);
    expect(await places(`0,A,x,1,2010-12-01,1,c,X\n${document}`)).toEqual([1, 3]);
  });

  it('holds back a document with a negative line that carries money, not one with a stock adjustment', async () => {
    const file = await read(`${header}1,A,x,1,2010-12-01,1,c,X\n1,A,back,-1,2010-12-01,1,c,X\n2,A,x,1,2010-12-01,1,c,X\n2,A,lost,-1,2010-12-01,0,c,X\n3,A,lost,-1,2010-12-01,0,,X\n`);
    expect(file.documents.map(({ number }) => number)).toEqual(['2']);
    expect(file.problems.map(({ line, field, rule }) => [line, field, /held back until line 3 is right/.test(rule)])).toEqual([
      [2, 'document', true], [3, 'Quantity', false], [5, 'Quantity', false], [6, 'Quantity', false],
    ]);
  });

  it('holds back the document whose line has too few cells or stands where a quote swallowed lines', async () => {
    const good = 'A,x,1,2010-12-01,1,c,X\n';
    expect((await read(`${header}1,${good}1,A,short\n2,${good}`)).documents.map(({ number }) => number)).toEqual(['2']);
    const swallowed = `3,A,"${'x,1,2010-12-01,1,c,X\n2,A,'.repeat(3000)}x,1,2010-12-01,1,c,X\n`;
    const file = await read(`${header}1,${good}2,${good}${swallowed}${`4,${good}`.repeat(2)}5,${good}`);
    expect(file.documents.map(({ number }) => number).filter((number) => number === '1' || number === '5')).toEqual(['1', '5']);
    expect(file.documents.map(({ number }) => number)).not.toContain('3');
  });

  it('refuses a file as a whole when it is not of this shape', async () => {
    expect((await refusedWith(`a${',b'.repeat(1_000_000)}\n`)).code).toBe('FILE.COLUMNS');
    expect((await refusedWith('')).code).toBe('FILE.EMPTY');
    expect((await refusedWith(header.replace('UnitPrice', 'Price'))).message).toMatch(/Column UnitPrice is missing/);
    expect((await refusedWith(header.replace('Country', 'UnitPrice,Country'))).message).toMatch(/UnitPrice stands twice/);
    expect((await refusedWith(header + 'x'.repeat(9 * 1024 * 1024))).code).toBe('FILE.LINE_TOO_LONG');
    expect((await refusedWith(gzipSync(header).subarray(0, 30))).code).toBe('FILE.DAMAGED');
    await expect(readSalesFile(join(folder, 'absent.csv'))).rejects.toMatchObject({ code: 'FILE.MISSING' });
  });

  it('refuses other encodings with the place of the first wrong byte', async () => {
    const latin = Buffer.concat([Buffer.from(`${header}1,A,caf`), Buffer.from([0xe9]), Buffer.from(',1,2010-12-01,1,c,X\n')]);
    expect((await refusedWith(latin)).message).toContain(`in line 2, byte ${header.length + 7} `);
    expect((await refusedWith(Buffer.from(`\ufeff${header}`, 'utf16le'))).message).toContain('UTF-16');
    expect((await refusedWith(Buffer.concat([Buffer.from(header), Buffer.from([0xc3])]))).message).toContain(`byte ${header.length} `);
  });
});
