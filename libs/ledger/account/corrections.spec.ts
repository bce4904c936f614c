import { accountId, AccountUnderTest, invoice, payment } from './account-under-test';
import { decideAcceptDeduction, type AcceptDeduction, type DeductionFacts } from './accept-deduction';
import { decideAllocatePayment } from './allocate-payment';
import { decideApplyMoney } from './apply-money';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideEnterPaymentReversal } from './enter-payment-reversal';
import { decideOpenDispute } from './dispute';
import { decideRecordRefundFailed, decideRecordRefundPaid, decideRecordRefundReturned } from './refund-outcome';
import { decideRelieveBadDebtTax } from './relieve-bad-debt-tax';
import { decideRequestRefund } from './request-refund';
import { decideReverseDeduction } from './reverse-deduction';
import { decideReverseWriteOff } from './reverse-write-off';
import { balanceOn } from './timeline';
import { decideWriteOff } from './write-off';

const none = { instruction: { allocate: 'none' as const } };
const taxed = { invoiceId: 'a', currency: 'GBP', taxSummary: [{ category: 'S' as const, rate: '20', base: '1000.00', tax: '200.00' }] };
const twoTenNet30: DeductionFacts = { document: { ...taxed, earlyPayment: { percent: '2', withinDays: 10 } }, tolerance: '1.00', mode: 'half-up' };
const due30 = { instalments: [{ number: 1, dueDate: '2010-12-31', amount: '1200.00' }] };
const today = '2011-01-31';

function invoiced(amount = '1200.00'): AccountUnderTest {
  const account = new AccountUnderTest();
  const over = amount === '1200.00' ? due30 : {};
  account.do((state) => decideEnterInvoice(invoice('a', amount, over), state));
  return account;
}

const deduct = (over: Partial<AcceptDeduction> = {}): AcceptDeduction => ({
  accountId, deductionId: 'd1', inputHash: 'h', kind: 'early-payment-discount', invoiceId: 'a', acceptedOn: '2010-12-10', today, reason: 'early', ...over,
});

const bounce = (amount: string, valueDate: string) => ({
  accountId, paymentId: 'p1', reversalId: 'r1', valueDate, currency: 'GBP', amount, baseCurrency: 'GBP', baseAmount: amount, reason: 'no funds',
});

describe('deductions', () => {
  it('takes 24.00 off 1,200.00 at 2/10 net 30: 20.00 net and 4.00 tax', () => {
    const account = invoiced();
    const { events } = account.do((state) => decideAcceptDeduction(deduct(), state, twoTenNet30), 'h');
    expect(events).toMatchObject([
      {
        data: {
          amount: '24.00',
          baseAmount: '24.00',
          taxes: [{ category: 'S', rate: '20', amount: '4.00', baseAmount: '4.00' }],
          nets: [{ category: 'S', rate: '20', amount: '20.00', baseAmount: '20.00' }],
        },
      },
    ]);
    expect(account.open('a')).toBe(117600n);
    expect(account.do((state) => decideAcceptDeduction(deduct(), state, twoTenNet30)).events).toEqual([]);
    expect(account.run((state) => decideAcceptDeduction(deduct({ inputHash: 'x' }), state, twoTenNet30))).toMatchObject({ refusal: { code: 'DEDUCTION.CONFLICT' } });
    expect(account.run((state) => decideAcceptDeduction(deduct({ deductionId: 'd2' }), state, twoTenNet30))).toMatchObject({ refusal: { code: 'DEDUCTION.EXCEEDS_TERMS' } });
  });

  it('gives no discount after the tenth day or beyond the terms, unless a person overrides it', () => {
    const account = invoiced();
    const late = deduct({ acceptedOn: '2010-12-12' });
    expect(account.run((state) => decideAcceptDeduction(late, state, twoTenNet30))).toMatchObject({ refusal: { code: 'DEDUCTION.EXCEEDS_TERMS' } });
    expect(account.run((state) => decideAcceptDeduction(deduct({ amount: '24.01' }), state, twoTenNet30))).toMatchObject({ refusal: { code: 'DEDUCTION.EXCEEDS_TERMS' } });
    const forced = account.do((state) => decideAcceptDeduction({ ...late, amount: '24.00', override: true }, state, twoTenNet30));
    expect(forced.events).toMatchObject([{ data: { overridden: true } }]);
  });

  it('is never dated before the invoice, and says so', () => {
    const account = invoiced();
    const early = account.run((state) => decideAcceptDeduction(deduct({ acceptedOn: '2010-11-30' }), state, twoTenNet30));
    expect(early).toMatchObject({ refusal: { code: 'DEDUCTION.BEFORE_ISSUE', message: expect.stringContaining('Invoice a is issued on 2010-12-01') } });
  });

  it('is accepted with the money that came short, and goes with it when the bank takes it back', () => {
    const account = invoiced();
    account.do((state) => decideEnterPayment(payment('p1', '1176.00', none), state));
    const apply = {
      accountId, requestId: 'x', inputHash: 'h', source: { kind: 'receipt' as const, id: 'p1' }, allocatedOn: '2010-12-15', today,
      items: [{ invoiceId: 'a' }], deductions: [{ kind: 'early-payment-discount' as const, invoiceId: 'a', reason: 'paid within ten days' }],
    };
    const applied = account.do((state) => decideApplyMoney(apply, state, () => twoTenNet30), 'h');
    expect(applied.events.map(({ type }) => type)).toEqual(['PaymentAllocated', 'DeductionAccepted']);
    expect(account.open('a')).toBe(0n);
    expect(account.do((state) => decideApplyMoney(apply, state, () => twoTenNet30))).toEqual({ ...applied, events: [] });
    const undone = account.do((state) => decideEnterPaymentReversal(bounce('1176.00', '2010-12-20'), state));
    expect(undone.events.map(({ type }) => type)).toEqual(['PaymentReversalEntered', 'AllocationReversed', 'DeductionReversed']);
    expect(undone.events[2]).toMatchObject({ data: { cause: 'payment-reversed', amount: '24.00', taxes: [{ amount: '4.00' }] } });
    expect(account.open('a')).toBe(120000n);
  });

  it('settles a small difference up to the tolerance and nothing more, and a clerk takes it back', () => {
    const account = invoiced('1.50');
    const small = deduct({ kind: 'tolerance' });
    expect(account.run((state) => decideAcceptDeduction({ ...small, amount: '1.50' }, state, twoTenNet30))).toMatchObject({ refusal: { code: 'DEDUCTION.EXCEEDS_TOLERANCE' } });
    account.do((state) => decideAcceptDeduction(small, state, twoTenNet30));
    expect(account.open('a')).toBe(50n);
    const back = { accountId, deductionId: 'd1', requestId: 'u', inputHash: 'h', reversedOn: '2010-12-20', today, reason: 'wrong' };
    account.do((state) => decideReverseDeduction(back, state), 'h');
    expect(account.open('a')).toBe(150n);
    expect(account.run((state) => decideReverseDeduction({ ...back, requestId: 'v' }, state))).toMatchObject({ refusal: { code: 'DEDUCTION.ALREADY_REVERSED' } });
  });
});

