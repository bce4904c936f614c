import { smtpTransport, type MailTransport } from '#delivery';
import { Mailbox } from '../../../libs/delivery/testing';
import { accepted, customerBody, entityBody, saleBody } from '../testing/sample';
import { startTestServer, type TestServer } from '../testing/test-server';

let now = Date.parse('2010-12-05T09:00:00Z');
let box: Mailbox;
let mail: MailTransport;
let server: TestServer;

beforeAll(async () => {
  box = await Mailbox.open();
  mail = smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 });
  server = await startTestServer({}, undefined, { publicUrl: 'https://bills.example', clock: { now: () => now }, mail });
  const bankAccount = { accountHolder: 'Sample Retail Ltd', iban: 'IE29AIBK93115212345678' };
  accepted(await server.post('/entities', { ...entityBody, country: 'IE', timeZone: 'Europe/Dublin', baseCurrency: 'EUR', bankAccount }));
  accepted(await server.post('/customers', customerBody('C1')));
  accepted(await server.post('/customers/C1/preference', { requestId: 'wish', channel: 'email', personal: { email: 'ada@example.com' } }));
});
afterAll(async () => {
  await server.stop();
  await mail.close();
  await box.close();
});

/** Sells, sends the invoice and follows the link of the message. */
async function mailed(saleId: string): Promise<{ readonly path: string; readonly invoiceId: string }> {
  const { invoiceId = '' } = accepted(await server.post('/sales', saleBody(saleId, { currency: 'EUR' })));
  await server.ledger.readModels.catchUp();
  accepted(await server.post('/deliveries', { kind: 'invoice', documentId: invoiceId }));
  const { text = '' } = (await box.read()).at(-1) ?? {};
  return { invoiceId, path: new URL(/https:\/\/bills\.example\/c\/\S+/.exec(text)?.[0] ?? '').pathname };
}

describe('visits to the page of a customer', () => {
  const opened = async (invoiceId: string) => {
    await server.ledger.readModels.catchUp();
    const [delivery] = (await server.ledger.lookups.listDeliveries({ documentId: invoiceId })).items;
    return [delivery?.openedDays, delivery?.openedOn];
  };
  const look = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> => (await fetch(`${server.url}${path}`, { method, headers })).status;

  it('count once a day, and only where a person looks', async () => {
    const { path, invoiceId } = await mailed('S1');
    await look(path, {}, 'HEAD');
    expect(await look(path, { 'sec-purpose': 'prefetch' })).toBe(200);
    await look(path, { 'sec-purpose': 'prefetch;prerender' });
    await look(path, { purpose: 'prefetch' });
    await look(`${path}x`);
    expect(await opened(invoiceId)).toEqual([0, undefined]);
    for (let times = 0; times < 3; times += 1) expect(await look(path)).toBe(200);
    expect(await opened(invoiceId)).toEqual([1, '2010-12-05']);
    now += 24 * 3_600_000;
    await Promise.all([look(path), look(path)]);
    expect(await opened(invoiceId)).toEqual([2, '2010-12-06']);
  });
});

it('shows the code for banking apps where the invoice is in euro', async () => {
  const { path } = await mailed('S2');
  expect((await server.get(path, { role: null })).text).toMatch(/<img[^>]+src="data:image\/svg\+xml;base64,/);
});
