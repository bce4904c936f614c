import { customerFold } from '../customer/customer.state';
import * as fc from 'fast-check';
import { buyer, configured, opened, openedForCredit, saleLine, shop } from '../specification/sample-facts';
import { foldFrom, given, presentHash } from '../specification/given';
import { decideAssignBilling, type AssignBilling } from './assign-billing';
import { decideCancelSale, type CancelSale } from './cancel-sale';
import { decideCloseSale, type CloseSale, type CloseSaleFacts } from './close-sale';
import { saleAnswer, saleFold, type SaleState } from './sale.state';

const command: CloseSale = {
  inputHash: presentHash,
  saleId: '536365',
  invoiceId: 'invoice-of-536365',
  entityId: 'UK',
  customerId: '17850',
  closedOn: '2010-12-01',
  currency: 'GBP',
  lines: [saleLine(), saleLine({ lineId: '2', quantity: '1', unitPrice: '0' })],
  billing: 'at-once',
  strict: false,
};
const facts: CloseSaleFacts = { entity: shop(), customer: buyer(), today: '2010-12-08', lastIssueDate: () => undefined, accountHeld: false };

const close = (changes: Partial<CloseSale> = {}, known: Partial<CloseSaleFacts> = {}) => (state: SaleState) =>
  decideCloseSale({ ...command, ...changes }, state, { ...facts, ...known });
const cancel = (changes: Partial<CancelSale> = {}) => (state: SaleState) =>
  decideCancelSale({ inputHash: presentHash, saleId: '536365', requestId: 'c1', cancelledOn: '2010-12-02', reason: 'ordered twice', ...changes }, state);
const bill = (changes: Partial<AssignBilling> = {}, known: Partial<CloseSaleFacts> = {}) => (state: SaleState) =>
  decideAssignBilling(
    { saleId: '536365', invoiceId: 'invoice-of-536365', requestedIssueDate: '2010-12-05', strict: false, ...changes },
    state,
    { ...facts, ...known },
  );
const nothing = [saleLine({ unitPrice: '0' })];

describe('closing a sale', () => {
  it('bills it in the same append, with its inputs frozen', () => {
    const closed = given(saleFold).when(close());
    expect(closed.types).toEqual(['SaleClosed', 'BillingAssigned']);
    expect(closed.events[1]?.data).toMatchObject({
      invoiceId: 'invoice-of-536365',
      seriesId: 'UK-INV',
      requestedIssueDate: '2010-12-01',
      totals: { net: '15.30', tax: '0.00', gross: '15.30' },
      lines: [{ lineId: '1', net: '15.30', tax: '0.00' }, { lineId: '2', net: '0.00', tax: '0.00' }],
      rate: '1',
      baseCurrency: 'GBP',
      entityRevision: 3,
      customerRevision: 0,
    });
    expect(closed.answer).toMatchObject({ saleId: '536365', accountId: 'UK~17850', progress: 'billed', billing: { invoiceId: 'invoice-of-536365' } });
  });

  it('says that there is nothing to bill when every line is zero, held or not', () => {
    const closed = given(saleFold).when(close({ lines: nothing }, { accountHeld: true }));
    expect(closed.types).toEqual(['SaleClosed', 'NothingToBill']);
    expect(closed.answer.progress).toBe('nothing-to-bill');
  });

  it.each<[string, Partial<CloseSale>, boolean]>([
    ['to be billed later', { billing: 'later' }, false],
    ['the account is held', {}, true],
  ])('lets it wait: %s', (reason, changes, accountHeld) => {
    const closed = given(saleFold).when(close(changes, { accountHeld }));
    expect(closed.types).toEqual(['SaleClosed']);
    expect(closed.answer).toEqual({ saleId: '536365', accountId: 'UK~17850', progress: 'waiting', reason });
    expect(closed.then.when(close(changes, { accountHeld: false })).answer).toEqual(closed.answer);
  });

  it('keeps amounts at the scale of their currency', () => {
    const closed = given(saleFold).when(close({ lines: [saleLine({ discountAmount: '1.5' })] }));
    expect(closed.events[0]?.data).toMatchObject({ lines: [{ discountAmount: '1.50' }], supplyDate: '2010-12-01' });
  });

  it.each<[string, Partial<CloseSale>, Partial<CloseSaleFacts>]>([
    ['CURRENCY.UNKNOWN', { currency: 'XYZ' }, {}],
    ['RATE.MISSING', { currency: 'EUR' }, {}],
    ['RATE.MISSING', { currency: 'EUR', billing: 'later' }, {}],
    ['RATE.INVALID', { currency: 'EUR', rate: '0' }, {}],
    ['RATE.INVALID', { currency: 'EUR', rate: '1e5' }, {}],
    ['RATE.NOT_ONE', { rate: '1.1' }, {}],
    ['DATE.UNREAL', { closedOn: '2010-02-30' }, {}],
    ['DATE.UNREAL', { supplyDate: '2010-13-01' }, {}],
    ['DATE.UNREAL', { requestedIssueDate: '2010-11-31' }, {}],
    ['DATE.IN_FUTURE', { closedOn: '2010-12-09', billing: 'later' }, {}],
    ['ISSUE_DATE.IN_FUTURE', { requestedIssueDate: '2010-12-09' }, {}],
    ['ISSUE_DATE.BEFORE_LAST', { strict: true }, { lastIssueDate: () => '2010-12-02' }],
    ['accepted: SaleClosed, BillingAssigned', { strict: true }, { lastIssueDate: () => '2010-12-01' }],
    ['accepted: SaleClosed, BillingAssigned', { strict: false }, { lastIssueDate: () => '2010-12-02' }],
    ['SERIES.UNKNOWN', { seriesId: 'UK-OTHER' }, {}],
    ['SERIES.UNKNOWN', { seriesId: 'UK-CN' }, {}],
    ['SERIES.UNKNOWN', {}, { entity: shop(configured(), openedForCredit) }],
    ['SERIES.UNKNOWN', {}, { entity: shop(configured(), opened({ year: 2011 })) }],
    ['SERIES.OUTSIDE_YEAR', { seriesId: 'UK-INV' }, { entity: shop(configured(), opened({ year: 2011 })) }],
    ['ENTITY.UNKNOWN', {}, { entity: shop(opened()) }],
    ['LINE.QUANTITY', { lines: [saleLine({ quantity: '-1' })] }, {}],
    ['LINE.DUPLICATE_ID', { lines: [saleLine(), saleLine()] }, {}],
    ['RATE.OUT_OF_RANGE', { currency: 'EUR', rate: '999999999999999999' }, {}],
    ['DOCUMENT.TOO_LARGE', { currency: 'EUR', rate: '1000000000', lines: [saleLine({ unitPrice: '10000' })] }, {}],
    ['accepted: SaleClosed, BillingAssigned', { currency: 'KWD', rate: '1' }, {}],
    ['SALE.ID', { saleId: '' }, {}],
  ])('answers %s', (code, changes, known) => expect(given(saleFold).when(close(changes, known)).refused).toBe(code));

  it('refuses a customer nobody registered', () => {
    const stranger = customerFold.initial();
    expect(given(saleFold).when(close({}, { customer: stranger })).refused).toBe('CUSTOMER.UNKNOWN');
  });

  it('bills a foreign currency at the given rate', () => {
    const closed = given(saleFold).when(close({ currency: 'EUR', rate: '0.850' }));
    expect(closed.events[1]?.data).toMatchObject({ rate: '0.85', baseCurrency: 'GBP', currency: 'EUR' });
  });
});

