import { MoneyCheck } from './money-check';
import { RegisterCheck } from './register-check';
import type { LoggedEvent } from '../log/own-events';
import type { Check } from './check';

let sequence = 0;
const logged = (stream: string, revision: number, type: string, data: object): LoggedEvent => {
  sequence += 1;
  return { sequence, recordedAt: 0, event: { stream, revision, type, data }, fact: { type, data }, recorded: {} } as unknown as LoggedEvent;
};
const opened = logged('entity-UK', 0, 'SeriesOpened', { seriesId: 'S', kind: 'invoice', prefix: 'INV-', firstNumber: 7, digits: 3 });
const invoice = (revision: number, change: object = {}): LoggedEvent =>
  logged('invoices-S', revision, 'InvoiceIssued', {
    invoiceId: `i${revision}`, seriesId: 'S', number: 7 + revision, documentNumber: `INV-00${7 + revision}`, issueDate: '2010-12-01', accountId: 'UK~1', ...change,
  });
const entered = (id: string): LoggedEvent => logged('account-UK~1', 0, 'InvoiceEntered', { invoiceId: id, accountId: 'UK~1', documentNumber: id });
const failures = (checks: readonly Check[]): string[] => checks.filter((check) => !check.ok).map((check) => check.name);
const registers = (...events: LoggedEvent[]): string[] => {
  const check = new RegisterCheck();
  events.forEach((event) => { check.see(event); });
  return failures(check.results());
};

describe('the check of the registers', () => {
  it('passes a register as it should be', () => {
    expect(registers(opened, invoice(0), entered('i0'), invoice(1), entered('i1'))).toEqual([]);
  });
  it('finds gaps, wrong numbers and wrong prints', () => {
    expect(registers(opened, invoice(1), entered('i1'))).toEqual(['register numbers']);
    expect(registers(opened, invoice(0, { number: 8 }), entered('i0'))).toEqual(['register numbers']);
    expect(registers(opened, invoice(0, { documentNumber: 'INV-7' }), entered('i0'))).toEqual(['register numbers']);
    expect(registers(invoice(0), entered('i0'))).toEqual(['register numbers']);
  });
  it('finds dates that go back, documents issued twice, not at all, or entered nowhere', () => {
    expect(registers(opened, invoice(0), entered('i0'), invoice(1, { issueDate: '2010-11-30' }), entered('i1'))).toEqual(['issue dates']);
    expect(registers(opened, invoice(0), entered('i0'), invoice(1, { invoiceId: 'i0' }))).toEqual(['billed once']);
    expect(registers(opened, logged('sale-1', 1, 'BillingAssigned', { saleId: '1', invoiceId: 'lost' }))).toEqual(['billed once']);
    expect(registers(opened, invoice(0))).toEqual(['documents entered']);
    expect(registers(opened, entered('nowhere'))).toEqual(['documents entered']);
    expect(registers(opened, invoice(0), entered('i0'), entered('i0'))).toEqual(['documents entered']);
  });
});

describe('the check of the money', () => {
  const money = (...events: LoggedEvent[]): string[] => {
    const check = new MoneyCheck();
    events.forEach((event) => { check.see(event); });
    return failures(check.results());
  };
  const chart = logged('entity-UK', 0, 'ChartMapped', {
    entityId: 'UK', accounts: ['receivables', 'unapplied-receipts', 'unidentified-receipts', 'bank', 'opening-balance'].map((role) => ({ role, code: role, name: role })),
  });
  const base = { currency: 'GBP', net: '10.00', tax: '0.00', gross: '10.00', rate: '1' };
  const item = logged('external-x', 0, 'ExternalInvoiceRecorded', {
    invoiceId: 'x', mode: 'opening', entityId: 'UK', accountId: 'UK~1', issueDate: '2010-12-01', documentNumber: '1', currency: 'GBP', base,
    totals: base, taxSummary: [], instalments: [{ number: 1, amount: '10.00', dueDate: '2010-12-31' }],
  });
  const cash = { paymentId: 'p', entityId: 'UK', currency: 'GBP', baseCurrency: 'GBP', amount: '10.00', baseAmount: '10.00' };
  const received = logged('payment-p', 0, 'PaymentReceived', { ...cash, receivedOn: '2010-12-05' });
  const identified = logged('payment-p', 1, 'PaymentIdentified', { ...cash, identifiedOn: '2010-12-05', splits: [{ accountId: 'UK~1', amount: '10.00', baseAmount: '10.00' }] });
  const allocated = (on: string, amount: string): LoggedEvent =>
    logged('account-UK~1', 3, 'PaymentAllocated', {
      accountId: 'UK~1', source: { kind: 'receipt', id: 'p' }, allocatedOn: on, currency: 'GBP', baseCurrency: 'GBP', items: [{ invoiceId: 'x', instalment: 1, amount, baseAmount: amount }],
    });
  it('passes money that is used once and after it came in', () => {
    expect(money(chart, item, received, identified, allocated('2010-12-05', '4.00'), allocated('2010-12-06', '6.00'))).toEqual([]);
  });
  it('finds what is used too much, or too early, though it ends well', () => {
    expect(money(chart, item, received, identified, allocated('2010-12-05', '10.01'))).toEqual(['never negative']);
    expect(money(chart, item, received, identified, allocated('2010-12-04', '10.00'))).toEqual(['never negative']);
  });
  it('finds money facts that cannot be booked', () => {
    expect(money(item)).toEqual(['postings balance']);
  });
});
