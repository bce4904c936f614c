import * as fc from 'fast-check';
import { given } from '../specification/given';
import { registered } from '../specification/sample-facts';
import { customerContact, customerFold, type CustomerState } from './customer.state';
import { compareSourceVersions, readSourceVersion } from './source-version';
import { decideSyncCustomer, type SyncCustomer } from './sync-customer';

const sync = (version: string, changes: Partial<SyncCustomer> = {}) => (state: CustomerState) =>
  decideSyncCustomer(
    { customerId: '17850', kind: 'business', country: 'GB', personal: { name: version }, source: { system: 'crm', id: 'A1', version }, inputHash: `v1:${version}`, ...changes },
    state,
  );

describe('a customer of another system', () => {
  it('is registered, then changed by newer versions; the same again is answered again', () => {
    const first = given(customerFold).when(sync('1'), 'v1:1');
    expect([first.types, first.answer]).toEqual([['CustomerRegistered', 'CustomerSynchronised'], { customerId: '17850', revision: 1, outcome: 'registered', sourceVersion: '1' }]);
    const second = first.then.when(sync('10'), 'v1:10');
    expect([second.types, second.answer]).toEqual([['ContactChanged', 'CustomerSynchronised'], { customerId: '17850', revision: 3, outcome: 'changed', sourceVersion: '10' }]);
    expect(customerContact(second.then.state)?.personal).toEqual({ name: '10' });
    const again = second.then.when(sync('1'));
    expect([again.events, again.answer]).toEqual([[], first.answer]);
    const unchanged = second.then.when(sync('11', { personal: { name: '10' } }), 'v1:11');
    expect(unchanged.types).toEqual(['CustomerSynchronised']);
  });

  it('keeps the newest: an older version is recorded as stale, and changes nothing', () => {
    const newest = given(customerFold).when(sync('9'), 'v1:9');
    const stale = newest.then.when(sync('3'), 'v1:3');
    expect([stale.types, stale.answer]).toEqual([['CustomerSynchronised'], { customerId: '17850', revision: 2, outcome: 'stale', sourceVersion: '3' }]);
    expect(customerContact(stale.then.state)?.personal).toEqual({ name: '9' });
    const again = stale.then.when(sync('3'));
    expect([again.events, again.answer]).toEqual([[], stale.answer]);
    expect(stale.then.when(sync('4', { personal: { name: '9' } }), 'v1:4').types).toEqual(['CustomerSynchronised']);
  });

  it('is a conflict when the same version says something else, or the kind changed', () => {
    const first = given(customerFold).when(sync('1'), 'v1:1').then;
    expect(first.when(sync('1', { inputHash: 'v1:other' })).refused).toBe('CUSTOMER.SYNC_CONFLICT');
    expect(first.when(sync('2', { kind: 'person' })).refused).toBe('CUSTOMER.SYNC_KIND');
    expect(first.when(sync('2024-03-15T16:02:11Z')).refused).toBe('CUSTOMER.SYNC_VERSION_KIND');
    expect(first.when(sync('draft')).refused).toBe('CUSTOMER.SYNC_VERSION');
  });

  it('takes up a customer who was registered by hand', () => {
    const taken = given(customerFold, registered()).when(sync('5'), 'v1:5');
    expect(taken.types).toEqual(['ContactChanged', 'CustomerSynchronised']);
  });

  it('is not brought back once erased', () => {
    const erased = given(customerFold, registered(), { type: 'CustomerErased', data: { customerId: '17850', requestId: 'e1', erasedOn: '2024-01-01', reason: 'asked' } });
    expect(erased.when(sync('5')).refused).toBe('CUSTOMER.ERASED');
  });

  it('comes to the same contact in whatever order the versions come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (versions) => {
        let customer = given(customerFold);
        for (const version of versions) customer = customer.when(sync(String(version)), `v1:${version}`).then;
        expect(customerContact(customer.state)?.personal).toEqual({ name: String(Math.max(...versions)) });
      }),
    );
  });
});

describe('versions of a source', () => {
  it.each([
    ['007', '7'],
    ['2024-03-15T16:02:11.000+0000', '2024-03-15T16:02:11.000000000Z'],
    ['2024-03-15T17:02:11.5+01:00', '2024-03-15T16:02:11.500000000Z'],
    ['2024-03-15 16:02:11.1234567', '2024-03-15T16:02:11.123456700Z'],
    ['2024-03-15', '2024-03-15T00:00:00.000000000Z'],
    ['2024-02-31T00:00:00Z', undefined],
    ['-1', undefined],
    ['1e3', undefined],
  ])('%s is %s', (written, text) => expect(readSourceVersion(written)?.text).toBe(text));

  it('are compared as what they are, beyond what a number of JavaScript holds', () => {
    expect(compareSourceVersions('9', '10')).toBeLessThan(0);
    expect(compareSourceVersions('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    expect(compareSourceVersions('2024-03-15T16:02:11.000000001Z', '2024-03-15T16:02:11.000000000Z')).toBeGreaterThan(0);
  });
});
