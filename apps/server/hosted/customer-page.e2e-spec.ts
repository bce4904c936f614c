import { accepted, customerBody, entityBody, saleBody } from '../testing/sample';
import { startTestServer, type Reply, type TestServer } from '../testing/test-server';

const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>{{constructor}}';
let now = Date.now();
let server: TestServer;
let invoice: Record<string, string>;
let page: string;

beforeAll(async () => {
  server = await startTestServer({}, undefined, { publicUrl: 'https://bills.example', clock: { now: () => now } });
  const bankAccount = { accountHolder: `Holder ${hostile}`, iban: 'GB33BUKB20201555555555' };
  const branding = { colour: '#ffcc00', footer: `Footer ${hostile}` };
  accepted(await server.post('/entities', { ...entityBody, name: `Seller ${hostile}`, email: 'a@example.com', bankAccount, branding, waysToPay: [{ kind: 'other', text: `Pay ${hostile}` }] }));
  accepted(await server.post('/customers', { ...customerBody('C1'), personal: { name: `Buyer ${hostile}`, street: hostile, city: hostile } }));
  accepted(await server.post('/customers', customerBody('C2')));
  accepted(await server.post('/customers', { customerId: 'WALK', kind: 'walk-in', country: 'GB' }));
  const line = { description: `Lamp ${hostile}`, quantity: '2', unitPrice: '3.39' };
  invoice = accepted(await server.post('/sales', saleBody('S1', { lines: [line] })));
  accepted(await server.post('/sales', saleBody('S2')));
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.ledger.readModels.catchUp();
  page = await pathOf({ accountId: 'UK~C1', documentId: invoice['invoiceId'] ?? '', kind: 'invoice' });
});

async function pathOf(claims: Parameters<TestServer['ledger']['links']['linkTo']>[0]): Promise<string> {
  return new URL((await server.ledger.links.linkTo(claims))?.url ?? '').pathname;
}

const look = (path: string, headers: Record<string, string> = {}): Promise<Reply> => server.get(path, { role: null, headers });
const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: server.url }): Promise<Reply> =>
  server.post(path, new URLSearchParams(fields).toString(), { role: null, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } });

