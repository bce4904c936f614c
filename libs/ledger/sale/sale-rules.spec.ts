import { buyer, configured, opened, registered, saleLine, shop } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import { decideCloseSale, type CloseSale, type CloseSaleFacts } from './close-sale';
import { saleFold } from './sale.state';

const command: CloseSale = {
  inputHash: presentHash, saleId: '536365', invoiceId: 'invoice-of-536365', entityId: 'UK', customerId: '17850', closedOn: '2010-12-01',
  currency: 'GBP', lines: [saleLine()], billing: 'at-once', strict: false,
};
const facts: CloseSaleFacts = { entity: shop(), customer: buyer(), today: '2010-12-08', lastIssueDate: () => undefined, accountHeld: false };
const parent = buyer(registered({ customerId: 'parent' }));
const nobody = buyer(...[]);
const prepayment = { invoiceId: 'p1', currency: 'GBP', purpose: 'prepayment' as const, credited: false };

const close = (changes: Partial<CloseSale>, known: Partial<CloseSaleFacts> = {}) =>
  given(saleFold).when((state) => decideCloseSale({ ...command, ...changes }, state, { ...facts, ...known }));
const line = (changes: Parameters<typeof saleLine>[0]) => ({ lines: [saleLine(changes)] });
const period = { from: '2010-12-01', to: '2011-02-28' };

describe('what a sale may say', () => {
  it.each<[string, Partial<CloseSale>, Partial<CloseSaleFacts>]>([
    ['LINE.TAX_NOTE', line({ taxCategory: 'AE' }), {}],
    ['LINE.TAX_NOTE', line({ taxCategory: 'E', taxNote: ' ' }), {}],
    ['accepted: SaleClosed, BillingAssigned', line({ taxCategory: 'AE', taxNote: 'Reverse charge' }), {}],
    ['accepted: SaleClosed, BillingAssigned', line({ taxCategory: 'O' }), {}],
    ['LINE.TAX_RATE', line({ taxCategory: 'AE', taxNote: 'Reverse charge', taxRate: '20' }), {}],
    ['LINE.SERVICE_PERIOD', line({ recognition: 'daily' }), {}],
    ['LINE.SERVICE_PERIOD', line({ recognition: 'equal-months', servicePeriod: { from: '2011-01-01', to: '2010-12-31' } }), {}],
    ['LINE.SERVICE_PERIOD', line({ servicePeriod: { from: '2010-02-30', to: '2010-12-31' } }), {}],
    ['LINE.RECOGNITION', line({ recognition: 'milestones' }), {}],
    ['LINE.RECOGNITION', line({ recognition: 'prepayment' }), {}],
    ['LINE.RECOGNITION', { purpose: 'prepayment', ...line({ recognition: 'daily', servicePeriod: period }) }, {}],
    ['LINE.RECOGNITION', { purpose: 'interest', ...line({ recognition: 'point-in-time' }) }, {}],
    ['accepted: SaleClosed, BillingAssigned', line({ recognition: 'daily', servicePeriod: period }), {}],
    ['CUSTOMER.UNKNOWN', { payerCustomerId: 'parent' }, {}],
    ['CUSTOMER.UNKNOWN', { billToCustomerId: 'parent' }, {}],
    ['SALE.ABOUT_UNKNOWN', { aboutInvoiceId: 'p1' }, { about: null }],
    ['SALE.ABOUT_PREPAYMENT', { aboutInvoiceId: 'p1', purpose: 'prepayment' }, { about: prepayment }],
    ['SALE.NO_PREPAYMENT', { aboutInvoiceId: 'p1' }, { about: { ...prepayment, purpose: 'sale' } }],
    ['SALE.NO_PREPAYMENT', { aboutInvoiceId: 'p1' }, { about: { ...prepayment, currency: 'EUR' } }],
    ['SALE.PREPAYMENT_SETTLED', { aboutInvoiceId: 'p1' }, { about: { ...prepayment, credited: true } }],
    ['SERIES.UNKNOWN', { aboutInvoiceId: 'p1' }, { about: prepayment, entity: shop(configured(), opened()) }],
    ['accepted: SaleClosed, BillingAssigned', { aboutInvoiceId: 'p1' }, { about: prepayment }],
    ['accepted: SaleClosed, BillingAssigned', { aboutInvoiceId: 'i1', purpose: 'late-fee' }, { about: { ...prepayment, invoiceId: 'i1', purpose: 'sale' } }],
    ['DISCOUNT.OVER_DOCUMENT', { documentDiscountAmount: '15.31' }, {}],
    ['accepted: SaleClosed, BillingAssigned', { currency: 'EUR' }, { recordedRate: '0.85' }],
  ])('answers %s', (code, changes, known) => expect(close(changes, known).refused).toBe(code));

  it('is owed by the payer and addressed to the one named, as known then', () => {
    const closed = close({ payerCustomerId: 'parent', billToCustomerId: 'parent' }, { payer: parent, billTo: parent });
    expect(closed.events).toMatchObject([
      { data: { customerId: '17850', accountId: 'UK~parent', billToCustomerId: 'parent' } },
      { data: { billToRevision: 0, customerRevision: nobody.revision } },
    ]);
  });

  it('counts a prepayment line as one', () => {
    expect(close({ purpose: 'prepayment' }).events[0]?.data).toMatchObject({ purpose: 'prepayment', lines: [{ recognition: 'prepayment' }] });
  });

  it('keeps prices with tax inside and a discount at the currency’s scale', () => {
    const closed = close({ taxInclusive: 'net-first', documentDiscountAmount: '3', ...line({ quantity: '1', unitPrice: '63', taxCategory: 'S', taxRate: '20' }) });
    expect(closed.events).toMatchObject([
      { data: { taxInclusive: 'net-first', documentDiscountAmount: '3.00' } },
      { data: { totals: { net: '50.00', tax: '10.00', gross: '60.00' } } },
    ]);
  });

  it('takes the recorded rate where it names none', () => {
    expect(close({ currency: 'EUR' }, { recordedRate: '0.85' }).events[1]?.data).toMatchObject({ rate: '0.85' });
    expect(close({ currency: 'EUR', rate: '0.9' }, { recordedRate: '0.85' }).events[1]?.data).toMatchObject({ rate: '0.9' });
  });
});
