import { accountId, AccountUnderTest, invoice, payment } from './account-under-test';
import { decideAllocatePayment, type AllocatePayment } from './allocate-payment';
import { decideOpenDispute } from './dispute';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideReverseAllocation } from './reverse-allocation';

const due = (dueDate: string, amount: string) => ({ instalments: [{ number: 1, dueDate, amount }] });

function clerk(over: Partial<AllocatePayment>): AllocatePayment {
  const source = { kind: 'receipt' as const, id: 'p1' };
  return { accountId, requestId: 'req', inputHash: 'h', source, today: '2010-12-31', items: [{ invoiceId: 'a' }], ...over };
}

const unapplied = { instruction: { allocate: 'none' as const } };

const sameNumber = { documentNumber: 'INV-1' };
const elsewhere = { ...sameNumber, origin: 'external' as const };
const ours = { ...sameNumber, seriesId: 'UK-INV', revision: 0 };

describe('a document number that several invoices bear', () => {
  /** Ours is entered first, so that entering the other one must not hide it. */
  function bothEntered(): AccountUnderTest {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('ours', '30.00', ours), state));
    account.do((state) => decideEnterInvoice(invoice('theirs', '30.00', elsewhere), state));
    return account;
  }

  it('means our own one when a payer names it, first the one with something open', () => {
    const account = bothEntered();
    account.do((state) => decideEnterInvoice(invoice('ours too', '5.00', { ...ours, revision: 1 }), state));
    const pay = (paymentId: string) => account.do((state) => decideEnterPayment(payment(paymentId, '30.00', { reference: 'INV-1' }), state)).answer;
    expect(pay('p1')).toMatchObject({ unapplied: '0.00', allocations: [{ items: [{ invoiceId: 'ours' }] }] });
    expect(pay('p2')).toMatchObject({ unapplied: '25.00', allocations: [{ items: [{ invoiceId: 'ours too' }] }] });
    expect(pay('p3')).toMatchObject({ unapplied: '30.00', allocations: [] });
    expect(account.open('theirs')).toBe(3000n);
  });

  it('is asked back about when a clerk names it and several are open, else means the open one', () => {
    const account = bothEntered();
    account.do((state) => decideEnterPayment(payment('p1', '50.00', unapplied), state));
    const byNumber = (requestId: string) => clerk({ requestId, items: [{ invoiceId: 'INV-1' }] });
    expect(account.run((state) => decideAllocatePayment(byNumber('r1'), state))).toMatchObject({
      refusal: { kind: 'conflict', code: 'ALLOCATION.AMBIGUOUS', data: { documentNumber: 'INV-1', invoiceIds: ['ours', 'theirs'] } },
    });
    account.do((state) => decideAllocatePayment(clerk({ requestId: 'r2', items: [{ invoiceId: 'ours' }] }), state));
    expect(account.do((state) => decideAllocatePayment(byNumber('r3'), state)).answer).toMatchObject({ items: [{ invoiceId: 'theirs', amount: '20.00' }] });
    const undo = { accountId, requestId: 'u1', inputHash: 'h', allocationId: 'r3', today: '2010-12-31', reason: 'wrong', items: [{ invoiceId: 'INV-1' }] };
    expect(account.do((state) => decideReverseAllocation(undo, state)).events).toMatchObject([{ data: { items: [{ invoiceId: 'theirs', amount: '20.00' }] } }]);
  });
});

