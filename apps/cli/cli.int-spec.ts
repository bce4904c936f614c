import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openLedger } from '#billing';
import { bookkeepingTools } from './export/bookkeeping-tools';
import { packageRoot } from './package-root';

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
    const { NO_COLOR: _colour, DEBUG: _debug, ...env } = process.env;
    const child = spawn(process.execPath, [program, ...args], { env });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

/** The built program, as scripts call it: `npm test` builds it first. */
describe('the daybook command', () => {
  let folder: string;
  let data: string;
  let sales: string;
  const on = (...args: string[]): Promise<Run> => daybook(...args, '--data', data);

  beforeAll(async () => {
    expect(existsSync(program)).toBe(true);
    folder = await mkdtemp(join(tmpdir(), 'daybook-cli-'));
    data = join(folder, 'data');
    sales = join(folder, 'sales.csv');
    await writeFile(sales, `${header}1,A,=HYPERLINK("x"),2,2010-12-01,1.50,=cmd,GB\nC2,A,x,-1,2010-12-02,1.50,=cmd,GB\n`);
    expect(await on('config', 'apply', config)).toMatchObject({ code: 0 });
    expect(await on('import', 'sales', sales, '--entity', 'UK')).toMatchObject({ code: 0 });
  }, 180_000);
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('ends wrong use with 2 and says what to do, without a stack trace', async () => {
    expect(await daybook('--help')).toMatchObject({ code: 0 });
    expect((await daybook('report', '--help')).out).toContain('Exit codes:');
    const wrong = [
      ['nonsense'], ['report', 'receivables', '--nonsense'], ['report', 'nonsense'], ['import'], ['report', 'aging', '--as-of', '2010-02-30'],
      ['verify', '--data', join(folder, 'nowhere')],
    ];
    for (const args of wrong) {
      const { code, err } = await daybook(...args);
      expect([args, code]).toEqual([args, 2]);
      expect(err).not.toMatch(/\n\s+at /);
    }
  }, 180_000);

  it('says that an import again changes nothing, and ends rejects with 3', async () => {
    expect(await on('import', 'sales', sales, '--entity', 'UK')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing new') });
    await writeFile(join(folder, 'bad.csv'), `${header}9,A,x,1,2010-13-01,1.50,c,GB\n`);
    const { code, err } = await on('import', 'sales', join(folder, 'bad.csv'), '--entity', 'UK');
    expect(code).toBe(3);
    expect(err).toMatch(/line 2 of document 9: InvoiceDate "2010-13-01"/);
  }, 180_000);

  it('answers reports as a table, as CSV without formulas, and as JSON', async () => {
    const question = ['--as-of', '2010-12-31', '--entity', 'UK'];
    expect((await on('report', 'trial-balance', ...question)).out).toMatch(/1100\s+Trade receivables\s+0\.00\s+3\.00\s+1\.50\s+1\.50/);
    expect((await on('report', 'receivables', ...question, '--format', 'csv')).out).toBe(
      "entity,currency,customer,kind,document,date,due,days late,disputed,open\r\nUK,GBP,'=cmd,invoice,INV-000001,2010-12-01,2010-12-31,0,,1.50\r\n",
    );
    const { body, provenance } = JSON.parse((await on('report', 'revenue', ...question, '--format', 'json')).out) as { body: { sections: { totals: object }[] }; provenance: object };
    expect(body.sections[0]?.totals).toEqual({ recognised: '1.50', deferred: '0.00' });
    expect(provenance).toMatchObject({ asOf: '2010-12-31', basis: 'effective' });
    expect(await on('report', 'contract-balances', ...question)).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to show.') });
    expect(await on('report', 'recurring-revenue', ...question, '--group-by', 'plan')).toMatchObject({ code: 0 });
    expect(await on('report', 'recurring-revenue', ...question, '--group-by', 'product')).toMatchObject({ code: 2, err: expect.stringContaining('customer, plan') });
  }, 180_000);

  it('lets hledger confirm the trial balance, account by account', async () => {
    if ((await bookkeepingTools.hledger.version()) === null) {
      console.warn('skipped: hledger is not on the PATH (Debian: apt-get install hledger)');
      return;
    }
    expect(await on('export', 'journal', '--check')).toMatchObject({ code: 0, out: expect.stringContaining('those of our trial balance') });
  }, 180_000);

  it('reads beside the process that holds the folder, and tells writers who that is', async () => {
    const holder = await openLedger({ dataFolder: data });
    try {
      expect(await on('replay', '--type', 'InvoiceIssued')).toMatchObject({ code: 0, err: '1 events\n' });
      expect(await on('report', 'aging')).toMatchObject({ code: 0 });
      expect(await on('verify')).toMatchObject({ code: 0 });
      const { code, err } = await on('import', 'sales', sales, '--entity', 'UK');
      expect(code).toBe(3);
      expect(err).toContain(`held by process ${process.pid}`);
    } finally {
      await holder.close();
    }
  }, 180_000);

  it('finds rows that somebody changed, and puts them right', async () => {
    expect(await on('verify')).toMatchObject({ code: 0, out: expect.stringContaining('checks hold') });
    const database = new Database(join(data, 'read-models.db'));
    const [table] = database.prepare("select name from sqlite_master where type = 'table' and name like 'journal_line%'").all() as { name: string }[];
    database.exec(`update ${table?.name} set amount = amount + 1 where sequence = (select min(sequence) from ${table?.name})`);
    database.close();
    const verified = await on('verify');
    expect(verified.code).toBe(1);
    expect(verified.out).toMatch(/read model journal: live rows have digest/);
    expect(await on('rebuild', 'journal')).toMatchObject({ code: 1, out: expect.stringContaining('DIFFERENT') });
    expect(await on('verify')).toMatchObject({ code: 0 });
  }, 180_000);
});