/** What a page must never have, whatever anybody is called. */
function expectHarmless(reply: Reply): void {
  expect(reply.text).not.toMatch(/<script|<img src=x|javascript:|\son\w+=/i);
  expect(reply.text).not.toMatch(/(src|href|action)="(?!\/c\/|data:image\/|https:\/\/checkout\.)/);
  expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
  expect(reply.headers.get('cache-control')).toContain('no-store');
  expect(reply.headers.get('x-robots-tag')).toContain('noindex');
  expect(reply.headers.get('referrer-policy')).toBe('same-origin');
  expect(reply.headers.get('set-cookie')).toBeNull();
}

describe('the page of a customer', () => {
  it('shows the invoice, what else is open, where to pay and how to ask, with every name as text', async () => {
    const reply = await look(page);
    expect(reply.status).toBe(200);
    expectHarmless(reply);
    expect(reply.text).toContain('INV-000001');
    expect(reply.text).toContain('INV-000002');
    expect(reply.text).toContain('£6.78');
    expect(reply.text).toContain('Lamp &lt;script&gt;');
    expect(reply.text).toContain('GB33BUKB20201555555555');
    // The code for banking apps is for euro alone.
    expect(reply.text).not.toContain('data:image/svg');
    expect(reply.text).toContain('<html lang="en">');
    expect(reply.text).not.toContain('Buyer');
  });

  it.each([['de', 'Offener Betrag', '6,78'], ['fr', 'Montant dû', '6,78']])('speaks %s', async (language, words, amount) => {
    accepted(await server.post('/customers/C1/preference', { requestId: `P-${language}`, channel: 'email', language, personal: { email: 'ada@example.com' } }));
    const { text } = await look(page);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(words);
    expect(text).toContain(amount);
    accepted(await server.post('/customers/C1/preference', { requestId: `P-${language}-back`, channel: 'email', language: 'en', personal: { email: 'ada@example.com' } }));
  });

  it('shows a credit note that the link names, and gives its PDF', async () => {
    const lines = [{ lineId: '1', productCode: '71053', description: 'White metal lantern', quantity: '2', unitPrice: '3.39', taxCategory: 'S', taxRate: '20' }];
    const returned = accepted(await server.post('/returns', { returnId: 'R1', customerId: 'C1', receivedOn: '2010-12-05', currency: 'GBP', reason: 'Broken', lines }));
    await server.ledger.readModels.catchUp();
    const path = await pathOf({ accountId: 'UK~C1', documentId: returned['creditNoteId'] ?? '', kind: 'credit-note' });
    const { text } = await look(path);
    expect(text).toContain('<h1>Credit note CN-000001</h1>');
    expect(text).toContain('£8.14');
    expect((await look(`${path}/document`)).text.slice(0, 5)).toBe('%PDF-');
    expect((await look(await pathOf({ accountId: 'UK~C2', documentId: returned['creditNoteId'] ?? '', kind: 'credit-note' }))).status).toBe(404);
  });

  it('says what is open of an account, where the link names no document', async () => {
    const { text } = await look(await pathOf({ accountId: 'UK~C1' }));
    expect(text).toContain('<h2>Open invoices</h2>');
    expect(text).toContain('INV-000001');
  });

  it('asks nobody to pay what a post-dated cheque pays, and says from when it counts', async () => {
    accepted(await server.post('/customers', customerBody('C9')));
    const { invoiceId = '' } = accepted(await server.post('/sales', saleBody('S9', { customerId: 'C9', lines: [{ description: 'Lamp', quantity: '1', unitPrice: '3.39' }] })));
    const day = new Date(now + 20 * 86_400_000).toISOString().slice(0, 10);
    accepted(await server.post('/payments', { paymentId: 'CHQ-9', receivedOn: day, currency: 'GBP', amount: '3.39', method: 'cheque', customerId: 'C9' }));
    await server.ledger.readModels.catchUp();
    const postDated = [{ on: day, amount: '3.39', paymentId: 'CHQ-9' }];
    expect((await server.get(`/invoices/${invoiceId}`)).json).toMatchObject({ open: '3.39', settled: '0.00', state: 'open', postDated });
    expect((await server.get('/accounts/UK~C9/items?openOnly=true')).json).toMatchObject({ items: [{ documentId: invoiceId, open: '3.39', postDated }] });
    expect((await server.get('/invoices?openOnly=true&customerId=C9')).json).toMatchObject({ items: [{ invoiceId, open: '3.39', postDated }] });
    const { text } = await look(await pathOf({ accountId: 'UK~C9', documentId: invoiceId, kind: 'invoice' }));
    expect(text).toContain('Paid by post-dated payment, counts from');
    expect(text).toContain('£0.00');
    expect(text).not.toContain('GB33BUKB20201555555555');
  });

  it('gives the PDF and the statement', async () => {
    const pdf = await look(`${page}/document`);
    expect(pdf.status).toBe(200);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
    const statement = await look(`${page}/statement?from=2010-12-01&to=2010-12-31`);
    expect(statement.status).toBe(200);
    expectHarmless({ ...statement, text: statement.text.replaceAll('href="/c/', '') });
    expect(statement.text).toContain('INV-000002');
    expect((await look(`${page}/statement?from=2010-12-01&to=2010-12-31&format=pdf`)).headers.get('content-type')).toBe('application/pdf');
    expect((await look(`${page}/statement?from=2010-12-31&to=2010-12-01`)).status).toBe(404);
    expect((await look(`${page}/statement?from=x&to[]=y`)).status).toBe(404);
  });

  it('has no button to pay where no gateway is', async () => {
    const { text } = await look(page);
    expect(text).not.toContain('/pay"');
    expect(text).not.toContain('<h2>Pay</h2>');
    expect((await send(`${page}/pay`, { item: `${invoice['invoiceId']}:1` })).status).toBe(409);
  });
});

describe('links that are not good', () => {
  const harmless = async (path: string, status: number): Promise<void> => {
    const reply = await look(path);
    expect(reply.status).toBe(status);
    expectHarmless(reply);
    expect(reply.text).toContain('This page is not available');
    expect(reply.text).not.toContain('Seller');
    expect(reply.text).not.toContain('INV-');
  };

  it('are refused without information: forged, cut, tampered, of another account, of nothing', async () => {
    await harmless('/c/x', 404);
    await harmless(page.slice(0, -1), 404);
    const [keyId, , signature] = page.slice(3).split('.');
    const forged = Buffer.from(JSON.stringify({ accountId: 'UK~C2', expiresAt: 4_000_000_000 })).toString('base64url');
    await harmless(`/c/${keyId}.${forged}.${signature}`, 404);
    await harmless(await pathOf({ accountId: 'UK~C2', documentId: invoice['invoiceId'] ?? '', kind: 'invoice' }), 404);
    await harmless(await pathOf({ accountId: 'XX~C1' }), 404);
    await harmless(await pathOf({ accountId: 'UK~nobody' }), 404);
    await harmless(await pathOf({ accountId: 'UK~C1', documentId: 'none', kind: 'invoice' }), 404);
    await harmless(`/c/${'a'.repeat(690)}`, 404);
  });

  it('expire', async () => {
    const was = now;
    now += 200 * 86_400_000;
    await harmless(page, 410);
    now = was;
  });

  it('show nothing of a walk-in account but the document', async () => {
    const one = accepted(await server.post('/sales', saleBody('W1', { customerId: 'WALK' })));
    const other = accepted(await server.post('/sales', saleBody('W2', { customerId: 'WALK' })));
    await server.ledger.readModels.catchUp();
    const path = await pathOf({ accountId: 'UK~WALK', documentId: one['invoiceId'] ?? '', kind: 'invoice' });
    const { text, status } = await look(path);
    expect(status).toBe(200);
    expect(text).toContain(one['documentNumber']);
    expect(text).not.toContain(other['documentNumber']);
    expect((await look(`${path}/statement?from=2010-12-01&to=2010-12-31`)).status).toBe(404);
    expect((await look(await pathOf({ accountId: 'UK~WALK' }))).status).toBe(404);
  });
});

describe('asking on the page', () => {
  const ask = { kind: 'question', name: hostile, email: 'ada@example.com', text: `Where is it?\r\n${hostile}` };

  it('is answered with what was asked, as text, once', async () => {
    const reply = await send(`${page}/ask`, ask);
    expect(reply.status).toBe(201);
    expectHarmless(reply);
    expect(reply.text).toContain('Where is it?');
    expect((await send(`${page}/ask`, ask)).text).toBe(reply.text);
    await server.ledger.readModels.catchUp();
    const { items } = (await server.get('/inquiries?accountId=UK~C1')).json as { items: object[] };
    expect(items).toMatchObject([{ via: 'hosted-page', kind: 'question', invoiceId: invoice['invoiceId'], question: `Where is it?\n${hostile}` }]);
  });

  it('refuses a reply address that is none, and says so', async () => {
    const reply = await send(`${page}/ask`, { kind: 'question', text: 'x', email: 'not an address' });
    expect([reply.status, reply.text]).toEqual([422, expect.stringContaining('This is no e-mail address')]);
  });

  it('opens a dispute', async () => {
    expect((await send(`${page}/ask`, { kind: 'dispute', text: 'It never came.' })).status).toBe(201);
    const { events } = (await server.get('/events?stream=account-UK~C1')).json as { events: { type: string }[] };
    expect(events.map(({ type }) => type)).toContain('DisputeOpened');
    await server.ledger.readModels.catchUp();
    expect((await look(page)).text).toContain('<span class="status">In dispute</span>');
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }], ['no origin', {}], ['a hidden origin', { origin: 'null' }],
    ['another site that says it is ours', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'cross-site' }],
  ])('is refused from %s', async (_what, headers) => {
    expect((await send(`${page}/ask`, { kind: 'question', text: 'forged' }, headers as Record<string, string>)).status).toBe(403);
  });

  it.each([
    ['nothing', { text: ' ' }], ['too much', { text: 'x'.repeat(4_001) }], ['control characters', { text: 'a\u0000b' }],
    ['nothing that can be seen', { text: ' \u200b\u2060\u00ad\u{E0020}\u3164\ufe0f\u2800 ' }], ['no kind', { kind: 'praise' }], ['a long name', { name: 'x'.repeat(201) }],
  ])('is refused with %s', async (_what, fields) => {
    const other = await pathOf({ accountId: 'UK~C2' });
    const reply = await send(`${other}/ask`, { kind: 'question', text: 'hello', ...fields });
    expect(reply.status).toBe(422);
    expectHarmless(reply);
  });

  it('is refused in other media and sizes', async () => {
    expect((await server.post(`${page}/ask`, '{}', { role: null })).status).toBe(401);
    expect((await send(`${page}/ask`, { text: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await send(page, { text: 'x' })).status).toBe(415);
  });

  it('is slowed down', async () => {
    const replies = [];
    for (let n = 0; n < 11; n += 1) {
      replies.push((await send(`${page}/ask`, { kind: 'complaint', text: `again ${n}` })).status);
    }
    expect(replies.at(-1)).toBe(429);
    expect((await send(`${await pathOf({ accountId: 'UK~C2' })}/ask`, { kind: 'question', text: 'and I?' })).status).toBe(201);
  });
});

