import { registered, termsSet } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import { decideChangeContact, type ChangeContact } from './change-contact';
import { customerContact, customerFold, termsInForce } from './customer.state';
import { decideRegisterCustomer, type RegisterCustomer } from './register-customer';
import { decideSetCreditTerms, type SetCreditTerms } from './set-credit-terms';

type State = ReturnType<typeof customerFold.initial>;
const register = (changes: Partial<RegisterCustomer> = {}) => (state: State) =>
  decideRegisterCustomer({ inputHash: presentHash, ...registered().data, ...changes }, state);
const change = (changes: Partial<ChangeContact> = {}) => (state: State) =>
  decideChangeContact({ inputHash: presentHash, customerId: '17850', requestId: 'move', country: 'FR', personal: { city: 'Lyon' }, ...changes }, state);
const setTerms = (changes: Partial<SetCreditTerms> = {}) => (state: State) =>
  decideSetCreditTerms({ inputHash: presentHash, ...termsSet().data, ...changes }, state);

describe('registering a customer', () => {
  it('happens once; sent again it gets the first answer, with other content a conflict', () => {
    const first = given(customerFold).when(register({ terms: [{ entityId: 'UK', terms: { netDays: 60 } }] }));
    expect(first.types).toEqual(['CustomerRegistered', 'CreditTermsSet']);
    const moved = first.then.when(change(), 'v1:move').then;
    const again = moved.when(register());
    expect(again.events).toEqual([]);
    expect(again.answer).toEqual(first.answer);
    expect(moved.when(register({ inputHash: 'v1:other' })).refused).toBe('CUSTOMER.CONFLICT');
  });

  it.each<[string, Partial<RegisterCustomer>]>([
    ['TERMS.TWICE', { terms: [{ entityId: 'UK', terms: { netDays: 1 } }, { entityId: 'UK', terms: { netDays: 2 } }] }],
    ['TERMS.WALK_IN', { kind: 'walk-in', terms: [{ entityId: 'UK', terms: { netDays: 0 }, remind: true }] }],
    ['DATE.UNREAL', { terms: [{ entityId: 'UK', terms: { netDays: 0 }, effectiveFrom: '2010-02-30' }] }],
    ['TERMS.DAYS', { terms: [{ entityId: 'UK', terms: { netDays: 3651 } }] }],
  ])('refuses %s', (code, changes) => expect(given(customerFold).when(register(changes)).refused).toBe(code));
});

describe('terms that are none', () => {
  const notTerms: unknown[] = [[], null, 'thirty days', { entityId: 'UK' }, { entityId: 'UK', terms: [] }];

  it.each(notTerms.map((one) => [JSON.stringify(one), one]))('are refused, not crashed on: %s', (_text, one) => {
    const terms = [one] as NonNullable<RegisterCustomer['terms']>;
    expect(given(customerFold).when(register({ terms })).refused).toBe('TERMS.MALFORMED');
  });
});

describe('contact', () => {
  it('is kept as of every revision', () => {
    const { state } = given(customerFold, registered()).when(change()).then;
    expect(customerContact(state, 0)?.country).toBe('GB');
    expect(customerContact(state)).toEqual({ customerId: '17850', kind: 'business', country: 'FR', personal: { city: 'Lyon' } });
  });

  it('changes once per request', () => {
    const first = given(customerFold, registered()).when(change());
    expect(first.then.when(change()).events).toEqual([]);
    expect(first.then.when(change()).answer).toEqual(first.answer);
    expect(first.then.when(change({ inputHash: 'v1:other' })).refused).toBe('REQUEST.CONFLICT');
    expect(given(customerFold).when(change()).refused).toBe('CUSTOMER.UNKNOWN');
  });
});

describe('credit terms', () => {
  it('are in force from their day on; of two for one day the later stated', () => {
    const { state } = given(
      customerFold,
      registered(),
      termsSet({ terms: { netDays: 14 }, effectiveFrom: '2010-01-01' }),
      termsSet({ requestId: 'terms-2', terms: { netDays: 60 }, effectiveFrom: '2010-06-01' }),
      termsSet({ requestId: 'terms-3', terms: { netDays: 30 }, effectiveFrom: '2010-06-01' }),
      termsSet({ requestId: 'terms-4', terms: { netDays: 7 }, effectiveFrom: '2010-03-01' }),
      termsSet({ requestId: 'terms-5', entityId: 'DE', terms: { netDays: 1 }, effectiveFrom: '2010-01-01' }),
    );
    const days = (day: string, revision?: number) => termsInForce(state, 'UK', day, revision)?.terms.netDays;
    expect([days('2009-12-31'), days('2010-01-01'), days('2010-05-31'), days('2010-06-01')]).toEqual([undefined, 14, 7, 30]);
    expect([days('2010-06-01', 2), days('2010-05-31', 3)]).toEqual([60, 14]);
  });

  it('are set once per request', () => {
    const first = given(customerFold, registered()).when(setTerms());
    expect(first.types).toEqual(['CreditTermsSet']);
    expect(first.then.when(setTerms()).events).toEqual([]);
    expect(first.then.when(setTerms({ inputHash: 'v1:other' })).refused).toBe('REQUEST.CONFLICT');
  });

  const split = (...parts: [number, string][]): Partial<SetCreditTerms> => ({
    terms: { netDays: 0, instalments: parts.map(([netDays, percent]) => ({ netDays, percent })) },
  });
  it.each<[string, Partial<SetCreditTerms>]>([
    ['TERMS.SUM', split([0, '50'], [30, '49.999999'])],
    ['TERMS.ORDER', split([30, '50'], [0, '50'])],
    ['TERMS.PERCENT', split([0, '100'], [30, '0'])],
    ['TERMS.PERCENT', split([0, '1e2'])],
    ['DATE.UNREAL', { effectiveFrom: '2011-02-29' }],
    ['accepted: CreditTermsSet', split([0, '33.3'], [30, '33.3'], [60, '33.4'])],
  ])('answer %s', (code, changes) => expect(given(customerFold, registered()).when(setTerms(changes)).refused).toBe(code));

  it('never remind a walk-in', () => {
    expect(given(customerFold, registered({ kind: 'walk-in' })).when(setTerms()).refused).toBe('TERMS.WALK_IN');
    expect(given(customerFold).when(setTerms()).refused).toBe('CUSTOMER.UNKNOWN');
  });
});
