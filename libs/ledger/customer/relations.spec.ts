import { registered } from '../specification/sample-facts';
import { given, presentHash } from '../specification/given';
import { customerFold, type CustomerState } from './customer.state';
import { decideSetBankDetails, type SetBankDetails } from './set-bank-details';
import { decideSetCreditTerms } from './set-credit-terms';
import { decideSetParent, type SetParent } from './set-parent';

const customer = given(customerFold, registered());
const setParent = (changes: Partial<SetParent> = {}, ancestors: readonly (string | null)[] = ['group']) =>
  (state: CustomerState) => decideSetParent({ customerId: '17850', requestId: 'p1', parentCustomerId: 'group', inputHash: presentHash, ...changes }, state, { ancestors });
const setBank = (personal: Partial<SetBankDetails['personal']>) =>
  (state: CustomerState) =>
    decideSetBankDetails({ customerId: '17850', requestId: 'b1', inputHash: presentHash, personal: { accountHolder: 'Ada', ...personal } }, state);

describe('the parent of a customer', () => {
  it('is set and taken away, each once per request', () => {
    const set = customer.when(setParent());
    expect(set.then.state.parentCustomerId).toBe('group');
    expect(set.then.when(setParent()).events).toEqual([]);
    expect(set.then.when(setParent({ inputHash: 'v1:other' })).refused).toBe('REQUEST.CONFLICT');
    const { parentCustomerId: _parent, ...alone } = { customerId: '17850', requestId: 'p2', parentCustomerId: '', inputHash: presentHash };
    expect(set.then.when((state) => decideSetParent(alone, state, { ancestors: [] })).then.state.parentCustomerId).toBeNull();
  });

  it.each<[string, readonly (string | null)[]]>([
    ['CUSTOMER.UNKNOWN', [null]],
    ['CUSTOMER.PARENT_CYCLE', ['group', '17850']],
    ['CUSTOMER.PARENT_CYCLE', ['group', ...Array.from({ length: 19 }, (_, index) => `g${index}`)]],
  ])('is refused with %s', (code, ancestors) => expect(customer.when(setParent({}, ancestors)).refused).toBe(code));

  it('is refused as its own', () => expect(customer.when(setParent({ parentCustomerId: '17850' }, ['17850'])).refused).toBe('CUSTOMER.PARENT_CYCLE'));
});

describe('bank details', () => {
  // The first two are the examples of the IBAN registry (SWIFT, ISO 13616).
  it.each<[string, Partial<SetBankDetails['personal']>]>([
    ['accepted: BankDetailsSet', { iban: 'GB29NWBK60161331926819' }],
    ['accepted: BankDetailsSet', { iban: 'DE89370400440532013000' }],
    ['accepted: BankDetailsSet', { accountNumber: '31926819', bankCode: '601613' }],
    ['BANK_DETAILS.IBAN', { iban: 'GB29NWBK60161331926818' }],
    ['BANK_DETAILS.IBAN', { iban: 'GB29 NWBK 6016 1331 9268 19' }],
    ['BANK_DETAILS.NO_ACCOUNT', {}],
  ])('answer %s', (code, personal) => expect(customer.when(setBank(personal)).refused).toBe(code));

  it('are of somebody', () => {
    expect(given(customerFold, registered({ kind: 'walk-in' })).when(setBank({ accountNumber: '1' })).refused).toBe('BANK_DETAILS.WALK_IN');
    expect(given(customerFold).when(setBank({ accountNumber: '1' })).refused).toBe('CUSTOMER.UNKNOWN');
  });
});

describe('a discount for paying early', () => {
  const terms = (percent: string, withinDays: number) => (state: CustomerState) =>
    decideSetCreditTerms(
      {
        customerId: '17850', requestId: 't1', entityId: 'UK', terms: { netDays: 30, earlyPayment: { percent, withinDays } }, effectiveFrom: '2010-12-01',
        remind: true, consolidate: true, inputHash: presentHash,
      },
      state,
    );

  it.each<[string, string, number]>([
    ['accepted: CreditTermsSet', '2', 10],
    ['TERMS.EARLY_PERCENT', '0', 10],
    ['TERMS.EARLY_PERCENT', '100', 10],
    ['TERMS.EARLY_PERCENT', '-2', 10],
    ['TERMS.EARLY_DAYS', '2', 31],
    ['TERMS.EARLY_DAYS', '2', -1],
  ])('answers %s to %s %% within %s days', (code, percent, days) => expect(customer.when(terms(percent, days)).refused).toBe(code));
});
