import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entityBody } from '../testing/sample';
import { startTestServer, type Reply, type TestServer } from '../testing/test-server';

const recipe = (name: string): string => readFileSync(join(__dirname, '../../../docs/recipes', name), 'utf8');
const opportunity = recipe('salesforce-opportunity.json');

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
  await server.post('/entities', entityBody);
  await server.post('/customers', { customerId: 'salesforce~0015g00000XyZaBAAV', kind: 'business', country: 'DE' });
  expect((await define('won', JSON.parse(recipe('salesforce-mapping.json')) as object)).status).toBe(200);
});
afterEach(() => server.stop());

const define = (name: string, mapping: object, role: 'controller' | 'clerk' = 'controller'): Promise<Reply> => server.put(`/mappings/${name}`, mapping, { role });

const send = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => server.post('/intake/won', body, { role: 'integrator', headers });

describe('a document of another system', () => {
  it('becomes a sale, with its numbers as they are written there, and an invoice', async () => {
    const taken = await send(opportunity);
    expect([taken.status, taken.json]).toEqual([200, expect.objectContaining({ state: 'taken', kind: 'sale', id: 'salesforce~0065g00000AbCdEAAV' })]);
    expect(taken.json['answer']).toMatchObject({ state: 'billed', documentNumber: 'INV-000001', totals: { net: '10315.00', gross: '12378.00' } });
  });

  it('is taken once, however often and at once it comes, and with other content it is a conflict', async () => {
    const replies = await Promise.all([send(opportunity), send(opportunity), send(opportunity)]);
    expect(replies.map(({ json }) => json['state']).sort()).toEqual(['repeated', 'repeated', 'taken']);
    const changed = await send(opportunity.replace('"UnitPrice": 51.5', '"UnitPrice": 51.6'));
    expect([changed.status, changed.json['code']]).toEqual([409, 'SALE.CONFLICT']);
    expect((await send(opportunity.replace('"IsWon": true', '"IsWon": true, "Probability": 100'))).json['state']).toBe('repeated');
  });

  it('is not for us at another stage, and nothing is recorded of it', async () => {
    const open = await send(opportunity.replace('Closed Won', 'Negotiation'));
    expect([open.status, open.json]).toEqual([200, expect.objectContaining({ state: 'not-for-us', path: '/StageName' })]);
    expect((await server.get('/sales/salesforce~0065g00000AbCdEAAV')).status).toBe(404);
  });

  it('is refused with the path in it, as one that is not whole is', async () => {
    const unreadable = await send(opportunity.replace('"Quantity": 0.5', '"Quantity": "a few"'));
    expect(unreadable.json).toMatchObject({ status: 422, code: 'INTAKE.VALUE_UNREADABLE', errors: [{ field: '/OpportunityLineItems/records/1/Quantity' }] });
    expect((await send(opportunity.replace('"done": true', '"done": false'))).json).toMatchObject({ code: 'INTAKE.INCOMPLETE', errors: [{ field: '/OpportunityLineItems/done' }] });
    const precise = await send(opportunity.replace('"UnitPrice": 51.5', '"UnitPrice": 51.1234567'));
    expect(precise.json).toMatchObject({ status: 422, errors: [{ field: '/OpportunityLineItems/records/0/UnitPrice' }] });
  });

  it('waits for its customer: sent again after that it is taken', async () => {
    const stranger = opportunity.replace('0015g00000XyZaBAAV', '0015g00000OtherAAV');
    expect((await send(stranger)).json).toMatchObject({ status: 404, code: 'CUSTOMER.UNKNOWN' });
    await server.post('/customers', { customerId: 'salesforce~0015g00000OtherAAV', kind: 'business', country: 'DE' });
    expect((await send(stranger)).json).toMatchObject({ state: 'taken' });
  });

  it('is read by no mapping that was not defined', async () => {
    expect((await server.post('/intake/lost', opportunity)).json).toMatchObject({ status: 404, code: 'MAPPING.NOT_FOUND' });
  });
});