describe('automatic allocation', () => {
  it('pays the oldest due first, passes the disputed by, and leaves the rest unapplied', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('late', '30.00', due('2010-12-20', '30.00')), state));
    account.do((state) => decideEnterInvoice(invoice('early', '30.00', due('2010-12-05', '30.00')), state));
    account.do((state) => decideEnterInvoice(invoice('argued', '30.00', due('2010-12-02', '30.00')), state));
    account.do((state) => decideOpenDispute({ accountId, invoiceId: 'argued', disputeId: 'd', inputHash: 'h', today: '2010-12-03', reason: '' }, state));
    const { answer, events } = account.do((state) => decideEnterPayment(payment('p1', '100.00'), state));
    expect(answer).toMatchObject({ unapplied: '40.00', allocations: [{ on: '2010-12-10', items: [{ invoiceId: 'early' }, { invoiceId: 'late' }] }] });
    expect(events).toMatchObject([{ type: 'PaymentEntered' }, { data: { rule: 'oldest-due-first' } }]);
  });

  it('follows the payer’s instruction, else the reference, and asks nothing else for the rest', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '30.00'), state));
    account.do((state) => decideEnterInvoice(invoice('b', '30.00'), state));
    const instruction = { allocate: 'auto' as const, items: [{ invoiceId: 'b', amount: '10.00' }] };
    const instructed = account.do((state) => decideEnterPayment(payment('p1', '25.00', { instruction, reference: 'NO-a' }), state));
    expect(instructed.answer).toMatchObject({ unapplied: '15.00', allocations: [{ items: [{ invoiceId: 'b', amount: '10.00' }] }] });
    const referred = account.do((state) => decideEnterPayment(payment('p2', '35.00', { reference: ' NO-b ' }), state));
    expect(referred.answer).toMatchObject({ unapplied: '15.00', allocations: [{ items: [{ invoiceId: 'b', amount: '20.00' }] }] });
    expect(account.open('a')).toBe(3000n);
  });

  it('dates each part by the latest of item, receipt and identification', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('old', '10.00', { issueDate: '2010-12-01' }), state));
    account.do((state) => decideEnterInvoice(invoice('new', '10.00', { issueDate: '2010-12-28' }), state));
    const { answer } = account.do((state) => decideEnterPayment(payment('p1', '20.00', { identifiedOn: '2010-12-15' }), state));
    expect(answer.allocations.map(({ allocationId, on }) => [allocationId, on])).toEqual([
      ['auto-p1-i1', '2010-12-15'],
      ['auto-p1-i1~2', '2010-12-28'],
    ]);
  });

  it('passes over a wish on record that nothing can pay, so that the money still enters', () => {
    const instruction = { allocate: 'auto' as const, items: [{ invoiceId: 'a', amount: '0.001' }, { invoiceId: 'b', amount: '0' }, { invoiceId: 'c', amount: '4' }] };
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '30.00'), state));
    account.do((state) => decideEnterInvoice(invoice('c', '30.00'), state));
    const { answer } = account.do((state) => decideEnterPayment(payment('p1', '25.00', { instruction }), state));
    expect(answer).toMatchObject({ unapplied: '21.00', allocations: [{ items: [{ invoiceId: 'c', amount: '4.00' }] }] });
    expect(account.do((state) => decideEnterInvoice(invoice('b', '30.00'), state)).answer.allocations).toEqual([]);
    expect(account.state.receipts.get('p1')?.unapplied).toBe(2100n);
  });

  it('tries money that names an invoice again when that invoice comes', () => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterPayment(payment('p1', '10.00', { reference: 'NO-a' }), state));
    account.do((state) => decideEnterPayment(payment('p2', '50.00', { instruction: { allocate: 'auto', items: [{ invoiceId: 'a' }] } }), state));
    const { answer } = account.do((state) => decideEnterInvoice(invoice('a', '30.00'), state));
    expect(new Set(answer.allocations.map(({ items }) => items[0]?.amount))).toEqual(new Set(['10.00', '20.00']));
    expect(account.open('a')).toBe(0n);
    expect(account.state.receipts.get('p2')?.unapplied).toBe(3000n);
    expect(account.do((state) => decideEnterInvoice(invoice('a', '30.00'), state)).answer).toEqual(answer);
  });

  it('closes an item at zero in both currencies', () => {
    const account = new AccountUnderTest();
    const foreign = { currency: 'USD', baseCurrency: 'GBP' };
    account.do((state) => decideEnterInvoice(invoice('a', '10.00', { ...foreign, baseGross: '6.67' }), state));
    for (const [id, amount] of [['p1', '3.33'], ['p2', '3.33'], ['p3', '3.34']] as const) {
      account.do((state) => decideEnterPayment(payment(id, amount, { ...foreign, baseAmount: '2.30' }), state));
    }
    expect(account.state.items[0]).toMatchObject({ open: 0n, baseOpen: 0n });
  });

  it('applies ten thousand receipts to ten thousand items in a few seconds', () => {
    const account = new AccountUnderTest();
    for (let n = 0; n < 10_000; n += 1) {
      account.do((state) => decideEnterInvoice(invoice(`i${n}`, '1.00', due(`2010-12-${String((n % 28) + 1).padStart(2, '0')}`, '1.00')), state));
    }
    for (let n = 0; n < 10_000; n += 1) {
      account.do((state) => decideEnterPayment(payment(`p${n}`, '1.00'), state));
    }
    expect(account.state.queues.get('GBP')).toEqual([]);
  }, 60_000);
});

