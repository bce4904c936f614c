import { customerBody, entityBody, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

describe('periods, rates and revaluations over HTTP', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.post('/entities', entityBody);
    await server.post('/customers', customerBody('C1'));
    await server.post('/sales', saleBody('S1'));
  });
  afterAll(async () => {
    await server.stop();
  });

  it('records rates, refuses another one for the same day, and lists what counts', async () => {
    const rates = [{ currency: 'USD', on: '2010-12-01', rate: '0.6428' }];
    expect(await server.post('/rates', { rates, source: 'central bank' })).toMatchObject({ status: 201, json: { recorded: 1, known: 0 } });
    expect(await server.post('/rates', { rates, source: 'central bank' })).toMatchObject({ status: 201, json: { recorded: 0, known: 1 } });
    const other = [{ currency: 'USD', on: '2010-12-01', rate: '0.7' }];
    expect(await server.post('/rates', { rates: other, source: 'x' })).toMatchObject({ status: 409, json: { code: 'RATE.CONFLICT' } });
    expect(await server.post('/rates', { rates: other, source: 'x', corrects: true })).toMatchObject({ status: 201, json: { recorded: 1 } });
    expect(await server.get('/rates?entityId=UK&currency=USD')).toMatchObject({
      status: 200, json: { entityId: 'UK', items: [{ currency: 'USD', on: '2010-12-01', rate: '0.7', recorded: 2 }] },
    });
    expect(await server.post('/sales', saleBody('S2', { currency: 'USD' }))).toMatchObject({ status: 201, json: { state: 'billed' } });
    expect(await server.post('/rates', { rates: [], source: 'x' })).toMatchObject({ status: 422 });
  });

  it('values what is open at a day, once', async () => {
    await server.post('/rates', { rates: [{ currency: 'USD', on: '2010-12-31', rate: '0.8' }], source: 'central bank' });
    const first = await server.post('/revaluations', { requestId: 'r1', on: '2010-12-31' });
    expect(first).toMatchObject({ status: 201, json: { revaluedOn: '2010-12-31', reversedOn: '2011-01-01', rows: [{ role: 'receivables', currency: 'USD', rate: '0.8' }] } });
    const again = await server.post('/revaluations', { requestId: 'r1', on: '2010-12-31' });
    expect(again.json).toMatchObject({ rows: first.json['rows'], difference: first.json['difference'] });
  });

  it('closes a month, books what comes late into the next, and shows who did what', async () => {
    expect(await server.post('/period-closings', { requestId: 'c1', period: '2010-13', reason: 'x' })).toMatchObject({ status: 422 });
    expect(await server.post('/period-closings', { requestId: 'c1', period: '2010-12', reason: 'x' }, { role: 'clerk' })).toMatchObject({ status: 403 });
    const closed = await server.post('/period-closings', { requestId: 'c1', period: '2010-12', reason: 'month end' });
    expect(closed).toMatchObject({ status: 201, json: { period: '2010-12', state: 'closed', booksInto: '2011-01', totals: { cutOff: expect.any(Number) } } });
    const { cutOff, bodyHash } = closed.json['totals'] as { cutOff: number; bodyHash: string };
    const question = `/reports/trial-balance?entityId=UK&from=2010-12-01&asOf=2010-12-31&basis=posting&knownAt=${cutOff}`;
    const before = await server.get(question);
    await server.post('/sales', saleBody('S3', { closedOn: '2010-12-31' }));
    expect((await server.get(question)).json['body']).toEqual(before.json['body']);
    const reopened = await server.post('/period-reopenings', { requestId: 'o1', period: '2010-12', reason: 'late supplier credit' });
    expect(reopened).toMatchObject({ status: 201, json: { state: 'open' } });
    const { json } = await server.get('/periods?entityId=UK');
    expect(json['items']).toMatchObject([
      { kind: 'revalued', on: '2010-12-31' },
      { kind: 'closed', period: '2010-12', cutOff, bodyHash, actor: 'controller key', reason: 'month end' },
      { kind: 'reopened', period: '2010-12', reason: 'late supplier credit' },
    ]);
  });
});
