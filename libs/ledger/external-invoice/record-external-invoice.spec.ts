import { buyer, configured, opened, registered, shop } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import { externalInvoiceFold, type ExternalInvoiceState } from './external-invoice.state';
import { decideRecordExternalInvoice, type ExternalInvoiceFacts, type RecordExternalInvoice } from './record-external-invoice';

const command: RecordExternalInvoice = {
  inputHash: presentHash, source: 'legacy', documentNumber: '0000611365', mode: 'history', entityId: 'UK', customerId: '17850',
  issueDate: '2013-01-02', currency: 'GBP', gross: '55.94', instalments: [{ dueDate: '2013-02-01', amount: '55.94' }],
};
const facts: ExternalInvoiceFacts = { entity: shop(), customer: buyer(), today: '2013-07-01' };
const record = (changes: Partial<RecordExternalInvoice> = {}, known: Partial<ExternalInvoiceFacts> = {}) => (state: ExternalInvoiceState) =>
  decideRecordExternalInvoice({ ...command, ...changes }, state, { ...facts, ...known });
const fresh = given(externalInvoiceFold);

describe('an invoice issued elsewhere', () => {
  it('keeps its own number and dates', () => {
    const recorded = fresh.when(record());
    expect(recorded.events[0]?.data).toEqual({
      invoiceId: 'ext~legacy~0000611365', source: 'legacy', documentNumber: '0000611365', mode: 'history', entityId: 'UK', customerId: '17850',
      accountId: 'UK~17850', issueDate: '2013-01-02', currency: 'GBP',
      base: { currency: 'GBP', rate: '1', net: '55.94', tax: '0.00', gross: '55.94' },
      instalments: [{ number: 1, dueDate: '2013-02-01', amount: '55.94' }],
      taxSummary: [{ category: 'Z', rate: '0', base: '55.94', tax: '0.00' }],
      totals: { net: '55.94', tax: '0.00', gross: '55.94' }, remind: true,
    });
  });

  it('takes taxes and instalments that sum to gross', () => {
    const recorded = fresh.when(
      record({
        gross: '120',
        taxes: [{ category: 'S', rate: '20.0', base: '100', tax: '20' }],
        instalments: [{ dueDate: '2013-01-02', amount: '60' }, { dueDate: '2013-03-02', amount: '60' }],
      }),
    );
    expect(recorded.answer.recorded).toMatchObject({
      totals: { net: '100.00', tax: '20.00', gross: '120.00' },
      taxSummary: [{ category: 'S', rate: '20', base: '100.00', tax: '20.00' }],
      instalments: [{ number: 1, amount: '60.00' }, { number: 2, amount: '60.00' }],
    });
  });

  it('is recorded once; a walk-in is never reminded', () => {
    const recorded = fresh.when(record());
    expect(recorded.then.when(record()).events).toEqual([]);
    expect(recorded.then.when(record()).answer).toEqual(recorded.answer);
    expect(recorded.then.when(record({ inputHash: 'v1:other' })).refused).toBe('EXTERNAL_INVOICE.CONFLICT');
    expect(fresh.when(record({}, { customer: buyer(registered({ kind: 'walk-in' })) })).answer.recorded.remind).toBe(false);
  });

  it.each<[string, Partial<RecordExternalInvoice>, Partial<ExternalInvoiceFacts>]>([
    ['AMOUNT.INVALID', { gross: '1e5' }, {}],
    ['AMOUNT.INVALID', { gross: '-1' }, {}],
    ['AMOUNT.INVALID', { gross: '55.945' }, {}],
    ['AMOUNT.INVALID', { gross: '1000000000000000000' }, {}],
    ['AMOUNT.INVALID', { instalments: [{ dueDate: '2013-02-01', amount: 'NaN' }] }, {}],
    ['AMOUNT.INVALID', { taxes: [{ category: 'S', rate: '101', base: '1', tax: '1' }] }, {}],
    ['AMOUNT.INVALID', { taxes: [{ category: 'S', rate: '20', base: '1', tax: '0x1' }] }, {}],
    ['EXTERNAL_INVOICE.ZERO', { gross: '0.00' }, {}],
    ['EXTERNAL_INVOICE.TAXES', { taxes: [{ category: 'S', rate: '20', base: '55.94', tax: '11.19' }] }, {}],
    ['EXTERNAL_INVOICE.SOURCE', { source: 'a~b' }, {}],
    ['INSTALMENTS.SUM', { instalments: [{ dueDate: '2013-02-01', amount: '55.93' }] }, {}],
    ['INSTALMENTS.DUE_BEFORE_ISSUE', { instalments: [{ dueDate: '2013-01-01', amount: '55.94' }] }, {}],
    ['INSTALMENTS.COUNT', { instalments: [] }, {}],
    ['INSTALMENTS.ZERO', { instalments: [{ dueDate: '2013-02-01', amount: '55.94' }, { dueDate: '2013-02-01', amount: '0' }] }, {}],
    ['DATE.UNREAL', { issueDate: '2013-02-30' }, {}],
    ['DATE.UNREAL', { instalments: [{ dueDate: '2013-02-30', amount: '55.94' }] }, {}],
    ['ISSUE_DATE.IN_FUTURE', { issueDate: '2013-07-02', instalments: [{ dueDate: '2013-07-02', amount: '55.94' }] }, {}],
    ['CURRENCY.UNKNOWN', { currency: 'ZZZ' }, {}],
    ['RATE.MISSING', { currency: 'USD' }, {}],
    ['RATE.OUT_OF_RANGE', { currency: 'USD', rate: '999999999999999999' }, {}],
    ['DOCUMENT.TOO_LARGE', { currency: 'USD', rate: '1000000000', gross: '60000', instalments: [{ dueDate: '2013-02-01', amount: '60000' }] }, {}],
    ['accepted: ExternalInvoiceRecorded', { currency: 'KWD', rate: '1', gross: '5.594', instalments: [{ dueDate: '2013-02-01', amount: '5.594' }] }, {}],
    ['ENTITY.UNKNOWN', {}, { entity: shop(opened()) }],
    ['accepted: ExternalInvoiceRecorded', { currency: 'USD', rate: '0.8' }, { entity: shop(configured()) }],
  ])('answers %s', (code, changes, known) => expect(fresh.when(record(changes, known)).refused).toBe(code));
});
