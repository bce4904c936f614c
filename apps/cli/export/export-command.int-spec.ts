import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { checkSafT } from '../../../libs/exports/testing';
import { packageRoot } from '../package-root';

const program = join(packageRoot(), 'dist/apps/cli/main.js');
const config = join(packageRoot(), 'apps/cli/demo/demo-entities.json');
const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function daybook(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

/** The built program, as scripts call it: `npm test` builds it first. */
describe('daybook export', () => {
  let folder: string;
  let data: string;
  const on = (...args: string[]): Promise<Run> => daybook(...args, '--data', data);
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    expect(existsSync(program)).toBe(true);
    folder = await mkdtemp(join(tmpdir(), 'daybook-export-'));
    data = file('data');
    await writeFile(file('sales.csv'), `${header}1,A,=HYPERLINK("x"),2,2010-12-01,1.50,=cmd,GB\nC2,A,x,-1,2010-12-02,1.50,=cmd,GB\n3,B,y,4,2011-01-03,2.00,C3,FR\n`);
    expect(await on('config', 'apply', config)).toMatchObject({ code: 0 });
    expect(await on('import', 'sales', file('sales.csv'), '--entity', 'UK')).toMatchObject({ code: 0 });
  }, 180_000);
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('writes the journal to a file or to standard output, in every format', async () => {
    const csv = await on('export', 'journal', '--format', 'csv', '--entity', 'UK');
    expect(csv).toMatchObject({ code: 0, err: '' });
    expect(csv.out.split('\r\n', 1)[0]).toBe(
      'sequence,line,entity,effective date,posting date,recorded at,event,document,account,account name,role,debtor,tax code,currency,amount,base currency,base amount',
    );
    expect(await on('export', 'journal', '--format', 'xlsx', '--out', file('journal.xlsx'))).toMatchObject({ code: 0, out: '' });
    expect(Object.keys(unzipSync(readFileSync(file('journal.xlsx'))))).toContain('xl/worksheets/sheet1.xml');
    expect((await on('export', 'journal', '--format', 'beancount')).out).toContain('1900-01-01 open ');
    expect(await on('export', 'journal', '--format', 'xlsx', '--check')).toMatchObject({ code: 2 });
    const entries = (await on('export', 'journal', '--format', 'jsonl')).out.trimEnd().split('\n');
    const [first, second] = entries.map((line) => JSON.parse(line) as { sequence: number; entityId: string });
    expect(second!.sequence).toBeGreaterThan(first!.sequence);
    expect((await on('export', 'journal', '--format', 'jsonl', '--after', String(first!.sequence))).out.trimEnd().split('\n')).toEqual(entries.slice(1));
    expect(await on('export', 'journal', '--format', 'csv', '--after', '3')).toMatchObject({ code: 2, err: expect.stringContaining('--after goes with --format jsonl') });
  }, 180_000);

  it('writes invoices and reports for spreadsheets, without a formula in them', async () => {
    const invoices = await on('export', 'invoices', '--entity', 'UK');
    expect(invoices.out).toContain(",\"'=cmd\",2010-12-01,");
    expect(invoices.out.trimEnd().split('\r\n')).toHaveLength(3);
    const report = ['report', 'receivables', '--as-of', '2011-01-31', '--entity', 'UK', '--format', 'xlsx'];
    expect(await on(...report, '--out', file('receivables.xlsx'))).toMatchObject({ code: 0 });
    const files = unzipSync(readFileSync(file('receivables.xlsx')));
    expect(Buffer.from(files['xl/workbook.xml']!).toString()).toMatch(/name="About".*name="UK GBP"/);
    expect(Buffer.from(files['xl/worksheets/sheet2.xml']!).toString()).toContain('s="3" t="inlineStr"><is><t xml:space="preserve">=cmd<');
    expect(await on('report', 'receivables', '--format', 'json', '--out', file('x'))).toMatchObject({ code: 2 });
  }, 180_000);

  it('writes a FEC under the name the article gives, which keeps every rule; a broken one is found', async () => {
    expect(await on('export', 'fec', '--entity', 'UK', '--year', '2011')).toMatchObject({ code: 2, err: expect.stringContaining('--siren') });
    const made = await on('export', 'fec', '--entity', 'UK', '--year', '2011', '--siren', '552 081 317', '--folder', folder);
    expect(made).toMatchObject({ code: 0 });
    const fec = file('552081317FEC20111231.txt');
    expect(await daybook('check-fec', fec)).toMatchObject({ code: 0, out: expect.stringContaining('every rule is kept') });
    const lines = readFileSync(fec, 'latin1').split('\r\n');
    expect(lines[1]).toMatch(/^AN\t/);
    writeFileSync(fec, lines.toSpliced(-2, 1).join('\r\n'), 'latin1');
    expect(await daybook('check-fec', fec)).toMatchObject({ code: 1, out: expect.stringContaining('entry-balance') });
    expect(await daybook('check-fec', file('nowhere.txt'))).toMatchObject({ code: 2 });
  }, 180_000);

  it('writes SAF-T that ties, and says what it is known at', async () => {
    const { code, err } = await on('export', 'saf-t', '--entity', 'UK', '--year', '2011', '--out', file('saf-t.xml'));
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/entries, known at sequence \d+; they tie to the trial balance/) });
    expect(checkSafT(readFileSync(file('saf-t.xml'), 'utf8'))).toMatchObject({ problems: [] });
    expect(await on('export', 'saf-t', '--entity', 'UK')).toMatchObject({ code: 2, err: expect.stringContaining('--year') });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  }, 180_000);
});
