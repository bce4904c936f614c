import { connect, type Socket } from 'node:net';
import { founded } from './sample';
import { startTestServer, type TestServer } from './test-server';

const mebibyte = 1_048_576;

let server: TestServer;
const open: Socket[] = [];

beforeAll(async () => {
  server = await startTestServer({ uploadBytesMax: 22 * mebibyte });
  await founded(server);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});
afterAll(() => server.stop());

/** Announces a body and sends only its first byte. */
function begun(path: string, key: string | null, length: string): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  const who = key === null ? '' : `authorization: Bearer ${key}\r\n`;
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\n${who}content-type: application/json\r\n${length}\r\n\r\n${length.endsWith('chunked') ? '1\r\n{\r\n' : '{'}`);
  return socket;
}

const first = (socket: Socket): Promise<string> => new Promise((resolve, reject) => {
  socket.once('data', (bytes) => resolve(bytes.toString('utf8')));
  socket.once('error', reject);
});

const of = (bytes: number): string => `content-length: ${bytes}`;

describe('a large body', () => {
  it.each(['auditor', 'admin'] as const)('is not taken from a key of the role %s, which may not send it', async (role) => {
    expect(await first(begun('/bank-statements', server.keys[role], of(20 * mebibyte)))).toMatch(/^HTTP\/1.1 403 [^]*AUTH.ROLE/);
  });

  it('is not taken without a key', async () => {
    expect(await first(begun('/bank-statements', null, of(20 * mebibyte)))).toMatch(/^HTTP\/1.1 401 [^]*AUTH.KEY_REQUIRED/);
    expect(await first(begun('/sales', null, 'transfer-encoding: chunked'))).toMatch(/^HTTP\/1.1 401 [^]*AUTH.KEY_REQUIRED/);
  });

  it('waits for others that are under way, with the time to come back, and is taken once they are gone', async () => {
    const { clerk } = server.keys;
    // The server says Continue once it has taken the headers.
    for (const [path, length] of [['/bank-statements', of(15 * mebibyte)], ['/usage', 'transfer-encoding: chunked']] as const) {
      expect(await first(begun(path, clerk, `expect: 100-continue\r\n${length}`))).toMatch(/^HTTP\/1.1 100 /);
    }
    const answer = await first(begun('/bank-statements', clerk, of(4 * mebibyte)));
    expect(answer).toMatch(/^HTTP\/1.1 503 [^]*retry-after: 2[^]*REQUEST.UPLOADS_BUSY/i);
    // Small ones go on meanwhile, and so does what carries no body.
    expect((await server.get('/sales')).status).toBe(200);
    for (const socket of open.splice(0)) socket.destroy();
    const freed = performance.now();
    let whole = await server.post('/bank-statements', { file: 'A'.repeat(20 * mebibyte) });
    while (whole.status === 503 && performance.now() - freed < 5_000) whole = await server.post('/bank-statements', { file: 'A'.repeat(20 * mebibyte) });
    expect(whole.json).toMatchObject({ status: 422, code: 'FILE.FORMAT' });
  });
});
