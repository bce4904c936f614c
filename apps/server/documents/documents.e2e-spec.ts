import { accepted, customerBody, entityBody, paymentBody, saleBody } from '../testing/sample';
import { startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let min: string;

beforeAll(async () => {
  server = await startTestServer();
  accepted(await server.post('/entities', { ...entityBody, taxId: 'GB123456789', registration: '01234567', city: 'London' }));
  accepted(await server.post('/customers', customerBody('C1')));
  accepted(await server.post('/customers', { ...customerBody('C2'), kind: 'walk-in', personal: {} }));
  const sold = accepted(await server.post('/sales', saleBody('S1')));
  accepted(await server.post('/sales', saleBody('S2', { customerId: 'C2' })));
  accepted(
    await server.post('/returns', {
      returnId: 'R1',
      customerId: 'C1',
      receivedOn: '2010-12-05',
      currency: 'GBP',
      reason: 'Broken',
      lines: [{ lineId: '1', productCode: '71053', description: 'White metal lantern', quantity: '2', unitPrice: '3.39', taxCategory: 'S', taxRate: '20' }],
    }),
  );
  expect(sold).toHaveProperty('writeToken');
  min = accepted(await server.post('/payments', paymentBody('P1')))['writeToken'] ?? '';
});
afterAll(() => server.stop());

const paths = {
  invoice: '/invoices/INV-000001/document', creditNote: '/credit-notes/CN-000001/document', receipt: '/payments/P1/receipt',
  statement: '/accounts/UK~C1/statement/document?asOf=2010-12-31',
} as const;
const with_ = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

describe('documents over HTTP', () => {
  it.each(Object.entries(paths))('%s is a PDF, the same bytes every time, and not sent again to who has it', async (_what, path) => {
    const reply = await server.get(with_(path, `min=${min}`));
    expect([reply.status, reply.headers.get('content-type'), reply.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="[A-Za-z0-9._-]+\.pdf"$/);
    const etag = reply.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect((await server.get(path)).headers.get('etag')).toBe(etag);
    const again = await server.get(path, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each([
    [paths.invoice, 'ubl', 'application/xml; charset=utf-8', /<Invoice xmlns=[\s\S]*<cbc:ID>INV-000001/],
    [paths.invoice, 'cii', 'application/xml; charset=utf-8', /<rsm:CrossIndustryInvoice [\s\S]*<ram:ID>INV-000001/],
    [paths.creditNote, 'ubl', 'application/xml; charset=utf-8', /<CreditNote xmlns=[\s\S]*<cac:InvoiceDocumentReference>\s*<cbc:ID>INV-000001/],
    [paths.creditNote, 'cii', 'application/xml; charset=utf-8', /<ram:TypeCode>381[\s\S]*<ram:IssuerAssignedID>INV-000001/],
    [paths.invoice, 'factur-x', 'application/pdf', /factur-x\.xml/],
    [paths.creditNote, 'factur-x', 'application/pdf', /factur-x\.xml/],
  ])('%s as %s', async (path, format, type, holds) => {
    const reply = await server.get(`${path}?format=${format}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, type]);
    expect(reply.text).toMatch(holds);
  });

  it('answers HEAD with the size and no body', async () => {
    const head = await fetch(`${server.url}${paths.invoice}`, { method: 'HEAD', headers: { authorization: `Bearer ${server.keys.clerk}` } });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1000);
  });

  it('is a letter, once it was claimed', async () => {
    const run = accepted(await server.post('/reminder-runs', { requestId: 'run-1', entityId: 'UK', policyId: 'standard', runDate: '2011-01-20' }));
    const { items } = (await server.get(`/reminders?min=${run['writeToken']}`)).json as { readonly items: readonly { readonly reminderId: string }[] };
    const reply = await server.get(`/reminders/${items[0]?.reminderId}/document`);
    expect([reply.status, reply.text.slice(0, 5)]).toEqual([200, '%PDF-']);
  });

  it.each([
    ['/invoices/INV-000009/document', 404, 'INVOICE.NOT_FOUND', undefined],
    ['/credit-notes/CN-000009/document', 404, 'CREDIT_NOTE.NOT_FOUND', undefined],
    ['/payments/P9/receipt', 404, 'PAYMENT.NOT_FOUND', undefined],
    ['/payments/P1/receipt?accountId=UK~C2', 409, 'RECEIPT.NOT_IDENTIFIED', undefined],
    ['/accounts/UK~C9/statement/document?asOf=2010-12-31', 404, 'ACCOUNT.NOT_FOUND', undefined],
    ['/accounts/UK~C1/statement/document?asOf=2010-12-31&from=2011-01-01', 422, 'REPORT.INVALID_DATE', undefined],
    ['/reminders/none/document', 404, 'REMINDER.NOT_FOUND', undefined],
    ['/invoices/INV-000001/document?format=docx', 422, 'REQUEST.INVALID', 'format'],
    ['/invoices/INV-000002/document?format=ubl', 409, 'E_INVOICE.BUYER_NAME', 'buyer.name'],
  ])('%s is refused with %i %s', async (path, status, code, field) => {
    const { json, headers } = await server.get(path);
    expect([json['status'], json['code'], headers.get('content-type')]).toEqual([status, code, expect.stringContaining('application/problem+json')]);
    if (field !== undefined) {
      expect(json['errors']).toEqual([expect.objectContaining({ field })]);
    }
  });

  it('shows statements and letters to nobody who only sends', async () => {
    expect((await server.get(paths.statement, { role: 'integrator' })).status).toBe(403);
    expect((await server.get(paths.invoice, { role: 'admin' })).status).toBe(403);
    expect((await server.get(paths.invoice, { role: null })).status).toBe(401);
  });
});
