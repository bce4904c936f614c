import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { customerBody, entityBody, founded, paymentBody, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
});
afterAll(() => server.stop());

const line = { description: 'Lantern', quantity: '1', unitPrice: '1.00' };
const sale = (more: object): object => saleBody('bad', more);

describe('bad input', () => {
  const badAmounts = ['1e100000000', 'NaN', 'Infinity', '0x10', '1_000', '1234567890123456789', '1.005', '-1.00', '0', '0.00', ' 1', '1,00', 1, null];
  it.each(badAmounts)('refuses the payment amount %j: nothing is written', async (amount) => {
    const reply = await server.post('/payments', paymentBody('bad', { amount }));
    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.json).toMatchObject({ code: 'REQUEST.INVALID', status: 422, errors: [{ field: 'amount', rule: expect.any(String), remedy: expect.any(String) }] });
    expect((await server.get('/payments/bad')).status).toBe(404);
  });

  const badSales: readonly (readonly [string, object, string])[] = [
    ['an unknown currency', { currency: 'XYZ' }, 'currency'],
    ['a negative quantity', { lines: [{ ...line, quantity: '-1' }] }, 'lines[0].quantity'],
    ['a quantity with an exponent', { lines: [{ ...line, quantity: '1e9' }] }, 'lines[0].quantity'],
    ['a day that does not exist', { closedOn: '2010-02-30' }, 'closedOn'],
    ['a time for a day', { closedOn: '2010-12-01T00:00:00Z' }, 'closedOn'],
    ['an unknown field', { paid: true }, 'paid'],
    ['an unknown field of a line', { lines: [{ ...line, colour: 'red' }] }, 'lines[0].colour'],
    ['no lines', { lines: [] }, 'lines'],
    ['lines that are no list', { lines: { 0: line } }, 'lines'],
    ['a line that is no object', { lines: ['line'] }, 'lines[0]'],
    ['two discounts', { lines: [{ ...line, discountPercent: '1', discountAmount: '1' }] }, 'lines[0].discountPercent'],
    ['a tax rate over 100', { lines: [{ ...line, taxRate: '101' }] }, 'lines[0].taxRate'],
    ['an id with a NUL', { saleId: 'a\u0000b' }, 'saleId'],
    ['an id with a newline', { saleId: 'a\nb' }, 'saleId'],
    ['an id with a bidirectional override', { saleId: 'a\u202Eb' }, 'saleId'],
    ['an id with a lone surrogate', { saleId: 'a\uD800' }, 'saleId'],
    ['an id with white space before it', { saleId: ' a' }, 'saleId'],
    ['an id of 65 characters', { saleId: 'x'.repeat(65) }, 'saleId'],
    ['an empty id', { saleId: '' }, 'saleId'],
    ['a number for an id', { saleId: 536365 }, 'saleId'],
  ];
  it.each(badSales)('refuses %s and names the field, the rule and the remedy', async (_what, more, field) => {
    const reply = await server.post('/sales', sale(more));
    expect(reply.status).toBe(422);
    expect(reply.json['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ field, rule: expect.any(String), remedy: expect.any(String) })]));
  });

  it.each([
    ['/payments', 'items', paymentBody('bad', {})],
    ['/customers', 'terms', { customerId: 'bad', kind: 'business', country: 'GB' }],
    ['/entities', 'series', entityBody],
    ['/entities', 'policies', entityBody],
    ['/entities', 'waysToPay', entityBody],
    ['/sales', 'lines', saleBody('bad')],
  ])('refuses in %s a list for an element of %s', async (path, list, body) => {
    const reply = await server.post(path, { ...body, [list]: [[]] });
    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ errors: [{ field: `${list}[0]`, rule: 'an object' }] });
  });

  it('refuses an item that names no invoice', async () => {
    const reply = await server.post('/payments', paymentBody('bad', { items: [{}] }));
    expect(reply.json).toMatchObject({ status: 422, errors: [{ field: 'items[0].invoiceId' }] });
  });

  it.each(['x', '~', 'é', 'UK~', '~C1'])('refuses the account %j in bodies and in the path', async (accountId) => {
    const inPath = `/accounts/${encodeURIComponent(accountId)}`;
    const replies = [
      await server.post('/payments', paymentBody('bad', { customerId: undefined, accountId })),
      await server.post('/allocations', { accountId, requestId: 'bad', source: { kind: 'receipt', id: 'P' }, items: [{ invoiceId: 'I' }] }),
      await server.post(`${inPath}/hold`, { reason: 'x', requestId: 'bad' }),
      await server.post(`${inPath}/disputes`, { reason: 'x', disputeId: 'bad', invoiceId: 'I' }),
      await server.get(inPath),
      await server.get(`${inPath}/items`),
      await server.get(`${inPath}/statement?asOf=2010-12-31`),
    ];
    for (const reply of replies) {
      expect(reply.json).toMatchObject({ status: 422, errors: [{ field: 'accountId', value: accountId, rule: expect.stringContaining('{entityId}~{customerId}') }] });
    }
  });

  it('makes no account for a customer who is not registered', async () => {
    const reply = await server.post('/accounts/UK~nobody/hold', { reason: 'x', requestId: 'nobody' });
    expect(reply.json).toMatchObject({ status: 404, code: 'CUSTOMER.UNKNOWN' });
    expect((await server.get('/accounts/UK~nobody')).status).toBe(404);
  });

  it.each([
    ['text that is no JSON', '{"saleId":', 400, 'JSON.SYNTAX'],
    ['a key twice', '{"saleId":"a","saleId":"b"}', 400, 'JSON.DUPLICATE_KEY'],
    ['a key that reaches the prototype', '{"__proto__":{"admin":true}}', 400, 'JSON.FORBIDDEN_KEY'],
    ['nesting over 32 levels', `{"lines":${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'JSON.TOO_DEEP'],
    ['a hundred thousand levels', '['.repeat(100_000), 400, 'JSON.TOO_DEEP'],
    ['a million keys', `{${Array.from({ length: 50_000 }, (_, n) => `"k${n}":1`).join(',')}}`, 400, 'JSON.TOO_WIDE'],
    ['data after the end', '{} {}', 400, 'JSON.SYNTAX'],
    ['a byte order mark', '\uFEFF{}', 400, 'JSON.SYNTAX'],
    ['a body over 1 MiB', JSON.stringify({ saleId: 'x'.repeat(1_048_576) }), 413, 'REQUEST.TOO_LARGE'],
    ['a list for an object', '[]', 422, 'REQUEST.INVALID'],
    ['an empty body', '', 400, undefined],
  ])('refuses %s', async (_what, body, status, code) => {
    const reply = await server.post('/sales', body);
    expect(reply.status).toBe(status);
    expect(reply.json).toMatchObject({ status, ...(code === undefined ? {} : { code }) });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses bytes that are no UTF-8, and other media types', async () => {
    const bytes = await fetch(`${server.url}/sales`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.keys.clerk}`, 'content-type': 'application/json' },
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    expect(bytes.status).toBe(400);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'multipart/form-data']) {
      expect((await server.post('/sales', '{}', { headers: { 'content-type': type } })).status).toBe(415);
    }
  });

  it('refuses addresses and headers out of bounds', async () => {
    expect((await server.get(`/invoices/${'x'.repeat(900)}`)).status).toBe(414);
    expect((await server.get('/invoices/%ff')).status).toBe(400);
    expect((await server.get('/invoices/a%00b')).status).toBe(422);
    expect((await server.get('/invoices?limit=5&limit=6')).status).toBe(422);
    expect((await server.get('/invoices?colour=red')).status).toBe(422);
    expect((await server.get('/invoices?limit=1e3')).status).toBe(422);
    expect(await statusWithHeader('x-long', 'x'.repeat(20_000))).toBe(431);
  });

  it.each(['/sales/x', '/invoices/x', '/accounts/UK~C1', '/entities', '/customers/C1', '/metrics', '/health'])('refuses unknown query parameters of %s', async (path) => {
    const reply = await server.get(`${path}?colour=red`, { role: path === '/metrics' || path === '/health' ? 'admin' : 'controller' });
    expect(reply.json).toMatchObject({ status: 422, errors: [{ field: 'colour' }] });
  });

  it('refuses compressed bodies, a missing Host and unknown expectations with a problem', async () => {
    const zipped = await server.post('/sales', sale({}), { headers: { 'content-encoding': 'gzip' } });
    expect(zipped.json).toMatchObject({ status: 415, code: 'REQUEST.CONTENT_ENCODING', errors: [{ field: 'Content-Encoding', value: 'gzip' }] });
    expect((await server.post('/customers', customerBody('C3'), { headers: { 'content-encoding': 'identity' } })).status).toBe(201);
    expect(await rawAnswer('GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*REQUEST.HOST_MISSING/);
    expect(await rawAnswer('GET /health/live HTTP/1.1\r\nhost: x\r\nexpect: tea\r\n\r\n')).toMatch(/^HTTP\/1.1 417 [^]*REQUEST.EXPECTATION/);
  });

  it('refuses a logo that nobody could show', async () => {
    const whole = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const configured = (logo: string) => server.post('/entities', { ...entityBody, branding: { logo } });
    for (const logo of [Buffer.from(whole, 'base64').subarray(0, 40).toString('base64'), Buffer.from('ffd8ffc00011080ffff0ffff03', 'hex').toString('base64'), 'AAAA']) {
      expect((await configured(logo)).json).toMatchObject({ status: 422, errors: [{ field: 'branding.logo', rule: expect.stringContaining('whole PNG') }] });
    }
    expect((await configured(whole)).status).toBeLessThan(300);
  });

  it('answers 404 as a problem for addresses it does not know', async () => {
    expect((await server.get('/nothing')).json).toMatchObject({ code: 'ROUTE.NOT_FOUND', status: 404 });
    expect((await server.get('/sales/unknown')).json).toMatchObject({ status: 404 });
    for (const part of ['', '/history', '/purchases']) {
      expect((await server.get(`/customers/NOPE${part}`)).json).toMatchObject({ status: 404, code: 'CUSTOMER.NOT_FOUND' });
    }
    expect((await server.get('/customers/C1/purchases')).status).toBe(200);
  });
});

function statusWithHeader(name: string, value: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path: '/health/live', headers: { [name]: value } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Everything the server answers to bytes on a bare connection, until it closes it. */
function rawAnswer(sent: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(sent);
  return text(socket);
}
