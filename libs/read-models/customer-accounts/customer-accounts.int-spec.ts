import { streamName, type LedgerEvent } from '#ledger';
import { lookups, type Lookups } from '../lookups/lookups';
import { ReadModels } from '../runner/read-models';
import type { PlacedEvent } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';

const at = (stream: string, event: LedgerEvent): PlacedEvent => ({ stream, event });
const accountId = 'UK~C1';
const account = streamName('account', accountId);

const customer = (customerId: string, kind: 'business' | 'walk-in' = 'business'): PlacedEvent =>
  at(streamName('customer', customerId), { type: 'CustomerRegistered', data: { customerId, kind, country: 'GB', personal: {} } });

function sale(saleId: string, closedOn: string, { customerId = 'C1', price = '10.00', swapped = false } = {}): PlacedEvent {
  const lines = ['Heart holder', 'Lantern'].map((description, index) => ({
    lineId: `${index + 1}`, description, quantity: '1', unitPrice: price, taxCategory: 'S' as const, taxRate: '20',
  }));
  const data = {
    saleId, entityId: 'UK', customerId, accountId: `UK~${customerId}`, closedOn, supplyDate: closedOn, currency: 'GBP', billing: 'later' as const,
    lines: swapped ? lines.reverse() : lines,
  };
  return at(streamName('sale', saleId), { type: 'SaleClosed', data });
}

const allocated = (paymentId: string, allocatedOn: string, invoiceId: string): PlacedEvent =>
  at(account, {
    type: 'PaymentAllocated',
    data: {
      accountId, allocationId: `${paymentId}.1`, source: { kind: 'receipt', id: paymentId }, allocatedOn, currency: 'GBP', baseCurrency: 'GBP', rule: 'clerk',
      items: [{ invoiceId, instalment: 1, amount: '100.00', baseAmount: '100.00' }],
    },
  });

const totals = (gross: string) => ({ net: gross, tax: '0.00', gross });

