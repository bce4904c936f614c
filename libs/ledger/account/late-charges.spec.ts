import { accountId, AccountUnderTest, invoice, payment } from './account-under-test';
import { decideClaimLateCharges, type LateChargeTerms } from './claim-late-charges';
import { decideOpenDispute } from './dispute';
import { decideEnterCreditNote } from './enter-credit-note';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideRequestCreditNote, type InvoiceFact } from './request-credit-note';

const today = '2011-01-31';

function invoiced(): AccountUnderTest {
  const account = new AccountUnderTest();
  account.do((state) => decideEnterInvoice(invoice('a', '1200.00', { instalments: [{ number: 1, dueDate: '2010-12-31', amount: '1200.00' }] }), state));
  return account;
}

describe('late charges', () => {
  const terms: LateChargeTerms = { fee: '40.00', interestPercent: '8', graceDays: 5, mode: 'half-up', saleIdOf: (purpose, invoiceId, through) => `${purpose} ${invoiceId} ${through}` };
  const ask = (through: string, requestId = through) => ({ accountId, requestId, inputHash: 'h', through, today: '2011-06-30' });

  it('charges a fee once and each overdue day once: 8 % on 1,200.00 over 31 and 28 days is 8.15 and 7.36', () => {
    const account = invoiced();
    expect(account.do((state) => decideClaimLateCharges(ask('2011-01-05'), state, terms)).events).toEqual([]);
    const first = account.do((state) => decideClaimLateCharges(ask('2011-01-31'), state, terms), 'h');
    expect(first.answer.charges).toMatchObject([{ purpose: 'late-fee', amount: '40.00' }, { purpose: 'interest', amount: '8.15', from: '2011-01-01' }]);
    expect(account.do((state) => decideClaimLateCharges(ask('2011-01-31'), state, terms))).toEqual({ ...first, events: [] });
    expect(account.do((state) => decideClaimLateCharges(ask('2011-01-31', 'again'), state, terms)).events).toEqual([]);
    const second = account.do((state) => decideClaimLateCharges(ask('2011-02-28'), state, terms), 'h');
    expect(second.answer.charges).toMatchObject([{ purpose: 'interest', amount: '7.36', from: '2011-02-01', through: '2011-02-28' }]);
  });

  it('counts what was open each day, and nothing on charges themselves', () => {
    const account = invoiced();
    account.do((state) => decideEnterPayment(payment('p1', '600.00', { receivedOn: '2011-01-11', reference: 'NO-a' }), state));
    account.do((state) => decideEnterInvoice(invoice('c', '40.00', { purpose: 'late-fee' }), state));
    const { answer } = account.do((state) => decideClaimLateCharges(ask('2011-01-20'), state, { ...terms, fee: null }), 'h');
    // (1,200.00 × 10 + 600.00 × 10) × 8 % / 365
    expect(answer.charges).toMatchObject([{ aboutInvoiceId: 'a', amount: '3.95' }]);
  });

  it('finds what was paid late, and the interest left when the principal is paid, as naming each invoice does', () => {
    const account = invoiced();
    account.do((state) => decideEnterInvoice(invoice('b', '600.00', { instalments: [{ number: 1, dueDate: '2011-01-10', amount: '600.00' }] }), state));
    account.do((state) => decideEnterInvoice(invoice('p', '50.00', { instalments: [{ number: 1, dueDate: '2011-01-02', amount: '50.00' }] }), state));
    account.do((state) => decideEnterPayment(payment('on time', '50.00', { receivedOn: '2011-01-02', reference: 'NO-p' }), state));
    account.do((state) => decideEnterPayment(payment('late', '1200.00', { receivedOn: '2011-01-31', reference: 'NO-a' }), state));
    const each = ['a', 'b', 'p'].flatMap((invoiceId) => {
      const one = decideClaimLateCharges({ ...ask('2011-02-28', invoiceId), invoiceId }, account.state, terms);
      return one.kind === 'accepted' ? [...one.answer.charges] : [];
    });
    const whole = account.do((state) => decideClaimLateCharges(ask('2011-02-28'), state, terms), 'h').answer;
    const same = (charges: readonly object[]): object[] => charges.map((charge) => ({ ...charge, requestId: '' }));
    expect(same(whole.charges)).toEqual(same(each));
    // a: 1,200.00 over 30 days; b: 600.00 over 49 days; both at 8 % / 365.
    expect(whole).toMatchObject({
      more: false,
      charges: [
        { aboutInvoiceId: 'a', purpose: 'late-fee', amount: '40.00' }, { aboutInvoiceId: 'a', purpose: 'interest', amount: '7.89' },
        { aboutInvoiceId: 'b', purpose: 'late-fee', amount: '40.00' }, { aboutInvoiceId: 'b', purpose: 'interest', amount: '6.44' },
      ],
    });
    expect(account.do((state) => decideClaimLateCharges(ask('2011-03-31'), state, terms), 'h').answer.charges).toMatchObject([{ aboutInvoiceId: 'b', amount: '4.08' }]);
  });

  it('goes on behind as many invoices as one request takes, however many bear nothing any more', () => {
    const account = new AccountUnderTest();
    for (let n = 100; n < 352; n += 1) {
      account.do((state) => decideEnterInvoice(invoice(`i${n}`, '10.00'), state));
      account.do((state) => decideEnterPayment(payment(`p${n}`, '10.00', { receivedOn: '2011-01-01', reference: `NO-i${n}` }), state));
    }
    const first = account.do((state) => decideClaimLateCharges(ask('2011-01-31'), state, { ...terms, interestPercent: null }), 'h').answer;
    expect([first.charges.length, first.more]).toEqual([250, true]);
    const second = account.do((state) => decideClaimLateCharges(ask('2011-01-31', 'next'), state, { ...terms, interestPercent: null }), 'h').answer;
    expect([second.charges.map(({ aboutInvoiceId }) => aboutInvoiceId), second.more]).toEqual([['i350', 'i351'], false]);
  });

  it('leaves a disputed invoice to a person who names it', () => {
    const account = invoiced();
    account.do((state) => decideOpenDispute({ accountId, disputeId: 'd', invoiceId: 'a', openedOn: '2011-01-20', reason: 'broken', inputHash: 'h', today }, state), 'h');
    expect(account.do((state) => decideClaimLateCharges(ask('2011-01-31'), state, terms), 'h').answer.charges).toEqual([]);
    expect(account.do((state) => decideClaimLateCharges({ ...ask('2011-01-31', 'named'), invoiceId: 'a' }, state, terms), 'h').answer.charges).toHaveLength(2);
  });

  describe('on an invoice that was wrong', () => {
    const billed = { description: 'cup', unitPrice: '1200', taxCategory: 'Z' as const, taxRate: '0' };
    const fact: InvoiceFact = { invoiceId: 'a', currency: 'GBP', lines: [{ ...billed, lineId: 'L1', quantity: '1', net: '1200.00', tax: '0.00', recognition: { rule: 'at-issue' } }] };
    const credited = (account: AccountUnderTest, gross: string, issueDate: string, reasonCode: 'price-error' | 'goodwill'): void => {
      const line = { ...billed, unitPrice: gross, lineId: '1', returnLineId: 'r1', quantity: '1', net: gross, tax: '0.00', delivery: 'price' as const, invoiceId: 'a', invoiceLineId: 'L1' };
      const head = { accountId, creditNoteId: 'c1', seriesId: 'CN', currency: 'GBP' };
      const totals = { net: gross, tax: '0.00', gross };
      account.do((state) =>
        decideRequestCreditNote({ ...head, returnId: 'r', requestedIssueDate: issueDate, lines: [line], totals, reasonCode, inputHash: 'h', standAloneAllowed: true }, state, [fact]), 'h');
      const document = { revision: 0, documentNumber: 'CN1', issueDate, gross, baseCurrency: 'GBP', baseGross: gross, allocationId: 'auto-c1' };
      account.do((state) => decideEnterCreditNote({ ...head, ...document }, state));
    };
    const interest = (account: AccountUnderTest, through: string): string | undefined =>
      account.do((state) => decideClaimLateCharges(ask(through), state, terms), 'h').answer.charges.find(({ purpose }) => purpose === 'interest')?.amount;

    it('charges none on what was credited for it later: 800.00 over 31 days is 5.44', () => {
      const account = invoiced();
      credited(account, '400.00', '2011-01-21', 'price-error');
      expect(interest(account, '2011-01-31')).toBe('5.44');
    });

    it('charges it up to the credit where the credit is a favour: 1,200.00 over 20 days and 800.00 over 11 is 7.19', () => {
      const account = invoiced();
      credited(account, '400.00', '2011-01-21', 'goodwill');
      expect(interest(account, '2011-01-31')).toBe('7.19');
    });

    it('charges none on it either when the whole was paid before the credit: 800.00 over 10 days is 1.75', () => {
      const account = invoiced();
      account.do((state) => decideEnterPayment(payment('p1', '1200.00', { receivedOn: '2011-01-11', reference: 'NO-a' }), state));
      credited(account, '400.00', '2011-01-21', 'price-error');
      expect(interest(account, '2011-01-31')).toBe('1.75');
    });

    it('charges no fee when all of it was wrong', () => {
      const account = invoiced();
      credited(account, '1200.00', '2011-01-21', 'price-error');
      expect(account.do((state) => decideClaimLateCharges(ask('2011-01-31'), state, terms), 'h').answer.charges).toEqual([]);
    });
  });
});