describe('a mapping', () => {
  it('is a fact with versions: the same content is the version there is', async () => {
    const mapping = JSON.parse(recipe('salesforce-mapping.json')) as { readonly fields: object };
    expect((await define('won', mapping)).json).toMatchObject({ mappingVersion: 1 });
    expect((await define('won', { ...mapping, fields: { ...mapping.fields, reference: { constant: 'by CRM' } } })).json).toMatchObject({ mappingVersion: 2 });
    expect((await define('won', mapping)).json).toMatchObject({ mappingVersion: 3 });
    const view = (await server.get('/mappings/won')).json as { readonly versions: readonly object[]; readonly mapping: object };
    expect(view.versions).toMatchObject([{ mappingVersion: 3, definedBy: 'controller key' }, { mappingVersion: 2 }, { mappingVersion: 1 }]);
    expect(view.mapping).toEqual(mapping);
    expect((await server.get('/mappings/won?version=2')).json).toMatchObject({ mapping: { fields: { reference: { constant: 'by CRM' } } } });
  });

  it('that cannot be read is refused, with the place', async () => {
    const { fields, ...rest } = JSON.parse(recipe('salesforce-mapping.json')) as { readonly fields: { readonly currency: object } };
    const { currency: _none, ...less } = fields;
    expect((await define('won', { ...rest, fields: less })).json).toMatchObject({ status: 422, code: 'MAPPING.INVALID', errors: [{ field: '/fields/currency' }] });
    expect((await define('won', { ...rest, fields: { ...fields, currency: { path: '$.x' } } })).json).toMatchObject({ code: 'MAPPING.INVALID' });
    expect((await define('won', { ...rest, fields }, 'clerk')).status).toBe(403);
  });
});

describe('a customer of another system', () => {
  const account = {
    Id: '0015g00000NewAAV', Name: 'Sample Events GmbH', BillingStreet: 'Marktgasse 2\r\nHof 3', BillingCity: 'Berlin',
    BillingPostalCode: '10115', BillingCountryCode: 'DE', VatId__c: null, Phone: null,
  };
  const customerId = 'salesforce~0015g00000NewAAV';
  const at = (moment: string, more: object = {}): object => ({ ...account, ...more, SystemModstamp: moment });
  const sync = (body: object): Promise<Reply> => server.post('/intake/accounts', body, { role: 'integrator' });

  beforeEach(async () => {
    expect((await define('accounts', JSON.parse(recipe('crm-customers-mapping.json')) as object)).status).toBe(200);
  });

  it('is registered and changed by the newest record, whatever the order and however often they come', async () => {
    const first = at('2024-03-01T08:00:00.000+0000');
    expect((await sync(first)).json).toMatchObject({ state: 'taken', kind: 'customer', id: customerId, answer: { outcome: 'registered' } });
    expect((await sync(at('2024-03-03T08:00:00.000+0000', { BillingCity: 'Potsdam' }))).json).toMatchObject({ state: 'taken', answer: { outcome: 'changed' } });
    expect((await sync(at('2024-03-02T08:00:00.000+0000', { BillingCity: 'Bonn' }))).json).toMatchObject({ state: 'stale' });
    expect((await sync(first)).json).toMatchObject({ state: 'repeated' });
    expect((await sync(at('2024-03-03T09:00:00.000+0100', { BillingCity: 'Potsdam' }))).json).toMatchObject({ state: 'repeated' });
    expect((await sync(at('2024-03-03T08:00:00.000+0000', { BillingCity: 'Köln' }))).json).toMatchObject({ status: 409, code: 'CUSTOMER.SYNC_CONFLICT' });
    const { personal } = (await server.get(`/customers/${customerId}`)).json;
    expect(personal).toEqual({ name: 'Sample Events GmbH', street: 'Marktgasse 2 Hof 3', city: 'Potsdam', postalCode: '10115' });
  });

  it('is registered once by two at once', async () => {
    const replies = await Promise.all([sync(at('2024-03-01T08:00:00Z')), sync(at('2024-03-01T08:00:00Z'))]);
    expect(replies.map(({ json }) => json['state']).sort()).toEqual(['repeated', 'taken']);
  });

  it('is not brought back by any record once erased, and no answer says who it was', async () => {
    await sync(at('2024-03-01T08:00:00Z'));
    expect((await server.post(`/customers/${customerId}/erasure`, { requestId: 'e1', reason: 'asked for' })).status).toBeLessThan(300);
    for (const moment of ['2024-03-01T08:00:00Z', '2024-02-01T08:00:00Z', '2024-04-01T08:00:00Z']) {
      const refused = await sync(at(moment));
      expect([refused.status, refused.json['code']]).toEqual([409, 'CUSTOMER.ERASED']);
      expect(refused.text).not.toMatch(/Sample Events|Marktgasse/);
    }
    const unfit = await sync(at('2024-05-01T08:00:00Z', { Name: `Ada ${'x'.repeat(300)}` }));
    expect([unfit.status, /Ada/.test(unfit.text)]).toEqual([422, false]);
  });
});

