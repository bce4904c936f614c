import { accepted, customerBody, entityBody, founded, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
});
afterAll(() => server.stop());

/** Reads what the last command wrote. */
const fresh = (answer: Record<string, string>): string => `min=${String(answer.writeToken)}&wait=20000`;

describe('legal entities', () => {
  it('writes only differences, answers the ETag and honours If-Match', async () => {
    const again = accepted(await server.post('/entities', entityBody));
    expect(again).toMatchObject({ entityId: 'UK', changed: [] });
    const read = await server.get('/entities/UK');
    const etag = read.headers.get('etag') ?? '';
    expect(read.json).toMatchObject({ name: 'Sample Retail Ltd', series: [{ seriesId: 'UK-INV' }, { seriesId: 'UK-CN' }] });
    const renamed = { ...entityBody, name: 'Sample Retail plc' };
    expect((await server.post('/entities', renamed, { headers: { 'if-match': '"99"' } })).json).toMatchObject({ status: 412, code: 'PRECONDITION.REVISION_CHANGED' });
    expect((await server.post('/entities', renamed, { headers: { 'if-match': 'W/x' } })).status).toBe(400);
    expect(accepted(await server.post('/entities', renamed, { headers: { 'if-match': etag } }))).toMatchObject({ changed: ['EntityConfigured'] });
    expect((await server.get('/entities/UK')).json).toMatchObject({ name: 'Sample Retail plc' });
    expect((await server.get('/entities/FR')).json).toMatchObject({ status: 404, code: 'ENTITY.NOT_FOUND' });
  });
});

describe('customers', () => {
  it('registers once, changes contact and terms, and is read with its ETag', async () => {
    accepted(await server.post('/customers', customerBody('K1')));
    expect((await server.post('/customers', { ...customerBody('K1'), country: 'FR' })).status).toBe(409);
    const headers = { 'idempotency-key': 'k1-terms' };
    accepted(await server.post('/customers/K1/terms', { terms: { netDays: 14 }, effectiveFrom: '2010-01-01' }, { headers }));
    accepted(await server.post('/customers/K1/contact', { requestId: 'k1-contact', country: 'IE', personal: { name: 'Renamed' } }));
    const read = await server.get('/customers/K1');
    expect(read.json).toMatchObject({ customerId: 'K1', country: 'IE', personal: { name: 'Renamed' }, terms: [{ terms: { netDays: 14 } }] });
    const late = { requestId: 'late', country: 'GB', personal: {} };
    expect((await server.post('/customers/K1/contact', late, { headers: { 'if-match': '"0"' } })).status).toBe(412);
    const etag = read.headers.get('etag') ?? '';
    const changed = accepted(await server.post('/customers/K1/contact', late, { headers: { 'if-match': etag } }));
    expect((await server.get(`/customers?name=custom&limit=2&${fresh(changed)}`)).json['items']).toHaveLength(2);
    expect((await server.post('/customers/K1/contact', { ...late, customerId: 'K2' })).json).toMatchObject({ status: 422, errors: [{ field: 'customerId' }] });
  });
});

