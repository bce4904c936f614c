import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Delivery, sendDelivery } from './send-delivery';
import { TargetRefused } from './target-url';

const oldSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const newSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const local = { allow: ['127.0.0.1/32'] };

const listen = (server: Server) =>
  new Promise<number>((resolve) => server.listen(0, () => resolve((server.address() as AddressInfo).port)));
const close = (server: Server) => new Promise((resolve) => server.close(resolve));
const delivery = (url: string): Delivery => ({ url, id: 'evt-1', body: '{"type":"SaleRecorded"}', secrets: [newSecret, oldSecret], at: new Date() });

/** Hosts that all lead, or may lead, to something inside the operator's net. */
const literals = [
  ...['127.0.0.1', '127.1', '127.255.255.254', '2130706433', '0x7f000001', '0177.0.0.1', '0x7f.1', '0', '0.0.0.0', '0.1.2.3'],
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255', '3232235521', '0xc0a80001'],
  ...['169.254.169.254', '169.254.0.1', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '100.64.0.1', '100.127.255.255', '100.100.100.200'],
  ...['192.0.0.1', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '192.88.99.1'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '１２７.0.0.1', '127。0。0。1'],
  ...['[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:169.254.169.254]', '[::ffff:8.8.8.8]'],
  ...['[::127.0.0.1]', '[::8.8.8.8]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]', '[64:ff9b::8.8.8.8]'],
  ...['[2002:7f00:1::]', '[2002:a9fe:a9fe::1]', '[2001::1]', '[2001:0:4136:e378::1]', '[2001:db8::1]', '[2001:10::1]', '[2001:20::1]', '[3fff::1]'],
  ...['[fc00::1]', '[fd00:ec2::254]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[ff02::1]', '[ff0e::1]', '[100::1]', '[5f00::1]', '[4000::1]'],
];
const addresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '169.254.169.254', 'fd00::1', 'fe80::1%lo', '64:ff9b::7f00:1'];

describe('targets inside the net', () => {
  let reached = 0;
  const canary = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  let port = 0;
  beforeAll(async () => {
    port = await listen(canary);
  });
  afterAll(async () => {
    await close(canary);
    expect(reached).toBe(0);
  });

  it('are at least 60 in the table', () => expect(new Set(literals).size).toBeGreaterThanOrEqual(60));

  it.each(literals)('never reaches %s', async (host) => {
    await expect(sendDelivery(delivery(`https://${host}:${port}/`), { allow: [] })).rejects.toThrow(TargetRefused);
  });

  it.each(addresses)('refuses a name that resolves to %s, also next to a public address', async (address) => {
    for (const found of [[address], ['93.184.216.34', address], [address, '93.184.216.34']]) {
      const resolve = () => Promise.resolve(found.map((text) => ({ address: text, family: text.includes(':') ? 6 : 4 })));
      await expect(sendDelivery(delivery(`https://hooks.example:${port}/`), { allow: [], resolve })).rejects.toThrow(TargetRefused);
    }
  });

  it.each(['file:///etc/passwd', 'gopher://x/', 'ftp://x/', 'data:,x', 'no url', 'http://example.com/', 'https://u:p@example.com/', 'https://example.com:22/', 'https://example.com:25/'])(
    'refuses %s',
    async (url) => {
      await expect(sendDelivery(delivery(url), { allow: [] })).rejects.toThrow(TargetRefused);
    },
  );

  it('does not send in the clear to a public address, whatever nets are allowed', async () => {
    await expect(sendDelivery(delivery('http://93.184.216.34:8080/'), local)).rejects.toThrow(TargetRefused);
  });
});

describe('a delivery', () => {
  const seen: { headers: IncomingHttpHeaders; body: string; path: string }[] = [];
  const receiver = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      const path = request.url ?? '';
      seen.push({ headers: request.headers, body, path });
      if (path === '/hang') {
        return;
      }
      const headers = { 'retry-after': '7', location: '/elsewhere' };
      response.writeHead(path === '/moved' ? 302 : 200, headers).end('x'.repeat(100_000));
    });
  });
  let port = 0;
  beforeAll(async () => {
    port = await listen(receiver);
  });
  beforeEach(() => seen.splice(0));
  afterAll(async () => {
    receiver.closeAllConnections();
    await close(receiver);
  });

  it('verifies with the old secret and with the new one while they change', async () => {
    const answer = await sendDelivery(delivery(`http://127.0.0.1:${port}/`), local);
    expect(answer).toEqual({ status: 200, retryAfter: '7', body: 'x'.repeat(4_096) });
    const [got] = seen;
    expect(got?.headers['webhook-id']).toBe('evt-1');
    for (const secret of [oldSecret, newSecret]) {
      expect(new Webhook(secret).verify(got?.body ?? '', got?.headers as Record<string, string>)).toEqual({ type: 'SaleRecorded' });
    }
    expect(() => new Webhook(newSecret).verify(`${got?.body} `, got?.headers as Record<string, string>)).toThrow();
  });

  it('asks for the addresses once and connects to the one that was judged', async () => {
    let asked = 0;
    const resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    };
    const answer = await sendDelivery(delivery(`http://hooks.example:${port}/`), { ...local, resolve });
    expect([answer.status, asked]).toEqual([200, 1]);
  });

  it('does not follow a redirect', async () => {
    expect((await sendDelivery(delivery(`http://127.0.0.1:${port}/moved`), local)).status).toBe(302);
    expect(seen.map(({ path }) => path)).toEqual(['/moved']);
  });

  it('gives up on a receiver that hangs', async () => {
    await expect(sendDelivery(delivery(`http://127.0.0.1:${port}/hang`), { ...local, timeoutMs: 100 })).rejects.toThrow();
  });
});
