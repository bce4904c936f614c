import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currency, type Currency } from '#money';
import { readReceivablesFile } from './receivables-file';

const header = 'country_code,customer_id,invoice_number,invoice_date,due_date,invoice_amount,disputed,settled_date,delivery\n';
const usd = currency('USD') as Currency;

describe('reading a file of invoices issued elsewhere', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-receivables-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('sorts by invoice date, brings amounts to scale and knows open and disputed ones', async () => {
    const file = join(folder, 'r.csv');
    await writeFile(file, `${header}1,b,0002,2013-01-26,2013-02-25,61.7,Yes,,Paper\n1,a,0001,2013-01-02,2013-02-01,55.94,No,2013-01-15,Paper\n`);
    const { items, problems } = await readReceivablesFile(file, usd);
    expect(problems).toEqual([]);
    expect(items).toEqual([
      { line: 3, customer: 'a', number: '0001', issuedOn: '2013-01-02', dueOn: '2013-02-01', amount: '55.94', disputed: false, settledOn: '2013-01-15' },
      { line: 2, customer: 'b', number: '0002', issuedOn: '2013-01-26', dueOn: '2013-02-25', amount: '61.70', disputed: true, settledOn: null },
    ]);
  });

  it('reports what breaks a rule and keeps the rest', async () => {
    const file = join(folder, 'bad.csv');
    const lines = [
      '1,a,1,2013-01-02,2013-01-01,5,No,,', '1,a,2,2013-01-02,2013-02-01,5.001,No,,', '1,a,3,2013-01-02,2013-02-01,0,No,,',
      '1,a,4,2013-01-02,2013-02-01,5,maybe,,', '1,a,5,2013-01-02,2013-02-01,5,No,soon,', '1,,6,2013-01-02,2013-02-01,5,No,,', '1,a,7,2013-01-02,2013-02-01,-5,No,,',
      '1,a,8,2013-01-02,2013-02-01,5,No,,',
    ];
    await writeFile(file, header + lines.join('\n'));
    const { items, problems, rowCount } = await readReceivablesFile(file, usd);
    expect(rowCount).toBe(8);
    expect(items.map((item) => item.number)).toEqual(['8']);
    expect(problems.map((problem) => problem.field)).toEqual([
      'due_date', 'invoice_amount', 'invoice_amount', 'disputed', 'settled_date', 'customer_id', 'invoice_amount',
    ]);
  });
});
