import { spawnSync } from 'node:child_process';
import { checkFec } from '#exports';
import { againstSchema, hasSafTSchema, whySkipped } from '../../../libs/exports/testing';
import { accepted, customerBody, entityBody, paymentBody, saleBody } from '../testing/sample';
import { startTestServer, type TestServer } from '../testing/test-server';
import { ExportSlots } from './send-export';

let server: TestServer;
let min: string;

beforeAll(async () => {
  server = await startTestServer();
  accepted(await server.post('/entities', entityBody));
  accepted(await server.post('/customers', { ...customerBody('C1'), personal: { name: '=HYPERLINK("x")' } }));
  accepted(await server.post('/sales', saleBody('S1')));
  accepted(await server.post('/sales', saleBody('S2', { closedOn: '2010-12-02' })));
  min = accepted(await server.post('/payments', paymentBody('P1')))['writeToken'] ?? '';
});
afterAll(() => server.stop());

interface TrialBalance {
  readonly body: { readonly sections: readonly { readonly rows: readonly { readonly accountCode: string; readonly base: { readonly closing: string } }[] }[] };
}

const bytes = (text: string): AsyncIterable<Uint8Array> => (async function* () { yield Buffer.from(text); })();
const withHledger = spawnSync('hledger', ['--version']).status === 0 ? it : it.skip;

describe('exports over HTTP', () => {
  withHledger('the journal is accepted by hledger itself, with the balances of the trial balance (skipped where hledger is not installed)', async () => {
    const reply = await server.get(`/exports/journal?entityId=UK&min=${min}`, { role: 'auditor' });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const { stdout, stderr } = spawnSync('hledger', ['-f', '-', 'balance', '--flat', '--no-total', '--empty', '-O', 'csv', '--layout', 'bare'], { input: reply.text, encoding: 'utf8' });
    expect(stderr).toBe('');
    const { body } = (await server.get('/reports/trial-balance?asOf=2010-12-31&entityId=UK')).json as unknown as TrialBalance;
    const ours = body.sections.flatMap(({ rows }) => rows).map(({ accountCode, base }) => [accountCode, Number(base.closing)]);
    const theirs = [...stdout.matchAll(/"[^"]*UK:(\d{4})[^"]*","GBP","(-?[\d.]+)"/g)].map(([, code, amount]) => [code, Number(amount)]);
    expect(ours.length).toBeGreaterThan(3);
    expect(new Map(theirs as [string, number][])).toEqual(new Map(ours as [string, number][]));
  });

  it.each(['hledger', 'ledger', 'beancount', 'csv', 'xlsx'])('as %s: the same bytes for the same moment, others when more is known', async (format) => {
    const now = await server.get(`/exports/journal?format=${format}&min=${min}`);
    const known = now.headers.get('daybook-known-at') ?? '';
    expect(now.headers.get('content-disposition')).toBe(`attachment; filename="journal-all-${known}.${format}"`);
    min = accepted(await server.post('/payments', paymentBody(`P-${format}`, { amount: '0.10' })))['writeToken'] ?? '';
    const later = await server.get(`/exports/journal?format=${format}&min=${min}`);
    expect(later.text).not.toBe(now.text);
    if (format !== 'xlsx') expect((await server.get(`/exports/journal?format=${format}&knownAt=${known}`)).text).toBe(now.text);
  });

  it('knows a moment by its time too', async () => {
    const before = await server.get('/exports/journal?format=csv&knownAt=2000-01-01T00:00:00Z');
    expect(before.text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('the French file keeps every rule of the article', async () => {
    const reply = await server.get(`/exports/fec?entityId=UK&from=2010-01-01&to=2010-12-31&siren=552081317&min=${min}`);
    expect([reply.status, reply.headers.get('content-disposition')]).toEqual([200, 'attachment; filename="552081317FEC20101231.txt"']);
    expect(await checkFec('552081317FEC20101231.txt', bytes(reply.text))).toMatchObject({ problems: [] });
  });

  (hasSafTSchema ? it : it.skip)(`SAF-T is valid by the published schema (${whySkipped})`, async () => {
    const reply = await server.get(`/exports/saf-t?entityId=UK&from=2010-01-01&to=2010-12-31&min=${min}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
    expect(await againstSchema(reply.text)).toEqual([]);
  });

  it.each([
    ['/exports/journal?entityId=FR', 404, 'ENTITY.UNKNOWN'],
    ['/exports/journal?knownAt=999999', 409, 'REPORT.NOT_YET_KNOWN'],
    ['/exports/journal?format=docx', 422, 'REQUEST.INVALID'],
    ['/exports/fec?entityId=UK&from=2010-01-01&to=2010-12-31', 409, 'EXPORT.NO_SIREN'],
    ['/exports/fec?entityId=UK&from=2010-01-01&to=2010-12-31&siren=552081318', 422, 'REQUEST.INVALID'],
    ['/exports/saf-t?entityId=UK&from=2010-12-31&to=2010-01-01', 422, 'REPORT.INVALID_DATE'],
    ['/exports/saf-t?entityId=UK&from=2010-01-01', 422, 'REQUEST.INVALID'],
  ])('%s is refused with %i %s, and takes no slot', async (path, status, code) => {
    for (let time = 0; time < 3; time += 1) {
      const { json } = await server.get(path);
      expect([json['status'], json['code']]).toEqual([status, code]);
    }
  });

  it('are no reading for who only sends', async () => {
    expect((await server.get('/exports/journal', { role: 'integrator' })).status).toBe(403);
  });
});

describe('slots of exports', () => {
  it('are given back once, and the third at a time is told when to come again', () => {
    const slots = new ExportSlots();
    const first = slots.take();
    slots.take();
    expect(() => slots.take()).toThrow('Repeat in 30 s');
    first();
    first();
    slots.take();
    expect(() => slots.take()).toThrow('2 exports are being sent');
  });
});
