import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, openLedger, type Ledger } from '#billing';
import type { CreditNoteIssued, InvoiceIssued } from '#ledger';
import { accepted, contextOf } from '../command-runner';
import { ownEvents } from '../log/own-events';
import { importSales, type SalesImport } from './import-sales';
import { readSalesFile } from './sales-file';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
const entity = {
  entityId: 'UK', name: 'Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};
const mapping = { entityId: 'UK', currency: 'GBP', netDaysOf: () => 14, taxRate: '0' };

describe('importing sales', () => {
  let folder: string;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-import-'));
    ledger = await openLedger({ dataFolder: join(folder, 'data'), followLog: false });
    await accepted(ledger, () => new ConfigureEntity(entity, contextOf('test', 'test', 'entity')));
  });
  afterEach(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  async function bring(lines: string): Promise<SalesImport> {
    const path = join(folder, 'sales.csv');
    await writeFile(path, header + lines);
    const result = await importSales(ledger, await readSalesFile(path), mapping, { run: 'test', onProgress: () => undefined });
    await ledger.readModels.catchUp();
    return result;
  }
  async function issued<Type extends 'InvoiceIssued' | 'CreditNoteIssued'>(type: Type): Promise<(Type extends 'InvoiceIssued' ? InvoiceIssued : CreditNoteIssued)['data'][]> {
    const found: unknown[] = [];
    for await (const { fact } of ownEvents(ledger)) if (fact.type === type) found.push(fact.data);
    return found as never;
  }

  it('bills what has value, keeps zero-priced lines on the invoice, and bills nothing where all is zero', async () => {
    const result = await bring('1,A,first,2,2010-12-01,1.50,c,United Kingdom\n1,A,same code again,1,2010-12-01,0.00,c,United Kingdom\n2,A,gift,1,2010-12-01,0,c,United Kingdom\n');
    expect(result).toMatchObject({ customers: 1, billed: 1, nothingToBill: 1, refused: [] });
    const [invoice] = await issued('InvoiceIssued');
    expect(invoice).toMatchObject({ documentNumber: 'INV-000001', issueDate: '2010-12-01', supplyDate: '2010-12-01', totals: { net: '3.00', tax: '0.00', gross: '3.00' } });
    expect(invoice?.lines.map(({ lineId, net, taxCategory }) => [lineId, net, taxCategory])).toEqual([['1', '3.00', 'Z'], ['2', '0.00', 'Z']]);
    expect(invoice?.instalments).toEqual([{ number: 1, dueDate: '2010-12-15', amount: '3.00' }]);
  });

  it('credits a cancellation from the invoices before it, and never matches strangers', async () => {
    const result = await bring(
      '1,A,x,2,2010-12-01,1.50,c,GB\n2,A,x,1,2010-12-01,1.50,c,GB\nC3,A,x,-4,2010-12-01,1.50,c,GB\n4,A,x,5,2010-12-01,1.50,,GB\nC5,A,x,-5,2010-12-01,1.50,,GB\n',
    );
    expect(result).toMatchObject({ billed: 3, credited: 2, refused: [] });
    const [known, stranger] = await issued('CreditNoteIssued');
    expect(known?.totals.gross).toBe('6.00');
    expect(known?.lines.map(({ quantity, invoiceId }) => [quantity, invoiceId !== undefined])).toEqual([['1', true], ['2', true], ['1', false]]);
    expect(stranger).toMatchObject({ customerId: 'walk-in-2010-12-01', totals: { gross: '7.50' } });
    expect(stranger?.lines.every(({ invoiceId }) => invoiceId === undefined)).toBe(true);
    const [walkIn] = (await issued('InvoiceIssued')).filter(({ customerId }) => customerId.startsWith('walk-in'));
    expect(walkIn).toMatchObject({ remind: false, instalments: [{ dueDate: '2010-12-01' }], buyer: { kind: 'walk-in' } });
  });

  it('changes nothing when it is repeated, takes what was added, and reports what was changed', async () => {
    const first = '1,A,x,2,2010-12-01,1.50,c,GB\nC2,A,x,-1,2010-12-02,1.50,c,GB\n3,A,zero,1,2010-12-02,0,c,GB\n';
    await bring(first);
    const { sequence } = await ledger.readModels.head();
    await bring(first);
    expect((await ledger.readModels.head()).sequence).toBe(sequence);
    const added = await bring(`${first}4,A,x,1,2010-12-01,1.50,d,GB\n`);
    expect(added.refused).toEqual([]);
    expect((await issued('InvoiceIssued')).map(({ documentNumber, issueDate }) => [documentNumber, issueDate])).toEqual([['INV-000001', '2010-12-01'], ['INV-000002', '2010-12-01']]);
    const changed = await bring(first.replace('1,A,x,2', '1,A,x,3'));
    expect(changed.refused).toMatchObject([{ line: 2, document: '1', field: 'document' }]);
  });

  it('takes an overlapping export, and a held-back document once its line is right', async () => {
    const kept = '2,A,x,1,2010-12-01,1.00,c,GB\n2,B,y,1,2010-12-01,2.00,c,GB\n';
    await bring(`1,A,x,1,2010-12-01,1.00,c,GB\n${kept}3,A,x,1,2010-12-01,1.00,c,GB\n3,B,x,one,2010-12-01,1.00,c,GB\n`);
    expect((await issued('InvoiceIssued')).map(({ saleIds }) => saleIds[0])).toEqual(['1', '2']);
    const again = await bring(`${kept}3,A,x,1,2010-12-01,1.00,c,GB\n3,B,x,1,2010-12-01,1.00,c,GB\n`);
    expect(again).toMatchObject({ billed: 2, refused: [] });
    expect((await issued('InvoiceIssued')).map(({ totals }) => totals.gross)).toEqual(['1.00', '3.00', '2.00']);
  });

  it('counts a customer as new once, also when the same run is repeated', async () => {
    const line = '1,A,x,1,2010-12-01,1.00,c,GB\n';
    expect((await bring(line)).customers).toBe(1);
    await ledger.close();
    ledger = await openLedger({ dataFolder: join(folder, 'data'), followLog: false });
    expect((await bring(line)).customers).toBe(0);
  });

  it('numbers day after day, and the sales of one customer in order of the file, however many are billed together', async () => {
    const lines = Array.from({ length: 600 }, (_unused, index) => `${index + 1},A,x,1,2010-12-0${1 + Math.floor(index / 200)},1.00,c${index % 7},GB\n`);
    await bring(lines.join(''));
    const invoices = await issued('InvoiceIssued');
    expect(invoices.map(({ issueDate }) => issueDate)).toEqual(lines.map((_line, index) => `2010-12-0${1 + Math.floor(index / 200)}`));
    const ofOne = invoices.filter(({ customerId }) => customerId === 'c3').map(({ saleIds }) => Number(saleIds[0]));
    expect(ofOne).toEqual([...ofOne].sort((a, b) => a - b));
  }, 60_000);

  it('numbers the invoices of many customers in order of the file, every time the same', async () => {
    const lines = Array.from({ length: 300 }, (_unused, index) => `${index + 1},A,x,1,2010-12-01,1.00,c${(index * 7) % 83},GB\n`);
    await bring(lines.join(''));
    const order = (await issued('InvoiceIssued')).map(({ saleIds }) => Number(saleIds[0]));
    expect(order).toEqual(lines.map((_line, index) => index + 1));
  }, 60_000);
});
