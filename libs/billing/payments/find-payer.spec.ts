import { namedCustomer } from './find-payer';

describe('whose account a request names', () => {
  it.each([{ customerId: 'C1' }, { accountId: 'UK~C1' }, { customerId: 'C1', accountId: 'UK~C1' }])('is clear from %j', (named) =>
    expect(namedCustomer('UK', named)).toEqual({ customerId: 'C1' }),
  );

  it.each([
    ['ACCOUNT.CONTRADICTION', { customerId: 'C1', accountId: 'UK~C2' }],
    ['ACCOUNT.OTHER_ENTITY', { customerId: 'C1', accountId: 'DE~C1' }],
    ['ACCOUNT.UNNAMED', {}],
    ['ACCOUNT.UNNAMED', { accountId: 'UK~' }],
  ])('is refused as %s from %j', (code, named) => expect(namedCustomer('UK', named)).toMatchObject({ kind: 'invalid', code }));

  it('says both names that contradict each other', () =>
    expect(namedCustomer('UK', { customerId: 'C1', accountId: 'UK~C2' })).toMatchObject({ data: { customerId: 'C1', accountId: 'UK~C2' } }));
});