describe('CloudEvents', () => {
  const attributes = { specversion: '1.0', id: 'e-1', source: '/crm/eu', type: 'opportunity.closed', time: '2024-03-15T16:02:11Z' };
  const structured = (more: object = {}, data: string = opportunity): string => JSON.stringify({ ...attributes, ...more }).replace(/\}$/, `,"data":${data}}`);
  const asEvent = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
  const asBatch = { 'content-type': 'application/cloudevents-batch+json' };
  const binary = { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': '/crm/eu', 'ce-type': 'opportunity.closed' };

  it('are taken in structured, binary and batch mode as the same sale, numbers as they are written', async () => {
    expect((await send(structured(), asEvent)).json).toMatchObject({ state: 'taken', id: 'salesforce~0065g00000AbCdEAAV' });
    expect((await send(opportunity, binary)).json).toMatchObject({ state: 'repeated' });
    expect((await send(structured({ id: 'e-2' }), asEvent)).json).toMatchObject({ state: 'repeated' });
    expect((await send(`[${structured()}]`, asBatch)).json).toMatchObject({ items: [{ index: 0, eventId: 'e-1', state: 'repeated' }] });
    const base64 = JSON.stringify({ ...attributes, data_base64: Buffer.from(opportunity).toString('base64') });
    expect((await send(base64, asEvent)).json).toMatchObject({ state: 'repeated' });
  });

  it('are answered one by one in a batch: taken, repeated, not for us, refused with code and path; each refusal is on record', async () => {
    const other = (id: string, from: string, to: string): string => structured({ id }, opportunity.replace('"Id": "0065g00000AbCdEAAV"', `"Id": "${id}"`).replace(from, to));
    const batch = [
      structured(), structured({ id: 'e-2' }), other('e-3', 'Closed Won', 'Closed Lost'), other('e-4', '"Quantity": 0.5', '"Quantity": {}'), other('e-5', '0015g00000XyZaBAAV', 'nobody'),
      other('e-6', '"IsWon": true', '"IsWon": false'), '7', JSON.stringify({ ...attributes, specversion: '0.3', data: {} }),
    ];
    const reply = await send(`[${batch.join(',')}]`, asBatch);
    const items = (reply.json as { readonly items: readonly { readonly state: string; readonly code?: string; readonly errors?: readonly { readonly field: string }[] }[] }).items;
    expect(items.map(({ state, code, errors }) => [state, code, errors?.[0]?.field])).toEqual([
      ['taken', undefined, undefined], ['repeated', undefined, undefined], ['not-for-us', undefined, undefined],
      ['refused', 'INTAKE.VALUE_COMPOSITE', '/OpportunityLineItems/records/1/Quantity'], ['refused', 'CUSTOMER.UNKNOWN', 'customerId'],
      ['taken', undefined, undefined], ['refused', 'INTAKE.CLOUD_EVENT', ''], ['refused', 'INTAKE.CLOUD_EVENT', '@specversion'],
    ]);
    const { items: records } = (await server.get('/audit-records', { role: 'auditor' })).json as { readonly items: readonly object[] };
    const codes = ['INTAKE.VALUE_COMPOSITE', 'CUSTOMER.UNKNOWN', 'INTAKE.CLOUD_EVENT'];
    expect(codes.map((code) => JSON.stringify(records).split(`"${code}"`).length - 1)).toEqual([1, 1, 2]);
  });

  it('are told apart by id and source where the mapping says so', async () => {
    const mapping = JSON.parse(recipe('salesforce-mapping.json')) as { readonly source: object };
    await define('won', { ...mapping, source: { system: 'events', id: { path: ['@source', '@id'], join: '|' } } });
    expect((await send(structured(), asEvent)).json).toMatchObject({ state: 'taken', id: 'events~/crm/eu|e-1' });
    expect((await send(opportunity, binary)).json).toMatchObject({ state: 'repeated' });
    expect((await send(structured({ source: '/crm/us' }), asEvent)).json).toMatchObject({ state: 'taken' });
    expect((await send(opportunity)).json).toMatchObject({ status: 422, code: 'INTAKE.VALUE_MISSING', errors: [{ field: '@source' }] });
  });

  it.each<[string, number, string, string, Readonly<Record<string, string>>]>([
    ['no JSON', 400, 'JSON.SYNTAX', '{"specversion":', asEvent],
    ['a key twice', 400, 'JSON.DUPLICATE_KEY', '{"data":{"Id":"1","Id":"2"}}', asEvent],
    ['a batch that is none', 422, 'INTAKE.CLOUD_EVENT', '{}', asBatch],
    ['a batch of too many', 422, 'INTAKE.BATCH_TOO_LONG', `[${'{},'.repeat(100)}{}]`, asBatch],
    ['data of another kind', 422, 'INTAKE.CLOUD_EVENT', JSON.stringify({ ...attributes, datacontenttype: 'text/csv', data: 'a,b' }), asEvent],
    ['no data', 422, 'INTAKE.CLOUD_EVENT', JSON.stringify(attributes), asEvent],
    ['headers without an id', 422, 'INTAKE.CLOUD_EVENT', '{}', { 'ce-specversion': '1.0', 'ce-source': 'x', 'ce-type': 'y' }],
    ['another media type', 415, 'REQUEST.MEDIA_TYPE', '<x/>', { 'content-type': 'application/cloudevents+xml' }],
  ])('with %s are refused: %i %s', async (...[, status, code, body, headers]) => {
    const refused = await send(body, headers);
    expect([refused.status, refused.json['code']]).toEqual([status, code]);
  });

  it('are taken nowhere else', async () => {
    expect((await server.post('/sales', structured(), { headers: asEvent })).status).toBe(415);
  });
});

