import { csvRows } from './csv-rows';
import { accepted, founded, paymentBody, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;
let before = '';
let after = '';

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
  accepted(await server.post('/sales', saleBody('R1')));
  before = accepted(await server.post('/payments', paymentBody('RP0', { customerId: undefined }))).sequence ?? '';
  after = accepted(await server.post('/payments', paymentBody('RP1'))).sequence ?? '';
});
afterAll(() => server.stop());

const asOf = 'asOf=2010-12-31&entityId=UK';

describe('a question about what there is not', () => {
  it.each([
    ['receivables?asOf=2010-12-31&entityId=NONE', 404, 'ENTITY.UNKNOWN', 'entityId'],
    ['trial-balance?asOf=2010-12-31&entityId=NONE', 404, 'ENTITY.UNKNOWN', 'entityId'],
    ['aging?asOf=2010-12-31&customerId=nobody', 404, 'CUSTOMER.UNKNOWN', 'customerId'],
    ['revenue?asOf=2010-12-31&from=2011-01-01', 422, 'REQUEST.INVALID', 'from'],
    ['revenue?asOf=2010-12-31&groupBy=plan', 422, 'REQUEST.INVALID', 'groupBy'],
    ['recurring-revenue?asOf=2010-12-31&groupBy=product', 422, 'REQUEST.INVALID', 'groupBy'],
    ['contract-balances?asOf=2010-12-31&customerId=nobody', 404, 'CUSTOMER.UNKNOWN', 'customerId'],
  ])('is refused: %s', async (query, status, code, field) => {
    const reply = await server.get(`/reports/${query}`);
    expect(reply.json).toMatchObject({ status, code, errors: [{ field, value: expect.any(String), rule: expect.any(String), remedy: expect.stringMatching(/\.$/) }] });
  });

  it('is answered when there is the thing but nothing about it', async () => {
    expect((await server.get('/reports/aging?asOf=2010-12-31&entityId=UK&customerId=C2')).status).toBe(200);
  });
});

const everyReport = [
  'receivables', 'aging', 'revenue', 'contract-balances', 'recurring-revenue', 'trial-balance', 'general-ledger', 'tax', 'order-to-cash', 'expected-cash', 'sales-targets', 'measures',
  'prices', 'invoice-accuracy', 'reminder-effectiveness', 'satisfaction', 'sales-forecast', 'reconciliation', 'tie-out',
] as const;

describe('days at the ends of the calendar', () => {
  it.each(everyReport)('%s answers, or says which day it cannot take', async (report) => {
    for (const days of ['asOf=0001-01-01', 'asOf=9999-12-31', 'asOf=9999-12-31&from=0001-01-01', 'asOf=9999-12-31&from=9999-12-01', 'asOf=0001-01-31&from=0001-01-01']) {
      const reply = await server.get(`/reports/${report}?${days}&entityId=UK`);
      expect([days, [200, 422].includes(reply.status) ? '' : reply.text]).toEqual([days, '']);
    }
  });
});

describe('what an answer rests on', () => {
  it('stands in every report of the API, as JSON and in the headers of CSV', async () => {
    const { paths } = (await server.get('/docs-json')).json as unknown as { paths: Record<string, unknown> };
    const asked = Object.keys(paths).filter((path) => path.startsWith('/reports/')).map((path) => path.slice('/reports/'.length));
    expect(asked.sort()).toEqual([...everyReport].sort());
    for (const report of asked) {
      const question = `/reports/${report}?${asOf}&knownAt=${after}`;
      const { provenance } = (await server.get(question)).json as { provenance: Record<string, unknown> };
      expect([report, provenance]).toEqual([report, {
        entityId: 'UK', asOf: '2010-12-31', knownAt: Number(after), settled: true, basis: 'effective', rowCount: expect.any(Number), controlTotals: expect.any(Object),
        parameters: expect.objectContaining({ entityId: 'UK', asOf: '2010-12-31', basis: 'effective', knownAt: Number(after) }),
        chainHead: expect.stringMatching(/^[0-9a-f]{64}$/), codeVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
      }]);
      const { headers } = await server.get(question, { headers: { accept: 'text/csv' } });
      const said = ['chain-head', 'code-version', 'rows', 'parameters', 'control-totals'].map((name) => headers.get(`daybook-${name}`));
      const { chainHead, codeVersion, rowCount, parameters, controlTotals } = provenance;
      expect([report, ...said]).toEqual([report, chainHead, codeVersion, String(rowCount), JSON.stringify(parameters), JSON.stringify(controlTotals)]);
    }
  });
});

