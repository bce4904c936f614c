import { founded, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
});
afterAll(() => server.stop());

const eventsOf = async (stream: string): Promise<number> => {
  const { events } = (await server.get(`/events?stream=${encodeURIComponent(stream)}&limit=1000`)).json;
  return (events as readonly unknown[]).length;
};

describe('Idempotency-Key', () => {
  it('gives fifty parallel posts of one key one sale and one answer', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => server.post('/sales', saleBody('I1'), { headers: { 'idempotency-key': 'key-1' } })));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(49);
    expect(await eventsOf('sale-I1')).toBe(2);
  });

  it('takes the same content in another order and refuses other content', async () => {
    const { lines, ...rest } = saleBody('I1');
    const reordered = await server.post('/sales', { lines, ...rest }, { headers: { 'idempotency-key': 'key-1' } });
    expect([reordered.status, reordered.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    const other = await server.post('/sales', saleBody('I2'), { headers: { 'idempotency-key': 'key-1' } });
    expect(other.json).toMatchObject({ status: 409, code: 'IDEMPOTENCY.KEY_REUSED' });
    expect(await eventsOf('sale-I2')).toBe(0);
  });

  it('keeps keys of different callers apart', async () => {
    const mine = await server.post('/sales', saleBody('I3'), { role: 'clerk', headers: { 'idempotency-key': 'shared' } });
    const theirs = await server.post('/sales', saleBody('I4'), { role: 'integrator', headers: { 'idempotency-key': 'shared' } });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
  });

  it('gives the first answer to a repeated sale without a key, and refuses other content under its id', async () => {
    const first = await server.post('/sales', saleBody('I5'));
    const again = await server.post('/sales', saleBody('I5'));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect({ ...again.json, writeToken: null, sequence: null }).toEqual({ ...first.json, writeToken: null, sequence: null });
    expect((await server.post('/sales', saleBody('I5', { customerId: 'C2' }))).status).toBe(409);
  });

  it('does what was refused once it can be done, under the same key', async () => {
    const headers = { 'idempotency-key': 'early' };
    const refused = await server.post('/sales', saleBody('I6', { customerId: 'C9' }), { headers });
    expect([404, 422]).toContain(refused.status);
    await server.post('/customers', { customerId: 'C9', kind: 'business', country: 'GB' });
    expect((await server.post('/sales', saleBody('I6', { customerId: 'C9' }), { headers })).status).toBe(201);
  });

  it('asks for a key where the body has no id of its own, or for requestId', async () => {
    const hold = { reason: 'under review' };
    expect((await server.post('/accounts/UK~C2/hold', hold)).json).toMatchObject({ status: 422, code: 'IDEMPOTENCY.KEY_REQUIRED' });
    expect((await server.post('/accounts/UK~C2/hold', { ...hold, requestId: 'hold-1' })).status).toBe(200);
    expect((await server.post('/accounts/UK~C2/release', hold, { headers: { 'idempotency-key': 'release-1' } })).status).toBe(200);
  });

  it.each(['with blank', 'ümlaut', 'x'.repeat(256)])('refuses %j as a key', async (key) => {
    const reply = await server.post('/sales', saleBody('I7'), { headers: { 'idempotency-key': key } });
    expect(reply.json).toMatchObject({ status: 400, code: 'IDEMPOTENCY.KEY_INVALID' });
  });

  it('takes the request id of a reminder run as its key', async () => {
    const run = (runDate: string) => server.post('/reminder-runs', { requestId: 'run-7', runDate }, { role: 'clerk' });
    const first = await run('2011-01-10');
    expect(first.status).toBe(201);
    const again = await run('2011-01-10');
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await run('2011-01-11')).json).toMatchObject({ status: 409, code: 'IDEMPOTENCY.KEY_REUSED' });
  });

  it('gives a repeated request a write token too, so that a lost answer can be waited for', async () => {
    await server.post('/sales', saleBody('I9'), { role: 'integrator' });
    const again = (await server.post('/sales', saleBody('I9'), { role: 'integrator' })).json;
    expect(again).toMatchObject({ writeToken: expect.stringMatching(/^[0-9a-f]{32}$/), sequence: expect.any(Number) });
    expect((await server.get(`/sales/I9?min=${String(again['writeToken'])}`)).status).toBe(200);
  });

  it('lets no used key pass for a new one while the read models are behind the log', async () => {
    const headers = { 'idempotency-key': 'before-the-read-models' };
    await server.ledger.readModels.catchUp();
    server = await server.restarted({ followLog: false });
    expect((await server.post('/sales', saleBody('I21'), { headers })).status).toBe(201);
    server = await server.restarted({ followLog: false });
    for (const sale of [saleBody('I22'), saleBody('I21')]) {
      const reply = await server.post('/sales', sale, { headers });
      expect(reply.json).toMatchObject({ status: 503, code: 'IDEMPOTENCY.NOT_YET' });
      expect(reply.headers.get('retry-after')).toBe('1');
    }
    expect(await eventsOf('sale-I22')).toBe(0);
    const { head, projections } = (await server.get('/health', { role: 'admin' })).json as unknown as {
      readonly head: { readonly sequence: number };
      readonly projections: readonly { readonly sequence: number; readonly lagEvents: number }[];
    };
    expect(head.sequence).toBe((await server.get('/events?limit=1000')).json['next']);
    expect(projections.map(({ sequence, lagEvents }) => sequence + lagEvents)).toEqual(projections.map(() => head.sequence));
    expect(projections[0]?.lagEvents).toBeGreaterThan(0);
    server = await server.restarted();
    expect((await server.post('/sales', saleBody('I22'), { headers })).json).toMatchObject({ status: 409, code: 'IDEMPOTENCY.KEY_REUSED' });
  });

  it('remembers keys for ever: also after a restart', async () => {
    const headers = { 'idempotency-key': 'before-restart' };
    const first = await server.post('/sales', saleBody('I8'), { headers });
    server = await server.restarted();
    const min = `min=${String(first.json['writeToken'])}`;
    expect((await server.get(`/sales?${min}&wait=20000`)).status).toBe(200);
    const again = await server.post('/sales', saleBody('I8'), { headers });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.json).toMatchObject({ saleId: 'I8', documentNumber: first.json['documentNumber'] });
    expect((await server.post('/sales', saleBody('I9'), { headers })).json).toMatchObject({ status: 409, code: 'IDEMPOTENCY.KEY_REUSED' });
  });
});
