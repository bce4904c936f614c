import { accountId, AccountUnderTest, payment } from './account-under-test';
import { decideEnterPayment } from './enter-payment';
import { decideOrderRefund, decideRefuseRefundOrder } from './order-refund';
import { decideRecordRefundFailed, decideRecordRefundPaid, decideRecordRefundReturned } from './refund-outcome';
import { decideRequestRefund } from './request-refund';

const today = '2011-01-31';
const order = { accountId, refundId: 'R', gateway: 'stripe', today };
const outcome = { accountId, refundId: 'R', inputHash: 'h', today };

function requested(): AccountUnderTest {
  const account = new AccountUnderTest();
  account.do((state) => decideEnterPayment(payment('p1', '50.00', { instruction: { allocate: 'none' as const } }), state));
  account.do((state) => decideRequestRefund({ accountId, refundId: 'R', inputHash: 'h', source: { kind: 'receipt', id: 'p1' }, requestedOn: '2011-01-20', today, reason: 'paid twice' }, state));
  return account;
}

describe('a refund ordered at a gateway', () => {
  it('is claimed once', () => {
    const account = requested();
    expect(account.do((state) => decideOrderRefund(order, state)).events).toMatchObject([{ type: 'RefundOrdered', data: { gateway: 'stripe', orderedOn: today } }]);
    expect(account.do((state) => decideOrderRefund(order, state)).events).toEqual([]);
    expect(account.run((state) => decideOrderRefund({ ...order, refundId: 'S' }, state))).toMatchObject({ refusal: { code: 'REFUND.UNKNOWN' } });
  });

  it('is neither paid by the bank nor freed by hand while it may still leave', () => {
    const account = requested();
    account.do((state) => decideOrderRefund(order, state));
    expect(account.run((state) => decideRecordRefundPaid(outcome, state))).toMatchObject({ refusal: { code: 'REFUND.AT_GATEWAY' } });
    expect(account.run((state) => decideRecordRefundFailed({ ...outcome, reason: 'r' }, state))).toMatchObject({ refusal: { code: 'REFUND.AT_GATEWAY' } });
    account.do((state) => decideRecordRefundPaid({ ...outcome, heldBy: 'gateway' }, state));
    expect(account.do((state) => decideOrderRefund(order, state)).events).toEqual([]);
    expect(account.run((state) => decideRecordRefundReturned({ ...outcome, reason: 'came back' }, state))).toMatchObject({ kind: 'accepted' });
  });

  it('fails when the gateway says so', () => {
    const account = requested();
    account.do((state) => decideOrderRefund(order, state));
    expect(account.run((state) => decideRecordRefundFailed({ ...outcome, reason: 'r', saidBy: 'gateway' }, state))).toMatchObject({ kind: 'accepted' });
    expect(account.run((state) => decideOrderRefund(order, state))).toMatchObject({ refusal: { code: 'REFUND.STATE' } });
  });

  it('goes another way once the gateway certainly did not take it', () => {
    const account = requested();
    account.do((state) => decideOrderRefund(order, state));
    expect(account.do((state) => decideRefuseRefundOrder({ ...order, reason: 'charge too old' }, state)).events).toMatchObject([{ type: 'RefundOrderRefused' }]);
    expect(account.do((state) => decideRefuseRefundOrder({ ...order, reason: 'charge too old' }, state)).events).toEqual([]);
    account.do((state) => decideRecordRefundPaid(outcome, state));
    expect(account.run((state) => decideOrderRefund(order, state))).toMatchObject({ refusal: { code: 'REFUND.STATE', message: expect.stringContaining('paid by the bank') } });
  });
});