describe('reports', () => {
  it.each(['receivables', 'aging', 'revenue', 'contract-balances', 'recurring-revenue', 'trial-balance'])('%s answers the same bytes for the same question', async (report) => {
    const first = await server.get(`/reports/${report}?${asOf}&knownAt=${after}&min=${after}`);
    const second = await server.get(`/reports/${report}?${asOf}&knownAt=${after}`);
    expect(first.status).toBe(200);
    expect(second.text).toBe(first.text);
    expect(first.json).toMatchObject({ report, provenance: { asOf: '2010-12-31', knownAt: Number(after), settled: true, basis: 'effective' } });
    expect(first.headers.get('daybook-known-at')).toBe(String(after));
  });

  it('tells what was known before the payment', async () => {
    const open = async (knownAt: string): Promise<unknown> => {
      const { json } = await server.get(`/reports/aging?${asOf}&knownAt=${knownAt}`);
      return (json['body'] as { sections: { rows: { total: string }[] }[] }).sections[0]?.rows[0]?.total;
    };
    expect(await open(before)).toBe('39.71');
    expect(await open(after)).toBe('29.71');
  });

  it.each([
    ['receivables', 'open'],
    ['aging', 'total'],
    ['revenue', 'recognised'],
    ['trial-balance', 'closing'],
  ])('%s comes as CSV when Accept asks for it', async (report, column) => {
    const reply = await server.get(`/reports/${report}?${asOf}&knownAt=${after}`, { headers: { accept: 'text/csv' } });
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(reply.headers.get('content-disposition')).toContain(`${report}-2010-12-31.csv`);
    const rows = await csvRows(reply.text);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]?.[column]).toMatch(/^-?\d+\.\d\d$/);
    expect(rows[0]).toMatchObject({ entityId: 'UK', currency: 'GBP' });
  });

  it('rolls forward what is billed for a year and counts by day', async () => {
    const line = {
      description: 'Plan', quantity: '1', unitPrice: '365.00', recognition: 'daily', servicePeriod: { from: '2010-12-01', to: '2011-11-30' },
    };
    const { sequence = '' } = accepted(await server.post('/sales', saleBody('R2', { customerId: 'C2', lines: [line] })));
    const question = `entityId=UK&customerId=C2&min=${sequence}&from=2010-12-01`;
    const balances = await server.get(`/reports/contract-balances?${question}&asOf=2011-01-31`);
    expect(balances.json).toMatchObject({
      body: { sections: [{ rows: [{ customerId: 'C2', opening: '0.00', billed: '365.00', credited: '0.00', recognised: '62.00', closing: '303.00' }] }] },
    });
    const revenue = await server.get(`/reports/revenue?${question}&asOf=2011-01-31&groupBy=month,contract`);
    expect(revenue.json).toMatchObject({
      body: { sections: [{ rows: [{ month: '2010-12', contractId: '', recognised: '31.00', deferred: '334.00' }, { month: '2011-01', recognised: '31.00', deferred: '303.00' }] }] },
    });
    const fees = await server.get(`/reports/revenue?${question}&asOf=2011-01-31&income=fees`);
    expect(fees.json).toMatchObject({ body: { income: 'fees', sections: [{ totals: { recognised: '0.00', deferred: '303.00' } }] } });
    const csv = await csvRows((await server.get(`/reports/contract-balances?${question}&asOf=2011-01-31`, { headers: { accept: 'text/csv' } })).text);
    expect(csv[0]).toMatchObject({ entityId: 'UK', customerId: 'C2', contractId: '', closing: '303.00' });
  });

  it('gives a statement that runs from opening to closing', async () => {
    const reply = await server.get('/accounts/UK~C1/statement?asOf=2010-12-31&from=2010-12-01', { role: 'clerk' });
    expect(reply.json).toMatchObject({ report: 'statement', body: { accountId: 'UK~C1', sections: [{ currency: 'GBP', opening: '0.00', closing: '29.71' }] } });
  });

  it.each([
    ['asOf missing', 'entityId=UK', 422],
    ['asOf no day', 'asOf=2010-02-30', 422],
    ['knownAt no moment', `${asOf}&knownAt=yesterday`, 422],
    ['knownAt in the future', `${asOf}&knownAt=999999`, 409],
    ['basis unknown', `${asOf}&basis=cash`, 422],
    ['an unknown parameter', `${asOf}&colour=red`, 422],
    ['asOf twice', `${asOf}&asOf=2010-12-30`, 422],
    ['min no place', `${asOf}&min=soon`, 422],
    ['min not reached in time', `${asOf}&min=999999&wait=20`, 503],
  ])('refuses %s', async (_what, query, status) => {
    const reply = await server.get(`/reports/aging?${query}`);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses other formats', async () => {
    expect((await server.get(`/reports/aging?${asOf}`, { headers: { accept: 'application/xml' } })).status).toBe(406);
  });
});