describe('an invoice that was cancelled', () => {
  it('is called so, with the credit note that did it, and asks for nothing', async () => {
    const sold = accepted(await server.post('/sales', saleBody('S8', { customerId: 'C1' })));
    const cancelled = accepted(await server.post(`/invoices/${sold['invoiceId'] ?? ''}/cancellation`, { requestId: 'ca', reason: 'wrong' }));
    await server.ledger.readModels.catchUp();
    const { text } = await look(await pathOf({ accountId: 'UK~C1', documentId: sold['invoiceId'] ?? '', kind: 'invoice' }));
    expect(text).toContain(`<span class="status">Cancelled: Credit note ${cancelled['documentNumber'] ?? '?'}</span>`);
    expect(text).not.toContain('<h2>By bank transfer</h2>');
  });
});

// Last, since no document of the series can be dated before it.
describe('an invoice of today', () => {
  it('tells instalments with their amounts, discounts, what paying early saves, and the reference of the printed invoice', async () => {
    const terms = { netDays: 30, instalments: [{ netDays: 30, percent: '40' }, { netDays: 60, percent: '60' }], earlyPayment: { percent: '2.5', withinDays: 30 } };
    accepted(await server.post('/customers', { ...customerBody('C7'), terms: [{ entityId: 'UK', terms }] }));
    const lines = [{ description: 'Paper', quantity: '10', unitPrice: '10.00', discountPercent: '10' }, { description: 'Pens', quantity: '1', unitPrice: '10.00', discountAmount: '1.00' }];
    const sold = accepted(await server.post('/sales', saleBody('S7', { customerId: 'C7', closedOn: new Date().toISOString().slice(0, 10), documentDiscountPercent: '3', lines })));
    await server.ledger.readModels.catchUp();
    const { text } = await look(await pathOf({ accountId: 'UK~C7', documentId: sold['invoiceId'] ?? '', kind: 'invoice' }));
    expect(text).toMatch(/<td>1<\/td><td>[^<]+<\/td><td class="n">£38\.41<\/td>/);
    expect(text).toMatch(/<td>2<\/td><td>[^<]+<\/td><td class="n">£57\.62<\/td>/);
    expect(text).toContain('Paper<br><small>Discount 10 %</small>');
    expect(text).toContain('Pens<br><small>Discount £1.00</small>');
    expect(text).toContain('<small>Discount 3 %</small>');
    expect(text).toContain('2.5 % less if paid by');
    expect(text).toMatch(/<dd>RF\d\d INV0 0000 \d+<\/dd>/);
  });
});
