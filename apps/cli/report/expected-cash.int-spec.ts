import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelInvoice, CloseSale, ConfigureEntity, OpenDispute, openLedger, ReceivePayment, RegisterCustomer, WriteOff, type CommandResult, type Ledger,
} from '#billing';
import { addDays } from '#ledger';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 10 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};

/** One customer pays four days late each time, another on the due date; what is open is expected so. */
describe('expected cash', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  const sell = (saleId: string, customerId: string, closedOn: string) =>
    accepted(ledger.execute(new CloseSale({ saleId, customerId, closedOn, currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice: '10.00' }] }, context())));
  const pay = (paymentId: string, customerId: string, receivedOn: string) =>
    accepted(ledger.execute(new ReceivePayment({ paymentId, customerId, receivedOn, currency: 'GBP', amount: '10.00', method: 'bank' }, context())));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'expected-cash-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    const customers = [['late', 4], ['prompt', 0]] as const;
    for (const [customerId] of customers) {
      await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context())));
    }
    for (let month = 1; month <= 6; month += 1) {
      for (const [customerId, late] of customers) {
        const closedOn = `2024-0${month}-01`;
        await sell(`${customerId}-${month}`, customerId, closedOn);
        await pay(`P-${customerId}-${month}`, customerId, addDays(closedOn, 10 + late));
      }
    }
    // None of these says when a customer pays.
    await sell('cancelled', 'prompt', '2024-06-20');
    await accepted(ledger.execute(new CancelInvoice({ requestId: 'K', invoiceId: 'INV-000013', reason: 'wrong', issueDate: '2024-06-25' }, context())));
    await sell('lost', 'prompt', '2024-06-20');
    const lost = { accountId: 'UK~prompt', requestId: 'W', writeOffId: 'W', items: [{ invoiceId: 'INV-000014' }], reasonCode: 'uncollectible' as const, reason: 'gone', writtenOffOn: '2024-06-25' };
    await accepted(ledger.execute(new WriteOff(lost, context())));
    for (const customerId of ['late', 'prompt']) {
      await sell(`${customerId}-open`, customerId, '2024-07-01');
    }
    await sell('disputed', 'prompt', '2024-07-01');
    await accepted(ledger.execute(new OpenDispute({ accountId: 'UK~prompt', invoiceId: 'INV-000017', disputeId: 'D', openedOn: '2024-07-02', reason: 'broken' }, context())));
    await ledger.readModels.catchUp();
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('is when each customer paid before; disputes stand apart', async () => {
    const { body } = await ledger.reports.expectedCash({ asOf: '2024-07-02' });
    const [section] = body.sections;
    const said = section?.rows.map((row) => [row.documentNumber, row.expectedOn, row.probabilityLate, row.ownInvoices, row.disputed]);
    // Own invoices weigh 1 + 0.92 + 0.84 + … = 4.88 beside 1 of all customers, five ninths of which came late.
    expect(said?.sort()).toEqual([
      ['INV-000015', '2024-07-15', '0.92', 6, false],
      ['INV-000016', '2024-07-11', '0.09', 6, false],
      ['INV-000017', '2024-07-11', '0.09', 6, true],
    ]);
    expect(section?.weeks).toEqual([
      { from: '2024-07-08', to: '2024-07-14', amount: '10.00', items: 1 },
      { from: '2024-07-15', to: '2024-07-21', amount: '10.00', items: 1 },
    ]);
    expect(section).toMatchObject({ totals: { expected: '20.00', disputed: '10.00' }, score: { predictions: 10, errorDueDate: '2.00' } });
  });

  it('of a late one moves on as days pass, and is late for certain', async () => {
    const { body } = await ledger.reports.expectedCash({ asOf: '2024-07-20', customerId: 'late' });
    expect(body.sections[0]?.rows).toMatchObject([{ probabilityLate: '1.00', expectedOn: expect.stringMatching(/^2024-07-2[1-9]$/) }]);
  });

  it('asked for an earlier day says what was known then', async () => {
    const { body } = await ledger.reports.expectedCash({ asOf: '2024-03-05' });
    expect(body.sections[0]?.rows.map(({ ownInvoices }) => ownInvoices)).toEqual([2, 2]);
  });

  it('beside figures by month: cancelled and written-off invoices say nothing of days to pay, and are sales as booked', async () => {
    const { body } = await ledger.reports.measures({ asOf: '2024-07-02' });
    expect(body.sections[0]?.rows.slice(-2)).toMatchObject([
      { month: '2024-06', receivables: '0.00', sales: '30.00', paidItems: 2, daysToPay: '12.00', daysLate: '2.00', dso: '0.0', collectionEffectiveness: '100.00', salesGrowth: '50.00' },
      { month: '2024-07', receivables: '30.00', current: '30.00', sales: '30.00', paidItems: 0, daysToPay: null, dso: '2.0', dsoCountBack: '2.0', salesGrowth: null },
    ]);
    const { body: apart } = await ledger.reports.measures({ asOf: '2024-06-30', from: '2024-06-01', groupBy: ['customer'] });
    expect(apart.sections[0]?.rows.map(({ customerId, daysToPay, daysLate }) => [customerId, daysToPay, daysLate])).toEqual([
      ['late', '14.00', '4.00'],
      ['prompt', '10.00', '0.00'],
    ]);
  });
});
