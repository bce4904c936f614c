import { entityBody, founded, paymentBody, saleBody } from '../testing/sample';
import { startTestServer, type Reply, type TestServer } from '../testing/test-server';

const answerMax = 65_536;
const million = 'x'.repeat(900_000);
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
});
afterAll(() => server.stop());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const small = (reply: Reply): void => {
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  expect(reply.text.length).toBeLessThan(answerMax);
};

describe('the answer to a value of a megabyte and more stays small', () => {
  it.each<[string, string, unknown]>([
    ['an id', '/payments', paymentBody('bad', { paymentId: million })],
    ['an amount', '/payments', paymentBody('bad', { amount: '9'.repeat(900_000) })],
    ['a currency', '/sales', saleBody('bad', { currency: million })],
    ['a name of a field', '/sales', saleBody('bad', { [million]: 1 })],
    ['a number', '/payments', `{"paymentId":"bad","amount":${'9'.repeat(900_000)}}`],
    ['text that is no JSON', '/payments', `{"paymentId": ${million}`],
    ['a key sent twice', '/payments', `{"${million.slice(0, 400_000)}":1,"${million.slice(0, 400_000)}":2}`],
    ['an entity', '/entities', { ...entityBody, entityId: million, baseCurrency: million.slice(0, 10_000) }],
    ['many fields', '/sales', saleBody('bad', { lines: Array.from({ length: 5_000 }, () => ({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8 })) })],
    ['a mapping', '/bank-statements', { file: base64('a;b\n'), mapping: JSON.stringify({ ['x'.repeat(9_000)]: 1 }) }],
    ['a file that is none', '/bank-statements', { file: base64('x'.repeat(8_000_000)) }],
    [
      'a CSV cell',
      '/bank-statements',
      {
        file: base64(`${'x'.repeat(90_000)},1\n`.repeat(80)),
        mapping: JSON.stringify({
          dateFormat: 'YYYY-MM-DD',
          separator: ',',
          header: false,
          columns: { bookedOn: 1, amount: 2 },
          constants: { account: 'A', currency: 'EUR' },
        }),
      },
    ],
    ['an XML tag', '/bank-statements', { file: base64(`<${'x'.repeat(8_000_000)}>`) }],
    ['an XML tag that is not closed', '/bank-statements', { file: base64(`<${'x'.repeat(60_000)}>`.repeat(100)) }],
    ['an MT940 tag', '/bank-statements', { file: base64(`:20:1\n:25:${'x'.repeat(8_000_000)}\n:28C:1\n:60F:${'x'.repeat(1_000_000)}\n`) }],
  ])('%s', async (_what, path, body) => {
    small(await server.post(path, body));
  });

  it.each<[string, string, unknown]>([
    ['XML', 'application/xml', `<a>${'<b>'.repeat(30)}${'y'.repeat(9_000_000)}`],
    ['text', 'text/plain', `:20:${'y'.repeat(9_000_000)}`],
  ])('a bank file sent as %s', async (_what, type, body) => {
    small(await server.post('/bank-statements', body, { headers: { 'content-type': type, 'idempotency-key': 'long' } }));
  });

  it('an id in a path, a query or a header', async () => {
    const long = 'x'.repeat(8_000);
    for (const address of [`/payments/${long}`, `/accounts/UK~${long}/statement`, `/invoices?${long}=1`, `/invoices?min=${long}`, `/${long}`]) {
      small(await server.get(address));
    }
    small(await server.post('/payments', paymentBody('bad', {}), { headers: { 'idempotency-key': long } }));
  });
});