describe('an Idempotency-Key', () => {
  const key = (name: string): Readonly<Record<string, string>> => ({ 'idempotency-key': name });

  it('stands for one content, of a document and of each event of a batch', async () => {
    const other = opportunity.replace('"Id": "0065g00000AbCdEAAV"', '"Id": "0065g00000OtherAAV"');
    expect((await send(opportunity, key('k1'))).json).toMatchObject({ state: 'taken' });
    expect((await send(opportunity, key('k1'))).json).toMatchObject({ state: 'repeated' });
    expect((await send(other, key('k1'))).json).toMatchObject({ status: 409, code: 'IDEMPOTENCY.KEY_REUSED' });
    const event = (data: string): string => `{"specversion":"1.0","id":"1","source":"/crm","type":"closed","data":${data}}`;
    const batch = { ...key('k2'), 'content-type': 'application/cloudevents-batch+json' };
    expect((await send(`[${event(opportunity)},${event(other)}]`, batch)).json).toMatchObject({ items: [{ state: 'repeated' }, { state: 'taken' }] });
    expect((await send(`[${event(other)},${event(other)}]`, batch)).json).toMatchObject({ items: [{ state: 'refused', code: 'IDEMPOTENCY.KEY_REUSED' }, { state: 'repeated' }] });
  });
});