const credited = (creditNoteId: string, issueDate: string, gross: string, invoiceId: string): PlacedEvent =>
  at(streamName('creditnotes', 'UK-CN'), {
    type: 'CreditNoteIssued',
    data: {
      creditNoteId, seriesId: 'UK-CN', number: Number(creditNoteId.slice(1)), documentNumber: `CN-${creditNoteId}`, entityId: 'UK', customerId: 'C1', accountId,
      returnId: `R${creditNoteId}`, issueDate, taxPointDate: issueDate, currency: 'GBP', base: { currency: 'GBP', rate: '1', ...totals(gross) },
      seller: { entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB' }, buyer: { customerId: 'C1', kind: 'business', country: 'GB', personal: {} },
      reason: 'returned', taxSummary: [{ category: 'Z', rate: '0', base: gross, tax: '0.00' }], totals: totals(gross),
      rounding: { basis: 'line', mode: 'half-up' },
      lines: [{
        lineId: '1', returnLineId: '1', invoiceId, invoiceLineId: '1', description: 'Lantern', quantity: '1', unitPrice: gross, net: gross, tax: '0.00',
        taxCategory: 'Z', taxRate: '0', delivery: 'delivered',
      }],
    },
  });

const bankDetails = (requestId: string): PlacedEvent =>
  at(streamName('customer', 'C1'), { type: 'BankDetailsSet', data: { customerId: 'C1', requestId, personal: { accountHolder: 'Ada', accountNumber: '55779911' } } });

const refund = (refundId: string, requestedOn: string): PlacedEvent =>
  at(account, {
    type: 'RefundRequested',
    data: {
      accountId, refundId, source: { kind: 'receipt', id: 'P1' }, requestedOn, currency: 'GBP', amount: '20.00', baseCurrency: 'GBP', baseAmount: '20.00', reason: 'asked',
    },
  });

const asked = (inquiryId: string): PlacedEvent =>
  at(streamName('inquiry', inquiryId), {
    type: 'InquiryReceived',
    data: { inquiryId, accountId, kind: 'question', receivedOn: '2023-11-20', via: 'phone', personal: { name: 'Ada', text: 'Where is it?' } },
  });

const said = (requestId: string, score: number): PlacedEvent =>
  at(streamName('satisfaction', 'I1'), {
    type: 'SatisfactionRecorded', data: { invoiceId: 'I1', accountId, requestId, recordedOn: '2023-11-21', score, personal: { comment: requestId } },
  });

// The clock of the test log begins on 14 November 2023: that is when the bank details count from.
const history: readonly PlacedEvent[] = [
  customer('C1'), customer('W', 'walk-in'),
  sale('S1', '2023-11-01'), sale('S2', '2023-11-04', { swapped: true }), sale('S3', '2023-11-08'), sale('S4', '2023-11-01', { price: '10.01' }),
  sale('W1', '2023-11-01', { customerId: 'W' }), sale('W2', '2023-11-01', { customerId: 'W' }),
  refund('F0', '2023-11-13'), bankDetails('B1'), refund('F1', '2023-12-14'), refund('F2', '2023-12-15'),
  allocated('P1', '2023-11-10', 'I1'), credited('K1', '2023-11-24', '99.99', 'I1'), credited('K2', '2023-11-25', '200.00', 'I1'), credited('K3', '2023-11-20', '150.00', 'I2'),
  asked('Q1'), asked('Q2'),
  at(streamName('inquiry', 'Q1'), { type: 'InquiryAnswered', data: { inquiryId: 'Q1', requestId: 'A', answeredOn: '2023-11-21', personal: { text: 'On its way.' } } }),
  at(streamName('inquiry', 'Q2'), { type: 'InquiryClosed', data: { inquiryId: 'Q2', requestId: 'X', closedOn: '2023-11-22', outcome: 'withdrawn' } }),
  said('first', 3), said('second', 8),
];

describe.each([...testReadStores])('customer accounts on $name', ({ open }) => {
  let look: Lookups;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const ledger = await TestLedger.open();
    await ledger.append(history);
    const { store, drop } = await open(ledger.folder);
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    look = lookups(store, Date.now);
    end = async () => {
      await models.stop();
      await store.close();
      await drop();
      await ledger.close();
    };
  });
  afterAll(() => end());

  const days = { from: '2023-01-01', to: '2024-12-31' };
  const flagged = async (kind: 'duplicate-sale' | 'refund-after-new-bank-details' | 'credit-after-payment' | 'round-sum-credit', more: object = {}) =>
    (await look.riskFlags({ ...days, kind, ...more })).items.map(({ subjectId, otherId }) => [subjectId, otherId]);

  it('tells the same sale twice within three days, whatever the order of its lines, and no walk-ins', async () => {
    expect(await flagged('duplicate-sale')).toEqual([['S2', 'S1']]);
  });

  it('tells a refund within thirty days after the bank details changed', async () => {
    expect(await flagged('refund-after-new-bank-details')).toEqual([['F1', 'B1']]);
  });

  it('tells a credit of what was paid within fourteen days before', async () => {
    expect(await flagged('credit-after-payment')).toEqual([['K1', 'P1']]);
  });

  it('tells round sums', async () => {
    expect(await flagged('round-sum-credit')).toEqual([['K2', null]]);
    expect((await look.riskFlags({ ...days, kind: 'round-sum-credit' })).items[0]).toMatchObject({ amount: '200.00', currency: 'GBP', documentNumber: 'CN-K2' });
  });

  it('shows all of them, latest first, with the rules, for the days and customers asked for', async () => {
    const all = await look.riskFlags(days);
    expect(all.items.map(({ on }) => on)).toEqual([...all.items.map(({ on }) => on)].sort().reverse());
    expect([all.items.length, all.isWhole, all.rules.length]).toEqual([4, true, 4]);
    expect(await look.riskFlags({ ...days, limit: 2 })).toMatchObject({ isWhole: false, items: [{}, {}] });
    expect((await look.riskFlags({ from: '2023-11-24', to: '2023-11-24' })).items.map(({ subjectId }) => subjectId)).toEqual(['K1']);
    expect((await look.riskFlags({ ...days, customerId: 'W' })).items).toEqual([]);
  });

  it('lists inquiries by state and the last word on an invoice', async () => {
    expect((await look.listInquiries({ accountId })).items).toMatchObject([
      { inquiryId: 'Q2', state: 'closed', closedOn: '2023-11-22', outcome: 'withdrawn', answers: 0 },
      { inquiryId: 'Q1', state: 'answered', question: 'Where is it?', answer: 'On its way.', answers: 1, name: 'Ada' },
    ]);
    expect((await look.listInquiries({ state: 'open' })).items).toEqual([]);
    expect((await look.listSatisfaction({ customerId: 'C1' })).items).toMatchObject([{ invoiceId: 'I1', score: 8, comment: 'second' }]);
  });
});

tellWhenPostgresIsSkipped();