describe('a clerk’s allocation', () => {
  const given = (): AccountUnderTest => {
    const account = new AccountUnderTest();
    account.do((state) => decideEnterInvoice(invoice('a', '30.00', { issueDate: '2010-12-05' }), state));
    account.do((state) => decideEnterPayment(payment('p1', '50.00', unapplied), state));
    return account;
  };

  it('is dated today unless a date is given, and answers the same again', () => {
    const account = given();
    const first = account.do((state) => decideAllocatePayment(clerk({}), state), 'h');
    expect(first.answer).toEqual({
      allocationId: 'req', on: '2010-12-31', currency: 'GBP', items: [{ invoiceId: 'a', instalment: 1, amount: '30.00' }], unapplied: '20.00',
    });
    expect(account.do((state) => decideAllocatePayment(clerk({}), state))).toEqual({ kind: 'accepted', events: [], answer: first.answer });
  });

  it.each([
    ['an item it does not know', { items: [{ invoiceId: 'zzz' }] }, 'ALLOCATION.UNKNOWN_ITEM', {}],
    ['money it does not know', { source: { kind: 'credit' as const, id: 'p1' } }, 'ALLOCATION.UNKNOWN_SOURCE', {}],
    ['more than is open', { items: [{ invoiceId: 'a', amount: '30.01' }] }, 'ALLOCATION.EXCEEDS_OPEN', { side: 'item', date: '2010-12-31', available: '30.00' }],
    ['a day before the receipt', { allocatedOn: '2010-12-09' }, 'ALLOCATION.EXCEEDS_UNAPPLIED', { side: 'source', date: '2010-12-09', available: '0.00' }],
    ['a day before the invoice', { allocatedOn: '2010-12-04', source: { kind: 'receipt' as const, id: 'early' } }, 'ALLOCATION.EXCEEDS_OPEN', { side: 'item' }],
    ['zero', { items: [{ invoiceId: 'a', amount: '0' }] }, 'ALLOCATION.AMOUNT', {}],
    ['an amount that is none', { items: [{ invoiceId: 'a', amount: '1e9' }] }, 'ALLOCATION.AMOUNT', {}],
    ['an item twice', { items: [{ invoiceId: 'a', amount: '1' }, { invoiceId: 'NO-a' }] }, 'ALLOCATION.ITEM_TWICE', {}],
  ])('refuses %s', (_what, over, code, data) => {
    const account = given();
    account.do((state) => decideEnterPayment(payment('early', '50.00', { ...unapplied, receivedOn: '2010-12-01' }), state));
    expect(account.run((state) => decideAllocatePayment(clerk(over), state))).toMatchObject({ kind: 'refused', refusal: { code, data } });
  });

  it('back-dated, cannot spend what a later allocation has spent', () => {
    const account = given();
    account.do((state) => decideEnterInvoice(invoice('b', '40.00'), state));
    account.do((state) => decideAllocatePayment(clerk({ requestId: 'later', items: [{ invoiceId: 'b' }] }), state));
    const early = clerk({ allocatedOn: '2010-12-12', items: [{ invoiceId: 'a', amount: '20.00' }] });
    expect(account.run((state) => decideAllocatePayment(early, state))).toMatchObject({
      refusal: { code: 'ALLOCATION.EXCEEDS_UNAPPLIED', data: { available: '10.00', date: '2010-12-12', lowestOn: '2010-12-31' } },
    });
  });

  it('refuses to pay several instalments with more than is left, wherever the money runs out', () => {
    const account = new AccountUnderTest();
    const parts = [1, 2, 3].map((number) => ({ number, dueDate: '2010-12-31', amount: '10.00' }));
    account.do((state) => decideEnterInvoice(invoice('a', '30.00', { instalments: parts }), state));
    account.do((state) => decideEnterPayment(payment('p1', '10.00', unapplied), state));
    expect(account.run((state) => decideAllocatePayment(clerk({ items: [{ invoiceId: 'a', amount: '30.00' }] }), state))).toMatchObject({
      refusal: { code: 'ALLOCATION.EXCEEDS_UNAPPLIED', data: { available: '10.00' } },
    });
  });

  it('refuses money of another currency', () => {
    const account = given();
    account.do((state) => decideEnterInvoice(invoice('usd', '5.00', { currency: 'USD' }), state));
    expect(account.run((state) => decideAllocatePayment(clerk({ items: [{ invoiceId: 'usd' }] }), state))).toMatchObject({ refusal: { code: 'ALLOCATION.CURRENCY' } });
  });

  it('is undone in part and then wholly, never beyond', () => {
    const account = given();
    account.do((state) => decideAllocatePayment(clerk({}), state));
    const undo = { accountId, requestId: 'u1', inputHash: 'h', allocationId: 'req', today: '2011-01-05', reason: 'test' };
    account.do((state) => decideReverseAllocation({ ...undo, items: [{ invoiceId: 'a', amount: '10.00' }] }, state));
    expect(account.open('a')).toBe(1000n);
    const beyond = { ...undo, requestId: 'u2', items: [{ invoiceId: 'a', amount: '20.01' }] };
    expect(account.run((state) => decideReverseAllocation(beyond, state))).toMatchObject({ refusal: { code: 'ALLOCATION.EXCEEDS_ALLOCATED' } });
    const before = { ...undo, requestId: 'u3', reversedOn: '2010-12-30' };
    expect(account.run((state) => decideReverseAllocation(before, state))).toMatchObject({ refusal: { code: 'ALLOCATION.REVERSED_BEFORE' } });
    account.do((state) => decideReverseAllocation({ ...undo, requestId: 'u4' }, state));
    expect(account.open('a')).toBe(3000n);
  });
});
