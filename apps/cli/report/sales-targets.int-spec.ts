import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelInvoice, CloseSale, ConfigureEntity, openLedger, RegisterCustomer, SetSalesTarget, type CommandResult, type Ledger } from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 10 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};

/** January: 30.00 of A to c1, 20.00 of B to c2, 7.00 in euros. February: 40.00 of A to c1, less the 20.00 of January credited. */
describe('sales targets against actual', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  let before = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  const sell = (saleId: string, customerId: string, closedOn: string, of: { readonly productCode: string; readonly unitPrice: string; readonly currency?: string }) => {
    const { currency = 'GBP', ...line } = of;
    const rate = currency === 'GBP' ? {} : { rate: '0.85' };
    return accepted(ledger.execute(new CloseSale({ saleId, customerId, closedOn, currency, ...rate, lines: [{ description: line.productCode, quantity: '1', ...line }] }, context())));
  };
  const target = (requestId: string, month: string, amount: string, of: { readonly productCode?: string; readonly customerId?: string; readonly currency?: string } = {}) =>
    accepted(ledger.execute(new SetSalesTarget({ entityId: 'UK', requestId, month, currency: 'GBP', amount, ...of }, context())));
  const ask = async (asOf: string, knownAt?: number) => (await ledger.reports.salesTargets({ asOf, from: '2024-01-01', ...(knownAt === undefined ? {} : { knownAt: { sequence: knownAt } }) })).body;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sales-targets-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    for (const customerId of ['c1', 'c2']) await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context())));
    await sell('S1', 'c1', '2024-01-10', { productCode: 'A', unitPrice: '30.00' });
    await sell('S2', 'c2', '2024-01-20', { productCode: 'B', unitPrice: '20.00' });
    await sell('S3', 'c2', '2024-01-21', { productCode: 'A', unitPrice: '7.00', currency: 'EUR' });
    await sell('S4', 'c1', '2024-02-05', { productCode: 'A', unitPrice: '40.00' });
    await accepted(ledger.execute(new CancelInvoice({ requestId: 'K', invoiceId: 'INV-000002', reason: 'wrong', issueDate: '2024-02-06' }, context())));
    await target('T1', '2024-01', '100');
    await target('T2', '2024-01', '0', { currency: 'EUR' });
    await target('T3', '2024-02', '10', { productCode: 'A' });
    await target('T4', '2024-02', '5', { customerId: 'c2' });
    await ledger.readModels.catchUp();
    before = (await ledger.reports.revenue({ asOf: '2024-12-31' })).body.knownAt;
    await target('T5', '2024-01', '40');
    await ledger.readModels.catchUp();
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sets each target against its own sales, credit notes in their month, currencies apart', async () => {
    const { sections } = await ask('2024-02-10');
    const [euros, pounds] = sections;
    expect(euros).toEqual({
      entityId: 'UK', currency: 'EUR', rows: [{ month: '2024-01', to: '2024-01-31', target: '0.00', actual: '7.00', variance: '7.00', attainment: null, whole: true }],
    });
    expect(pounds?.rows).toEqual([
      { month: '2024-01', to: '2024-01-31', target: '40.00', actual: '50.00', variance: '10.00', attainment: '125.00', whole: true },
      { month: '2024-02', to: '2024-02-10', customerId: 'c2', target: '5.00', actual: '-20.00', variance: '-25.00', attainment: '-400.00', whole: false },
      { month: '2024-02', to: '2024-02-10', productCode: 'A', target: '10.00', actual: '40.00', variance: '30.00', attainment: '400.00', whole: false },
    ]);
    expect(sections).toHaveLength(2);
  });

  it('shows the earlier target when asked as known before the later one', async () => {
    const { sections } = await ask('2024-01-31', before);
    expect(sections.find(({ currency }) => currency === 'GBP')?.rows).toEqual([
      { month: '2024-01', to: '2024-01-31', target: '100.00', actual: '50.00', variance: '-50.00', attainment: '50.00', whole: true },
    ]);
  });

  it('counts only what was sold by the day asked for', async () => {
    const { sections } = await ask('2024-01-15');
    expect(sections.find(({ currency }) => currency === 'GBP')?.rows).toMatchObject([{ to: '2024-01-15', actual: '30.00', whole: false }]);
  });
});
