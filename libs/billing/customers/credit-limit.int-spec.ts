import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BillSale, CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer, RunBilling, SetCreditLimit, type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('a credit limit', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'credit-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context())));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  const limit = (requestId: string, amount: string | undefined, onExceed: 'warn' | 'block' = 'block') =>
    accepted(ledger.execute(new SetCreditLimit({ customerId: 'C1', requestId, onExceed, ...(amount === undefined ? {} : { limit: amount }) }, context())));
  const closing = (saleId: string, unitPrice: string, more: object = {}) =>
    new CloseSale({ saleId, customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice }], ...more }, context());
  const sell = (saleId: string, unitPrice: string, more: object = {}) => accepted(ledger.execute(closing(saleId, unitPrice, more)));

  it('lets a sale up to it pass, and makes one beyond it wait', async () => {
    await limit('L1', '100.00');
    expect(await sell('S1', '100.00')).toMatchObject({ state: 'billed' });
    const second = await sell('S2', '0.01');
    expect(second).toMatchObject({ state: 'waiting', reason: 'the credit limit would be exceeded' });
    expect(await sell('S2', '0.01')).toEqual(second);
    expect(await ledger.execute(new BillSale({ saleId: 'S2', requestId: 'B1' }, context()))).toMatchObject({ refusal: { code: 'CREDIT_LIMIT.EXCEEDED' } });
    const payment = { paymentId: 'P1', receivedOn: '2010-12-10', currency: 'GBP', amount: '60.00', method: 'bank', customerId: 'C1' };
    await accepted(ledger.execute(new ReceivePayment(payment, context())));
    expect(await accepted(ledger.execute(new BillSale({ saleId: 'S2', requestId: 'B1' }, context())))).toMatchObject({ state: 'billed', documentNumber: 'INV-000002' });
  });

  it('counts money that is not applied yet', async () => {
    await limit('L1', '50.00');
    const payment = { paymentId: 'P1', receivedOn: '2010-12-01', currency: 'GBP', amount: '30.00', method: 'bank', customerId: 'C1' };
    await accepted(ledger.execute(new ReceivePayment(payment, context())));
    expect(await sell('S1', '80.00')).toMatchObject({ state: 'billed' });
  });

  it('may only warn, and the answer stays', async () => {
    await limit('L1', '10.00', 'warn');
    const first = await sell('S1', '20.00');
    expect(first).toMatchObject({ state: 'billed', warning: 'the credit limit would be exceeded' });
    await limit('L2', undefined);
    expect(await sell('S1', '20.00')).toEqual(first);
    expect(await sell('S2', '20.00')).not.toHaveProperty('warning');
  });

  it('is passed by a person who says so, and never by a fee', async () => {
    await limit('L1', '10.00');
    await sell('S1', '20.00');
    expect(await accepted(ledger.execute(new BillSale({ saleId: 'S1', requestId: 'B1', overLimit: true }, context())))).toMatchObject({ state: 'billed' });
    expect(await sell('F1', '5.00', { purpose: 'late-fee' })).toMatchObject({ state: 'billed' });
  });

  it('keeps a billing run from billing beyond it', async () => {
    await sell('S1', '20.00', { billing: 'later' });
    await limit('L1', '10.00');
    const run = await accepted(ledger.execute(new RunBilling({ runId: 'R1', through: '2010-12-31' }, context())));
    expect(run).toMatchObject({ issued: 0, waiting: [{ code: 'CREDIT_LIMIT.EXCEEDED', ids: ['S1'] }] });
    await limit('L2', '20.00');
    expect(await accepted(ledger.execute(new RunBilling({ runId: 'R2', through: '2010-12-31' }, context())))).toMatchObject({ issued: 1, waiting: [] });
  });

  it('is not for walk-ins', async () => {
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'W', kind: 'walk-in', country: 'GB' }, context())));
    const refused = await ledger.execute(new SetCreditLimit({ customerId: 'W', requestId: 'L', limit: '1' }, context()));
    expect(refused).toMatchObject({ refusal: { code: 'CREDIT_LIMIT.WALK_IN' } });
  });
});