describe('sales and invoices', () => {
  it('bills a sale at once and shows the invoice by number and id, with lines and history', async () => {
    const sale = accepted(await server.post('/sales', saleBody('B1')));
    expect(sale).toMatchObject({ saleId: 'B1', state: 'billed', issueDate: '2010-12-01', totals: { net: '35.64', tax: '4.07', gross: '39.71' } });
    expect(sale).toMatchObject({ documentNumber: expect.stringMatching(/^INV-\d{6}$/), sequence: expect.any(Number) });
    const byNumber = await server.get(`/invoices/${sale['documentNumber']}?${fresh(sale)}`);
    const byId = await server.get(`/invoices/${sale['invoiceId']}`);
    expect(byNumber.status).toBe(200);
    expect(byId.text).toBe(byNumber.text);
    expect(byId.json).toMatchObject({ gross: '39.71', open: '39.71', state: 'open', document: { lines: [{ net: '15.30' }, { net: '20.34', tax: '4.07' }] } });
    expect((byId.json['history'] as { type: string }[]).map(({ type }) => type)).toEqual(['BillingAssigned', 'InvoiceIssued', 'InvoiceEntered']);
    expect((await server.get('/sales/B1')).json).toMatchObject({ state: 'billed', invoiceId: sale['invoiceId'] });
  });

  it('leaves a sale waiting until it is billed or called off, and says nothing to bill for zero', async () => {
    expect(accepted(await server.post('/sales', saleBody('B2', { billing: 'later' })))).toMatchObject({ state: 'waiting' });
    expect(accepted(await server.post('/sales/B2/billing', { requestId: 'b2', issueDate: '2010-12-02' }))).toMatchObject({ state: 'billed', issueDate: '2010-12-02' });
    accepted(await server.post('/sales', saleBody('B3', { billing: 'later' })));
    const cancelled = accepted(await server.post('/sales/B3/cancellation', { reason: 'ordered twice' }, { headers: { 'idempotency-key': 'b3' } }));
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect((await server.post('/sales/B1/cancellation', { requestId: 'b1', reason: 'too late' })).status).toBe(409);
    const zero = accepted(await server.post('/sales', saleBody('B4', { lines: [{ description: 'Sample', quantity: '1', unitPrice: '0' }] })));
    expect(zero).toMatchObject({ state: 'nothing-to-bill' });
    expect((await server.get(`/sales?state=nothing-to-bill&${fresh(zero)}`)).json).toMatchObject({ items: [{ saleId: 'B4' }], next: null });
  });

  it('refuses an issue date in the future and one before the last of the series', async () => {
    const future = await server.post('/sales', saleBody('B5', { issueDate: '2999-01-01' }));
    expect([409, 422]).toContain(future.status);
    expect(future.json).toMatchObject({ detail: expect.any(String), code: expect.stringMatching(/^[A-Z_]+\.[A-Z_]+$/) });
  });

  it('pages through invoices, newest first', async () => {
    const first = (await server.get('/invoices?limit=1')).json;
    expect(first['items']).toHaveLength(1);
    const second = (await server.get(`/invoices?limit=1&after=${String(first['next'])}`)).json;
    expect(second['items']).not.toEqual(first['items']);
    expect((await server.get('/invoices?customerId=C2')).json).toEqual({ items: [], next: null });
  });
});

describe('returns and credit notes', () => {
  it('credits a return against the invoice it matches', async () => {
    const lines = [{ productCode: '85123A', description: 'White hanging heart T-light holder', quantity: '2', unitPrice: '2.55' }];
    const credited = accepted(await server.post('/returns', { returnId: 'CB1', customerId: 'C1', receivedOn: '2010-12-05', currency: 'GBP', reason: 'damaged', lines }));
    expect(credited).toMatchObject({ returnId: 'CB1', state: 'credited', documentNumber: expect.stringMatching(/^CN-/), totals: { gross: '5.10' } });
    const note = await server.get(`/credit-notes/${credited['documentNumber']}?${fresh(credited)}`);
    expect(note.json).toMatchObject({ creditNoteId: credited['creditNoteId'], gross: '5.10', document: { returnId: 'CB1' } });
    expect((await server.get('/returns/CB1')).json).toMatchObject({ creditNoteId: credited['creditNoteId'] });
  });

  it('takes a clerk’s credit note under its request id', async () => {
    const body = { customerId: 'C1', receivedOn: '2010-12-06', currency: 'GBP', reason: 'goodwill', lines: [{ description: 'Goodwill', quantity: '1', unitPrice: '1.00' }] };
    const headers = { 'idempotency-key': 'goodwill-1' };
    const credited = accepted(await server.post('/credit-notes', body, { headers }));
    expect(credited).toMatchObject({ returnId: 'goodwill-1', state: 'credited' });
    const again = await server.post('/credit-notes', body, { headers });
    expect([again.headers.get('idempotent-replayed'), again.json['documentNumber']]).toEqual(['true', credited['documentNumber']]);
    expect((await server.get(`/credit-notes?${fresh(credited)}`)).json['items']).toHaveLength(2);
  });
});

describe('external invoices', () => {
  const body = {
    source: 'legacy', documentNumber: '611365', mode: 'history', customerId: 'C2', issueDate: '2010-10-01', currency: 'GBP', gross: '55.94',
    instalments: [{ dueDate: '2010-10-31', amount: '55.94' }],
  };

  it('keeps their number and stay out of our registers', async () => {
    const recorded = accepted(await server.post('/external-invoices', body));
    expect(recorded).toMatchObject({ accountId: 'UK~C2', documentNumber: '611365' });
    const read = await server.get(`/invoices/${encodeURIComponent(recorded['invoiceId'] ?? '')}?${fresh(recorded)}`);
    expect(read.json).toMatchObject({ origin: 'external', documentNumber: '611365', open: '55.94' });
  });

  it('refuses a due date before the issue date', async () => {
    const reply = await server.post('/external-invoices', { ...body, documentNumber: '2', instalments: [{ dueDate: '2010-09-30', amount: '55.94' }] });
    expect(reply.status).toBe(422);
  });
});
