import type { FreeBody } from '../routes/route-docs';

export const mappingExample = {
  format: 1,
  kind: 'sale',
  source: { system: 'salesforce', id: { path: '/Id' } },
  when: [{ path: '/StageName', in: ['Closed Won'] }],
  fields: { customerId: { path: '/AccountId' }, closedOn: { path: '/CloseDate' }, currency: { path: '/CurrencyIsoCode', default: 'GBP' } },
  lines: {
    each: '/OpportunityLineItems/records[]',
    fields: { lineId: { path: '/Id' }, description: { path: '/Name' }, quantity: { path: '/Quantity' }, unitPrice: { path: '/UnitPrice' }, taxRate: { constant: '20' } },
  },
};

export const mappingAnswerExample = { mappingName: 'salesforce-won', mappingVersion: 1, kind: 'sale' };

export const mappingViewExample = {
  ...mappingAnswerExample,
  mapping: mappingExample,
  versions: [{ mappingVersion: 1, definedBy: 'crm', definedAt: '2010-12-01T09:00:00.000Z' }],
  revision: 0,
};

export const intakeBody: FreeBody = {
  description: 'A document of the other system, whatever fields it has; the mapping says which count. Numbers are taken as they are written.',
  example: {
    Id: '0065g00000AbCdEAAV',
    StageName: 'Closed Won',
    AccountId: '17850',
    CloseDate: '2010-12-01',
    CurrencyIsoCode: 'GBP',
    OpportunityLineItems: { records: [{ Id: '00k5g000004FgHiAAK', Name: 'Heart holder', Quantity: 6, UnitPrice: 2.55 }] },
  },
};

export const intakeAnswerExample = {
  state: 'taken',
  kind: 'sale',
  id: 'salesforce~0065g00000AbCdEAAV',
  answer: { saleId: 'salesforce~0065g00000AbCdEAAV', accountId: 'UK~17850', state: 'billed', documentNumber: 'INV-000001' },
};
