import { accountId, AccountUnderTest, invoice, payment } from './account-under-test';
import { balanceOn } from './timeline';
import { decideAllocatePayment } from './allocate-payment';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideEnterPaymentReversal } from './enter-payment-reversal';
import { decideReleasePayment } from './release-payment';
import { decideReverseAllocation } from './reverse-allocation';

const due = (dueDate: string, amount: string) => ({ instalments: [{ number: 1, dueDate, amount }] });
const none = { instruction: { allocate: 'none' as const } };

function bounced(paymentId: string, amount: string, valueDate: string, reversalId = 'r1') {
  const currency = 'GBP';
  return { accountId, paymentId, reversalId, valueDate, currency, amount, baseCurrency: currency, baseAmount: amount, reason: 'no funds' };
}

function allocate(account: AccountUnderTest, requestId: string, invoiceId: string, on: string) {
  const source = { kind: 'receipt', id: 'p1' } as const;
  const command = { accountId, requestId, inputHash: 'h', source, allocatedOn: on, today: on, items: [{ invoiceId }] };
  return account.do((state) => decideAllocatePayment(command, state));
}

describe('a payment the bank takes back', () => {
  it('reopens everything it had paid, in the same append, with the original due date', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '60.00', { ...due('2010-12-03', '60.00') }), state));
    account.do((state) => decideEnterInvoice(invoice('b', '40.00', { ...due('2010-12-05', '40.00') }), state));
    account.do((state) => decideEnterPayment(payment('p1', '100.00'), state));
    expect([account.open('a'), account.open('b')]).toEqual([0n, 0n]);
    const { events, answer } = account.do((state) => decideEnterPaymentReversal(bounced('p1', '100.00', '2010-12-20'), state));
    expect(events.map(({ type }) => type)).toEqual(['PaymentReversalEntered', 'AllocationReversed']);
    expect(answer.undone).toMatchObject([{ allocationId: 'auto-p1-i1', on: '2010-12-20' }]);
    expect([account.open('a'), account.open('b')]).toEqual([6000n, 4000n]);
    expect(account.state.queues.get('GBP')?.map(({ dueDate }) => dueDate)).toEqual(['2010-12-03', '2010-12-05']);
    expect(account.state.receipts.get('p1')?.unapplied).toBe(0n);
  });

  it('takes unapplied money first and undoes nothing for it', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '60.00'), state));
    account.do((state) => decideEnterPayment(payment('p1', '100.00'), state));
    const { answer } = account.do((state) => decideEnterPaymentReversal(bounced('p1', '40.00', '2010-12-20'), state));
    expect(answer.undone).toEqual([]);
    expect(account.open('a')).toBe(0n);
  });

  it('fills the earliest shortfall first, from the latest allocation before it', () => {
    const account = new AccountUnderTest();
    for (const id of ['a', 'b', 'c']) {
      account.do((state) => decideEnterInvoice(invoice(id, '40.00'), state));
    }
    account.do((state) => decideEnterPayment(payment('p1', '120.00', none), state));
    allocate(account, 'x', 'a', '2010-12-11');
    allocate(account, 'y', 'b', '2010-12-12');
    allocate(account, 'z', 'c', '2010-12-25');
    const { answer } = account.do((state) => decideEnterPaymentReversal(bounced('p1', '80.00', '2010-12-15'), state));
    // Forty lay unapplied until the 25th, so the 15th lacks forty and undoes y; from the 25th on forty more are lacking.
    expect(answer.undone.map(({ allocationId, on }) => [allocationId, on])).toEqual([
      ['y', '2010-12-15'],
      ['z', '2010-12-25'],
    ]);
  });

  it('comes before an undoing that is on record with a later date', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '100.00'), state));
    account.do((state) => decideEnterPayment(payment('p1', '100.00'), state));
    const undo = { accountId, requestId: 'u', inputHash: 'h', allocationId: 'auto-p1-i1', reversedOn: '2010-12-20', today: '2010-12-20', reason: 'wrong' };
    account.do((state) => decideReverseAllocation(undo, state));
    const { events } = account.do((state) => decideEnterPaymentReversal(bounced('p1', '100.00', '2010-12-15'), state));
    expect(events.map(({ type }) => type)).toEqual(['PaymentReversalEntered', 'AllocationReversed', 'PaymentAllocated']);
    const item = account.state.invoices.get('a')?.items[0];
    const money = account.state.receipts.get('p1');
    const days = ['2010-12-09', '2010-12-10', '2010-12-14', '2010-12-15', '2010-12-20', '2010-12-31'];
    expect(days.map((day) => item && balanceOn(item.timeline, day))).toEqual([10000n, 0n, 0n, 10000n, 10000n, 10000n]);
    expect(days.map((day) => money && balanceOn(money.timeline, day))).toEqual([0n, 0n, 0n, 0n, 0n, 0n]);
    expect(account.run((state) => decideReverseAllocation({ ...undo, requestId: 'v' }, state))).toMatchObject({
      refusal: { code: 'ALLOCATION.ALREADY_REVERSED' },
    });
  });

  it('voids a release that can no longer leave', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterPayment(payment('p1', '100.00'), state));
    const release = { accountId, requestId: 'l', inputHash: 'h', paymentId: 'p1', amount: '70.00', today: '2010-12-12', reason: 'other customer' };
    account.do((state) => decideReleasePayment(release, state));
    const { events } = account.do((state) => decideEnterPaymentReversal(bounced('p1', '100.00', '2010-12-15'), state));
    expect(events).toMatchObject([{ data: { released: [{ requestId: 'l', amount: '70.00' }] } }]);
    expect(account.state.receipts.get('p1')?.unapplied).toBe(0n);
  });

  it('is entered once, and only after the payment', () => {
    const account = new AccountUnderTest();
    const early = account.run((state) => decideEnterPaymentReversal(bounced('p1', '1.00', '2010-12-15'), state));
    expect(early).toMatchObject({ refusal: { code: 'ACCOUNT.PAYMENT_NOT_ENTERED' } });
    account.do((state) => decideEnterPayment(payment('p1', '1.00'), state));
    account.do((state) => decideEnterPaymentReversal(bounced('p1', '1.00', '2010-12-15'), state));
    expect(account.do((state) => decideEnterPaymentReversal(bounced('p1', '1.00', '2010-12-15'), state)).events).toEqual([]);
  });
});
