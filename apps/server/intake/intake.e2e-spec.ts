import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entityBody } from '../testing/sample';
import { startTestServer, type Reply, type TestServer } from '../testing/test-server';

const recipe = (name: string): string => readFileSync(join(__dirname, '../../../docs/recipes', name), 'utf8');
const opportunity = recipe('salesforce-opportunity.json');

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
  await server.post('/entities', { ...entityBody, baseCurrency: 'EUR' });
  await server.post('/customers', { customerId: 'salesforce~0015g00000XyZaBAAV', kind: 'business', country: 'DE' });
  expect((await define('won', JSON.parse(recipe('salesforce-mapping.json')) as object)).status).toBe(200);
});
afterEach(() => server.stop());

async function define(name: string, mapping: object, role: 'controller' | 'clerk' = 'controller'): Promise<Reply> {
  const headers = { authorization: `Bearer ${server.keys[role]}`, 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/mappings/${name}`, { method: 'PUT', headers, body: JSON.stringify(mapping) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) as Record<string, unknown> };
}

const send = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => server.post('/intake/won', body, { role: 'integrator', headers });

describe('a document of another system', () => {
  it('becomes a sale, with its numbers as they are written there, and an invoice', async () => {
    const taken = await send(opportunity);
    expect([taken.status, taken.json]).toEqual([200, expect.objectContaining({ state: 'taken', kind: 'sale', id: 'salesforce~0065g00000AbCdEAAV' })]);
    expect(taken.json['answer']).toMatchObject({ state: 'billed', documentNumber: 'INV-000001', totals: { net: '10315.00', gross: '12274.85' } });
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
