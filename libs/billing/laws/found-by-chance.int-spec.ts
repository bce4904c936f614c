import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovePayment, ReceivePayment, RecordRefundPaid, RecordRefundReturned, RequestRefund, ReversePayment, type Ledger } from '#billing';
import { accepted, contexts, firstDay, foundCompanies, MovedClock, openWith, sell } from './company.test-kit';
import { brokenInLog } from './log-laws.test-kit';
import { ReadLog } from './log.test-kit';

let folder: string;
let ledger: Ledger;
let context: ReturnType<typeof contexts>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chance-'));
  context = contexts();
  ledger = await openWith(folder, new MovedClock());
  await foundCompanies(ledger, context);
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

const accountId = 'JP~plain';
const receive = (amount: string, currency: string, allocate: 'auto' | 'none' = 'auto') =>
  accepted(ledger, new ReceivePayment({ paymentId: 'P', entityId: 'JP', accountId, receivedOn: firstDay, currency, amount, allocate }, context()));
const bounce = (reversalId: string, amount?: string) =>
  accepted(ledger, new ReversePayment({ paymentId: 'P', reversalId, valueDate: firstDay, reason: 'no funds', ...(amount === undefined ? {} : { amount }) }, context()));

describe('what random histories found', () => {
  it('half of a receipt over two invoices bounces: the half that still pays closes in base currency', async () => {
    for (const [saleId, unitPrice] of [['S1', '286.66'], ['S2', '1031.04']] as const) {
      await sell(ledger, { saleId, entityId: 'JP', customerId: 'plain', closedOn: firstDay, currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice }] }, context);
    }
    expect((await receive('1317.70', 'GBP')).unapplied).toBe('0.00');
    for (const [reversalId, amount] of [['B1', '658.85'], ['B2', undefined]] as const) {
      await bounce(reversalId, amount);
      expect(brokenInLog(await new ReadLog(ledger).look())).toEqual([]);
    }
  });

  it('a refund that comes back after its receipt bounced stays in its account', async () => {
    await receive('100.00', 'EUR', 'none');
    const source = { kind: 'receipt' as const, id: 'P' };
    await accepted(ledger, new RequestRefund({ accountId, refundId: 'R', source, amount: '40.00', reason: 'paid twice' }, context()));
    await bounce('B');
    await accepted(ledger, new RecordRefundPaid({ accountId, refundId: 'R' }, context()));
    await accepted(ledger, new RecordRefundReturned({ accountId, refundId: 'R', reason: 'payee unknown' }, context()));
    const move = { paymentId: 'P', fromAccountId: accountId, toAccountId: 'JP~split', reason: 'other payer' };
    for (const more of [{}, { amount: '40.00' }]) {
      const refused = await ledger.execute(new MovePayment({ ...move, ...more, requestId: `M${Object.keys(more).length}` }, context()));
      expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'PAYMENT_RELEASE.EXCEEDS_PAYMENT', data: { available: '0.00' } } });
    }
    expect(await accepted(ledger, new RequestRefund({ accountId, refundId: 'R2', source, reason: 'again' }, context()))).toMatchObject({ amount: '40.00' });
  });
});
