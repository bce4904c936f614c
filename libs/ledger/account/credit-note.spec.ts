import { accountId, AccountUnderTest, invoice, payment } from './account-under-test';
import { decideEnterCreditNote } from './enter-credit-note';
import { decideEnterInvoice } from './enter-invoice';
import { decideEnterPayment } from './enter-payment';
import { decideRequestCreditNote, type InvoiceFact, type RequestCreditNote } from './request-credit-note';

const billed = { description: 'cup', unitPrice: '10', taxCategory: 'S' as const, taxRate: '20' };
const fact: InvoiceFact = {
  invoiceId: 'a',
  currency: 'GBP',
  lines: [{ ...billed, lineId: 'L1', quantity: '10', net: '100.00', tax: '20.00', recognition: { rule: 'at-issue' } }],
};

type Line = RequestCreditNote['lines'][number];

const line = (over: Partial<Line> = {}): Line => ({
  ...billed, lineId: '1', returnLineId: 'r1', quantity: '6', net: '60.00', tax: '12.00', delivery: 'delivered', invoiceId: 'a', invoiceLineId: 'L1', ...over,
});

const request = (creditNoteId: string, over: Partial<RequestCreditNote> = {}): RequestCreditNote => ({
  accountId, creditNoteId, returnId: creditNoteId, seriesId: 'CN', requestedIssueDate: '2010-12-10', currency: 'GBP',
  lines: [line()], totals: { net: '60.00', tax: '12.00', gross: '72.00' }, inputHash: 'h', standAloneAllowed: true, ...over,
});

const entered = (creditNoteId: string, gross: string) => ({
  accountId, creditNoteId, seriesId: 'CN', revision: 0, documentNumber: creditNoteId, issueDate: '2010-12-10', currency: 'GBP', gross,
  baseCurrency: 'GBP', baseGross: gross, allocationId: `auto-${creditNoteId}`,
});

function given(): AccountUnderTest {
  const account = new AccountUnderTest();
  account.do((state) => decideEnterInvoice(invoice('a', '120.00'), state));
  return account;
}

describe('a credit note', () => {
  it('reserves what it takes when it is requested, not only when it is issued', () => {
    const account = given();
    account.do((state) => decideRequestCreditNote(request('c1'), state, [fact]), 'h');
    const second = account.do((state) => decideRequestCreditNote(request('c2'), state, [fact]));
    expect(second.answer).toMatchObject({
      kind: 'requested',
      lines: [
        { lineId: '1', quantity: '4', net: '40.00', tax: '8.00', invoiceId: 'a', invoiceLineId: 'L1' },
        { lineId: '1~rest', quantity: '2', net: '20.00', tax: '4.00' },
      ],
    });
    expect(account.do((state) => decideRequestCreditNote(request('c1'), state, [fact])).events).toEqual([]);
    const other = request('c1', { inputHash: 'other' });
    expect(account.run((state) => decideRequestCreditNote(other, state, [fact]))).toMatchObject({ refusal: { code: 'CREDIT_NOTE.CONFLICT' } });
  });

  it('is refused, on record, where nothing may stand alone', () => {
    const account = given();
    const strict = { standAloneAllowed: false };
    account.do((state) => decideRequestCreditNote(request('c1', strict), state, [fact]));
    const refused = account.do((state) => decideRequestCreditNote(request('c2', strict), state, [fact]), 'h');
    expect(refused.events).toMatchObject([{ type: 'CreditNoteRefused', data: { code: 'CREDIT_NOTE.EXCEEDS_INVOICE_LINE' } }]);
    expect(account.do((state) => decideRequestCreditNote(request('c2', strict), state, [fact]))).toEqual({ kind: 'accepted', events: [], answer: refused.answer });
    expect(account.state.credited.get('a')?.get('L1')).toEqual({ quantity: '6', net: 6000n, tax: 1200n });
  });

  it('is refused, on record, when a line that names its invoice no longer fits there, wherever policy would let it stand', () => {
    const account = given();
    account.do((state) => decideRequestCreditNote(request('c1'), state, [fact]));
    const lines = [line({ lineId: '2', invoiceLineId: 'L1', quantity: '1', net: '10.00', tax: '2.00' }), line({ named: true })];
    const refused = account.do((state) => decideRequestCreditNote(request('c2', { lines }), state, [fact]), 'h');
    expect(refused.events).toMatchObject([{ type: 'CreditNoteRefused', data: { code: 'CREDIT_NOTE.EXCEEDS_INVOICE_LINE' } }]);
    expect(account.do((state) => decideRequestCreditNote(request('c2', { lines }), state, [fact])).answer).toEqual(refused.answer);
    const fits = request('c3', { lines: [line({ quantity: '4', net: '40.00', tax: '8.00', named: true })] });
    expect(account.do((state) => decideRequestCreditNote(fits, state, [fact])).answer).toMatchObject({ kind: 'requested', lines: [{ invoiceId: 'a' }] });
  });

  it('takes nothing from a line of another tax rate', () => {
    const lines = [line({ taxRate: '5', tax: '3.00' })];
    const { answer } = given().do((state) => decideRequestCreditNote(request('c1', { lines }), state, [fact]));
    expect(answer).toMatchObject({ lines: [expect.not.objectContaining({ invoiceId: 'a' })] });
  });

  it('waits until the invoice is entered', () => {
    const account = new AccountUnderTest();
    expect(account.run((state) => decideRequestCreditNote(request('c1'), state, [fact]))).toMatchObject({ refusal: { code: 'CREDIT_NOTE.INVOICE_NOT_ENTERED' } });
  });

  it('reduces what is open of its invoice first; the rest stays a visible credit', () => {
    const account = given();
    account.do((state) => decideEnterPayment(payment('p', '100.00'), state));
    account.do((state) => decideRequestCreditNote(request('c1'), state, [fact]));
    const { answer, events } = account.do((state) => decideEnterCreditNote(entered('c1', '72.00'), state));
    expect(answer).toMatchObject({ unapplied: '52.00', allocations: [{ on: '2010-12-10', items: [{ invoiceId: 'a', amount: '20.00' }] }] });
    expect(events).toMatchObject([{ type: 'CreditNoteEntered' }, { data: { rule: 'credit-note', source: { kind: 'credit', id: 'c1' } } }]);
    expect(account.state.credits.get('c1')?.unapplied).toBe(5200n);
    expect(account.do((state) => decideEnterCreditNote(entered('c1', '72.00'), state))).toEqual({ kind: 'accepted', events: [], answer });
  });

  it('without an invoice stays a credit in full', () => {
    const account = given();
    const lines = [line()].map(({ invoiceId: _invoice, invoiceLineId: _line, ...alone }) => alone);
    account.do((state) => decideRequestCreditNote(request('c1', { lines }), state, []));
    expect(account.do((state) => decideEnterCreditNote(entered('c1', '72.00'), state)).answer).toMatchObject({ unapplied: '72.00', allocations: [] });
  });

  it('cannot be entered without a request', () => {
    expect(() => given().run((state) => decideEnterCreditNote(entered('c9', '1.00'), state))).toThrow('without a request');
  });
});
