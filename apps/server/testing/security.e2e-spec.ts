import { describeApi, revokeApiKey, createApiKey, listApiKeys, roles, type Role } from '../index';
import { matrix } from './route-roles';
import { founded, saleBody } from './sample';
import { startTestServer, type Reply, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
});
afterAll(() => server.stop());

function routesOfTheApi(): readonly string[] {
  return Object.entries(describeApi(server.app).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

function asked(method: string, address: string, body: string, role: Role | null): Promise<Reply> {
  if (method === 'GET') {
    return server.get(address, { role });
  }
  return method === 'PUT' ? server.put(address, body, { role }) : server.post(address, body, { role });
}

describe('roles', () => {
  it('covers every route there is', () => {
    expect([...routesOfTheApi()].sort()).toEqual(Object.keys(matrix).sort());
  });

  // Links that are none are slowed down for strangers, so one role stands for all.
  const cases = Object.entries(matrix).flatMap(([route, allowed]) => (allowed === 'signed' ? (['controller'] as const) : roles).map((role) => [route, role, allowed] as const));
  it.each(cases)('%s by %s', async (route, role, allowed) => {
    const [method = '', path = ''] = route.split(' ');
    const address = path.replaceAll(/\{\w+\}/g, 'none');
    const reply = await asked(method, address, '{"unknown":1}', role);
    if (allowed === 'signed') {
      // A key opens nothing where a signature is asked for.
      expect(reply.status).toBe(404);
    } else if (allowed === 'public' || allowed.includes(role)) {
      expect([401, 403, 500]).not.toContain(reply.status);
    } else {
      expect(reply.json).toMatchObject({ status: 403, code: 'AUTH.ROLE' });
    }
  });

  it.each(Object.entries(matrix))('%s without a key', async (route, allowed) => {
    const [method = '', path = ''] = route.split(' ');
    const address = path.replaceAll(/\{\w+\}/g, 'none');
    const reply = await asked(method, address, '{}', null);
    if (allowed === 'signed') {
      expect([404, path.startsWith('/c/') && method === 'POST' ? 401 : 404]).toContain(reply.status);
    } else if (allowed === 'public') {
      expect(reply.status).toBe(200);
    } else {
      expect(reply.json).toMatchObject({ status: 401, code: 'AUTH.KEY_REQUIRED' });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="daybook"');
    }
  });
});

describe('what answers without a key', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it('is a page about nothing for a link that is none', async () => {
    for (const path of ['/c/none', '/c/none/document', '/c/none/statement']) {
      const reply = await server.get(path, { role: null });
      expect(reply.status).toBe(404);
      expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    for (const path of ['/c/none/pay', '/c/none/ask']) {
      expect((await server.post(path, 'a=1', { role: null, headers: form })).status).toBe(404);
    }
    expect((await server.get('/c', { role: null })).status).toBe(404);
    expect((await server.get('/c/none/other', { role: null })).status).toBe(404);
  });

  it('takes no form anywhere else, and no notice where no gateway is', async () => {
    expect((await server.post('/sales', 'a=1', { headers: form })).status).toBe(415);
    expect((await server.post('/gateway/stripe/webhook', '{}', { role: null })).json).toMatchObject({ status: 404, code: 'ROUTE.NOT_FOUND' });
    expect((await server.post('/gateway/stripe/webhook', '{}')).status).toBe(404);
    expect((await server.get('/gateway/stripe/webhook', { role: null })).status).toBe(404);
  });
});

describe('API keys', () => {
  it('takes the key from either header, and never from the address', async () => {
    expect((await server.get('/sales', { role: null, headers: { 'x-api-key': server.keys.clerk } })).status).toBe(200);
    expect((await server.get(`/sales?api_key=${server.keys.clerk}`, { role: null })).status).toBe(401);
  });

  it('refuses a revoked key within a second, and an expired one', async () => {
    const { key, record } = createApiKey(server.dataDir, { name: 'short lived', role: 'clerk' });
    const began = performance.now();
    while ((await server.get('/sales', { key })).status !== 200) {
      expect(performance.now() - began).toBeLessThan(1000);
    }
    revokeApiKey(server.dataDir, record.id);
    const revoked = performance.now();
    while ((await server.get('/sales', { key })).status !== 401) {
      expect(performance.now() - revoked).toBeLessThan(1000);
    }
    expect(listApiKeys(server.dataDir).find(({ id }) => id === record.id)).toHaveProperty('revokedAt');
  });

  it('puts the name of the key into the metadata of its events', async () => {
    await server.post('/sales', saleBody('S-actor'), { role: 'integrator' });
    const { events } = (await server.get('/events?stream=sale-S-actor')).json;
    expect(events).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'SaleClosed', actor: 'integrator key' })]));
  });
});

describe('limits', () => {
  it('slows down a key that asks too often, and no other', async () => {
    const slow = await startTestServer({ rateLimit: { perSecond: 0.1, burst: 3 } });
    try {
      const replies = [];
      for (let n = 0; n < 4; n += 1) {
        replies.push(await slow.get('/sales'));
      }
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      expect(Number(replies[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(replies[3]?.json).toMatchObject({ code: 'RATE.EXCEEDED' });
      expect((await slow.get('/sales', { role: 'clerk' })).status).toBe(200);
    } finally {
      await slow.stop();
    }
  });
});

describe('the log', () => {
  it('has one JSON line per request without keys, bodies, ids or names', async () => {
    const canary = 'CANARY';
    await server.post('/customers', { customerId: `${canary}-ID`, kind: 'person', country: 'GB', personal: { name: `${canary} Name\r\nforged`, email: `${canary}@example.com` } });
    await server.post('/customers', { customerId: `${canary}-ID`, kind: 'person', country: 'GB', personal: { name: `${canary} Name` } });
    await server.get(`/customers/${canary}-ID?min=0`);
    await server.get('/events?type=CANARY', { headers: { 'x-canary': canary } });
    expect(server.logLines.length).toBeGreaterThan(4);
    for (const line of server.logLines) {
      expect(line.trim().split('\n')).toHaveLength(1);
      expect(JSON.parse(line)).toHaveProperty('time');
      expect(line).not.toContain(canary);
      expect(line).not.toContain('dbk_');
    }
  });

  it('keeps personal values out of refusals and metrics', async () => {
    const reply = await server.post('/customers', { customerId: 'P1', kind: 'person', country: 'GB', personal: { name: 'CANARY\u0007' } });
    expect(reply.status).toBe(422);
    expect(reply.text).not.toContain('CANARY');
    expect((await server.get('/metrics')).text).not.toContain('CANARY');
  });
});