describe('write-offs', () => {
  const writeOff = { accountId, writeOffId: 'w1', inputHash: 'h', writtenOffOn: '2011-01-10', today, reasonCode: 'uncollectible' as const, reason: 'gone' };

  it('gives up everything open but what is disputed, relieves its tax, and a receipt that names it recovers both', () => {
    const account = invoiced();
    account.do((state) => decideEnterInvoice(invoice('b', '50.00'), state));
    account.do((state) => decideOpenDispute({ accountId, invoiceId: 'b', disputeId: 'q', inputHash: 'h', openedOn: '2011-01-01', today, reason: 'broken' }, state));
    const given = account.do((state) => decideWriteOff(writeOff, state), 'h');
    expect(given.answer).toMatchObject({ amount: '1200.00', items: [{ invoiceId: 'a' }] });
    expect([account.open('a'), account.open('b'), account.state.queues.get('GBP')]).toEqual([0n, 5000n, []]);
    const relief = { accountId, writeOffId: 'w1', reliefId: 't1', inputHash: 'h', relievedOn: '2011-01-20', today };
    const relieved = account.do((state) => decideRelieveBadDebtTax(relief, state, new Map([['a', taxed]])), 'h');
    expect(relieved.answer.taxes).toEqual([{ invoiceId: 'a', category: 'S', rate: '20', amount: '200.00', baseAmount: '200.00' }]);
    const paid = account.do((state) => decideEnterPayment(payment('p1', '300.00', { receivedOn: '2011-01-25', reference: 'NO-a' }), state));
    expect(paid.events.map(({ type }) => type)).toEqual(['PaymentEntered', 'WriteOffReversed', 'PaymentAllocated']);
    expect(paid.events[1]).toMatchObject({ data: { cause: 'recovery', reversedOn: '2011-01-25', items: [{ amount: '300.00' }], taxes: [{ amount: '50.00' }] } });
    expect([account.open('a'), account.state.receipts.get('p1')?.unapplied]).toEqual([0n, 0n]);
    const back = { accountId, writeOffId: 'w1', requestId: 'u', inputHash: 'h', today, reason: 'wrong' };
    const reversed = account.do((state) => decideReverseWriteOff(back, state), 'h');
    expect(reversed.events).toMatchObject([{ data: { items: [{ amount: '900.00' }], taxes: [{ amount: '150.00' }] } }]);
    expect(account.open('a')).toBe(90000n);
  });

  it('is recovered by a clerk who applies money to it, also money from before the write-off', () => {
    const account = invoiced('100.00');
    account.do((state) => decideEnterPayment(payment('p1', '60.00', none), state));
    account.do((state) => decideWriteOff(writeOff, state), 'h');
    const apply = { accountId, requestId: 'x', inputHash: 'h', source: { kind: 'receipt' as const, id: 'p1' }, allocatedOn: '2011-01-05', today, items: [{ invoiceId: 'a' }] };
    expect(account.run((state) => decideAllocatePayment(apply, state))).toMatchObject({ kind: 'refused' });
    const { events } = account.do((state) => decideApplyMoney(apply, state, () => twoTenNet30), 'h');
    expect(events).toMatchObject([{ type: 'WriteOffReversed', data: { reversedOn: '2011-01-10', items: [{ amount: '60.00' }] } }, { type: 'PaymentAllocated' }]);
    const item = account.state.invoices.get('a')?.items[0];
    expect(['2011-01-04', '2011-01-05', '2011-01-10'].map((day) => item && balanceOn(item.timeline, day))).toEqual([10000n, 4000n, 0n]);
  });

  it('leaves money that names nothing to other items', () => {
    const account = invoiced('100.00');
    account.do((state) => decideWriteOff(writeOff, state), 'h');
    const paid = account.do((state) => decideEnterPayment(payment('p1', '60.00', { receivedOn: '2011-01-25' }), state));
    expect(paid.events.map(({ type }) => type)).toEqual(['PaymentEntered']);
  });

  it('never gives up more than is open', () => {
    const account = invoiced('100.00');
    const more = { ...writeOff, items: [{ invoiceId: 'a', amount: '100.01' }] };
    expect(account.run((state) => decideWriteOff(more, state))).toMatchObject({ refusal: { code: 'WRITE_OFF.EXCEEDS_OPEN' } });
    expect(account.run((state) => decideWriteOff({ ...writeOff, writtenOffOn: '2010-11-30' }, state))).toMatchObject({ refusal: { code: 'WRITE_OFF.NOTHING_OPEN' } });
  });
});

