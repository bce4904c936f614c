import { unzipSync } from 'fflate';
import { founded, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
  await posted('/sales', saleBody('C-1'));
});
afterAll(() => server.stop());

async function posted(path: string, body: object): Promise<Record<string, unknown>> {
  const reply = await server.post(path, body);
  expect([path, reply.status < 300 ? '' : reply.text]).toEqual([path, '']);
  return reply.json;
}

const account = `/accounts/${encodeURIComponent('UK~C1')}`;

describe('collections over HTTP', () => {
  it('from a call to the agency: worklist, promise, hand-over, dossier, receipt', async () => {
    await posted(`${account}/contacts`, { contactId: 'K1', contactedOn: '2011-01-12', channel: 'phone', direction: 'outgoing', outcome: 'promised', followUpOn: '2011-01-21', note: 'will pay' });
    const promised = await posted(`${account}/promises`, { promiseId: 'P1', givenOn: '2011-01-12', promisedFor: '2011-01-20', currency: 'GBP', contactId: 'K1' });
    const on = async (asOf: string) => (await server.get(`/collections/worklist?asOf=${asOf}&min=${String(promised['writeToken'])}`)).json;
    expect(await on('2011-01-15')).toMatchObject({ accounts: 0, rows: [] });
    expect(await on('2011-01-21')).toMatchObject({
      accounts: 1,
      rows: [{ accountId: 'UK~C1', priority: 1, reasons: [{ kind: 'broken-promise' }, { kind: 'follow-up' }], contacts: [{ contactId: 'K1', personal: { note: 'will pay' } }] }],
    });
    const record = (await server.get(`${account}/collection?asOf=2011-01-21&min=${String(promised['writeToken'])}`)).json;
    expect(record).toMatchObject({ contacts: [{ contactId: 'K1', note: 'will pay' }], promises: [{ promiseId: 'P1', status: 'broken' }], handOvers: [] });
    const handed = await posted(`${account}/hand-overs`, { handoverId: 'H1', agency: 'Sample Collections Ltd', handedOverOn: '2011-03-01', currency: 'GBP', reason: 'no answer' });
    expect(handed).toMatchObject({ total: promised['amount'], recalled: false });
    const dossier = async () => {
      const reply = await fetch(`${server.url}/collections/H1/dossier?min=${String(handed['writeToken'])}`, { headers: { authorization: `Bearer ${server.keys.controller}` } });
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/zip']);
      return Buffer.from(await reply.arrayBuffer());
    };
    const first = await dossier();
    expect(Object.keys(unzipSync(first))).toContain('dossier.txt');
    const receipt = { paymentId: 'AG-1', receivedOn: '2011-04-01', currency: 'GBP', amount: '1.00', commission: '0.25' };
    expect(await posted(`${account}/hand-overs/H1/receipts`, receipt)).toMatchObject({ deductions: [{ amount: '0.25' }], unapplied: '0.00' });
    expect((await dossier()).equals(first)).toBe(true);
    expect(await posted(`${account}/hand-overs/H1/recall`, { requestId: 'R1', reason: 'done' })).toMatchObject({ recalled: true });
    expect((await server.get('/collections/H2/dossier')).status).toBe(404);
  });

  it('refuses what cannot be: a promise for the past, an agency for nothing', async () => {
    const late = await server.post(`${account}/promises`, { promiseId: 'P9', givenOn: '2011-01-12', promisedFor: '2011-01-01', currency: 'GBP' });
    expect([late.status, late.json['code']]).toEqual([422, 'PROMISE.BEFORE']);
    const promise = (promiseId: string, promisedFor: string) => server.post(`${account}/promises`, { promiseId, givenOn: '2011-01-12', promisedFor, currency: 'GBP', amount: '1.00' });
    expect((await promise('P10', '9999-12-31')).json).toMatchObject({ status: 422, code: 'PROMISE.TOO_FAR', detail: expect.stringContaining('2011-07-11') });
    expect((await promise('P10', '2011-07-12')).json).toMatchObject({ code: 'PROMISE.TOO_FAR' });
    expect((await promise('P10', '2011-07-11')).status).toBe(201);
    const contact = (contactId: string, followUpOn: string) =>
      server.post(`${account}/contacts`, { contactId, contactedOn: '2011-01-12', channel: 'phone', direction: 'outgoing', outcome: 'reached', followUpOn, note: 'x' });
    expect((await contact('K9', '2012-01-12')).json).toMatchObject({ status: 422, code: 'CONTACT.FOLLOW_UP_TOO_FAR' });
    expect((await contact('K9', '2011-07-11')).status).toBe(201);
    const nothing = await server.post(`${account}/hand-overs`, { handoverId: 'H9', agency: 'A', currency: 'EUR', reason: 'x' });
    expect([nothing.status, nothing.json['code']]).toEqual([409, 'HAND_OVER.NOTHING_OPEN']);
  });
});