describe('the same sale again', () => {
  const closed = given(saleFold).when(close());

  it('changes nothing and gets the first answer, also when it could not be billed any more', () => {
    const again = closed.then.when(close({}, { accountHeld: true, entity: shop(configured()), today: '2000-01-01' }));
    expect(again.events).toEqual([]);
    expect(again.answer).toEqual(closed.answer);
  });

  it('is a conflict with other content', () => expect(closed.then.when(close({ inputHash: 'v1:other' })).refused).toBe('SALE.CONFLICT'));
});

describe('a waiting sale', () => {
  const waiting = given(saleFold).when(close({ billing: 'later' })).then;

  it('is billed once', () => {
    const billed = waiting.when(bill(), 'v1:bill');
    expect(billed.types).toEqual(['BillingAssigned']);
    const again = billed.then.when(bill({ requestedIssueDate: '2010-12-06' }), 'v1:bill-again');
    expect(again.events).toEqual([]);
    expect(again.answer).toEqual(billed.answer);
    expect(billed.then.when(close({ billing: 'later' })).answer.progress).toBe('waiting');
    expect(saleAnswer(billed.then.state)).toEqual(billed.answer);
  });

  it('may turn out to have nothing to bill', () => {
    expect(given(saleFold).when(close({ billing: 'later', lines: nothing })).then.when(bill(), 'v1:bill').types).toEqual(['NothingToBill']);
  });

  it('is cancelled once, and never billed then', () => {
    const cancelled = waiting.when(cancel(), 'v1:cancel');
    expect(cancelled.types).toEqual(['SaleCancelled']);
    expect(cancelled.then.when(bill()).refused).toBe('SALE.CANCELLED');
    expect(cancelled.then.when(cancel({ inputHash: 'v1:cancel' })).events).toEqual([]);
    expect(cancelled.then.when(cancel({ requestId: 'c2', inputHash: 'v1:c2' })).events).toEqual([]);
    expect(cancelled.then.when(cancel({ inputHash: 'v1:other' })).refused).toBe('REQUEST.CONFLICT');
  });

  it('refuses what it cannot do', () => {
    expect(waiting.when(cancel({ cancelledOn: '2010-02-30' })).refused).toBe('DATE.UNREAL');
    expect(waiting.when(bill({ requestedIssueDate: '2010-12-09' })).refused).toBe('ISSUE_DATE.IN_FUTURE');
    expect(given(saleFold).when(cancel()).refused).toBe('SALE.UNKNOWN');
    expect(given(saleFold).when(bill()).refused).toBe('SALE.UNKNOWN');
    expect(given(saleFold).when(close()).then.when(cancel()).refused).toBe('SALE.BILLED');
  });
});

describe('laws of a sale', () => {
  const act = fc.constantFrom(close(), close({ billing: 'later' }), close({ inputHash: 'v1:other' }), bill(), cancel(), cancel({ requestId: 'c2' }));

  it('is closed once, and billed, cancelled or empty at most once, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.nat(), (acts, cut) => {
        let stream = given(saleFold);
        for (const [index, decide] of acts.entries()) {
          stream = stream.when(decide, index === 0 ? presentHash : `v1:${index}`).then;
        }
        const count = (...types: string[]) => stream.events.filter(({ type }) => types.includes(type)).length;
        expect(count('SaleClosed')).toBeLessThanOrEqual(1);
        expect(count('BillingAssigned', 'NothingToBill', 'SaleCancelled')).toBeLessThanOrEqual(1);
        // Folding a prefix and then the rest is folding all.
        const at = stream.events.length === 0 ? 0 : cut % stream.events.length;
        const whole = foldFrom(saleFold, saleFold.initial(), stream.events, { revision: 0 });
        const prefix = foldFrom(saleFold, saleFold.initial(), stream.events.slice(0, at), { revision: 0 });
        expect(foldFrom(saleFold, prefix, stream.events.slice(at), { revision: at })).toEqual(whole);
      }),
    );
  });
});