describe('refunds', () => {
  const request = { accountId, refundId: 'f1', inputHash: 'h', source: { kind: 'receipt' as const, id: 'p1' }, amount: '60.00', requestedOn: '2010-12-12', today, reason: 'paid twice' };
  const outcome = { accountId, refundId: 'f1', inputHash: 'h', today };

  function refunded(): AccountUnderTest {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterPayment(payment('p1', '100.00', none), state));
    account.do((state) => decideRequestRefund(request, state), 'h');
    return account;
  }

  it('reserves before it pays; what failed or came back is free again', () => {
    const account = refunded();
    expect(account.state.receipts.get('p1')?.unapplied).toBe(4000n);
    expect(account.run((state) => decideRequestRefund({ ...request, refundId: 'f2' }, state))).toMatchObject({ refusal: { code: 'ALLOCATION.EXCEEDS_UNAPPLIED' } });
    expect(account.do((state) => decideRecordRefundPaid({ ...outcome, paidOn: '2010-12-14' }, state), 'h').answer).toMatchObject({ state: 'paid', amount: '60.00' });
    expect(account.run((state) => decideRecordRefundFailed({ ...outcome, reason: 'late' }, state))).toMatchObject({ refusal: { code: 'REFUND.STATE' } });
    account.do((state) => decideRecordRefundReturned({ ...outcome, returnedOn: '2010-12-20', reason: 'unknown' }, state), 'h');
    expect(account.state.receipts.get('p1')?.unapplied).toBe(10000n);
    expect(account.do((state) => decideRequestRefund(request, state)).events).toEqual([]);
  });

  it('becomes an open item when the bank takes the receipt back, and is withdrawn when the refund fails', () => {
    const account = refunded();
    const { events } = account.do((state) => decideEnterPaymentReversal(bounce('100.00', '2010-12-20'), state));
    expect(events).toMatchObject([{ type: 'PaymentReversalEntered' }, { type: 'ReversalDebitRaised', data: { raisedOn: '2010-12-20', amount: '60.00', refundId: 'f1' } }]);
    const debitId = 'p1~r1~debit1';
    expect([account.open(debitId), account.state.receipts.get('p1')?.unapplied]).toEqual([6000n, 0n]);
    account.do((state) => decideEnterPayment(payment('p2', '25.00', { receivedOn: '2010-12-22' }), state));
    expect(account.open(debitId)).toBe(3500n);
    const failed = account.do((state) => decideRecordRefundFailed({ ...outcome, failedOn: '2010-12-27', reason: 'closed' }, state), 'h');
    expect(failed.events.map(({ type }) => type)).toEqual(['RefundFailed', 'AllocationReversed', 'ReversalDebitWithdrawn']);
    expect([account.open(debitId), account.state.receipts.get('p1')?.unapplied, account.state.receipts.get('p2')?.unapplied]).toEqual([0n, 0n, 2500n]);
  });

  it('is owed only while the money was away, when the refund had come back before the bounce was heard of', () => {
    const account = refunded();
    account.do((state) => decideRecordRefundFailed({ ...outcome, failedOn: '2010-12-27', reason: 'closed' }, state), 'h');
    const { events } = account.do((state) => decideEnterPaymentReversal(bounce('100.00', '2010-12-20'), state));
    expect(events).toMatchObject([{}, { type: 'ReversalDebitRaised', data: { raisedOn: '2010-12-20' } }, { type: 'ReversalDebitWithdrawn', data: { withdrawnOn: '2010-12-27', amount: '60.00' } }]);
    expect(account.open('p1~r1~debit1')).toBe(0n);
  });
});
