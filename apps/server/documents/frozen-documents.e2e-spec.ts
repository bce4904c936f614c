import { accepted, customerBody, entityBody, paymentBody, saleBody } from '../testing/sample';
import { startTestServer, type TestServer } from '../testing/test-server';

/** A pixel. */
const logo = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const profile = { ...entityBody, taxId: 'GB123456789', city: 'London', branding: { colour: '#0b6e4f', footer: 'As it was' } };

describe('documents after the profile, the customer and the account have changed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    accepted(await server.post('/entities', profile));
    accepted(await server.post('/customers', customerBody('C1')));
    accepted(await server.post('/sales', saleBody('S1')));
    const lines = [{ lineId: '1', productCode: '71053', description: 'White metal lantern', quantity: '2', unitPrice: '3.39', taxCategory: 'S', taxRate: '20' }];
    accepted(await server.post('/returns', { returnId: 'R1', customerId: 'C1', receivedOn: '2010-12-05', currency: 'GBP', reason: 'Broken', lines }));
    accepted(await server.post('/payments', paymentBody('P1')));
    await server.ledger.readModels.catchUp();
  });
  afterAll(() => server.stop());

  const bytesOf = async (path: string): Promise<string> => {
    const reply = await server.get(path);
    if (reply.status !== 200) throw new Error(reply.text);
    return reply.text;
  };

  it('have the same bytes as before', async () => {
    const formats = ['pdf', 'ubl', 'cii', 'factur-x'];
    const paths = formats.flatMap((format) => [`/invoices/INV-000001/document?format=${format}`, `/credit-notes/CN-000001/document?format=${format}`]);
    const before = await Promise.all(paths.map(bytesOf));
    const changed = { ...profile, name: 'Another Name Ltd', taxId: 'GB999999973', city: 'Leeds', branding: { colour: '#ff0000', footer: 'As it is', logo, paper: 'Letter' } };
    accepted(await server.post('/entities', changed));
    accepted(await server.post('/customers/C1/contact', { requestId: 'moved', country: 'GB', personal: { name: 'Somebody Else', street: 'Elsewhere 1' } }));
    accepted(await server.post('/sales', saleBody('S2', { closedOn: '2010-12-20' })));
    await server.ledger.readModels.catchUp();
    const after = await Promise.all(paths.map(bytesOf));
    expect(paths.filter((_path, place) => after[place] !== before[place])).toEqual([]);
    // What is issued from now on bears the new name.
    expect(await bytesOf('/invoices/INV-000002/document?format=ubl')).toContain('Another Name Ltd');
  });
});

describe('receipts, statements and letters, as known at a moment', () => {
  let server: TestServer;
  let known = 0;
  let letter = '';
  const head = async (): Promise<number> => (await server.ledger.readModels.catchUp()).sequence;
  beforeAll(async () => {
    server = await startTestServer();
    accepted(await server.post('/entities', profile));
    accepted(await server.post('/customers', customerBody('C1')));
    accepted(await server.post('/sales', saleBody('S1')));
    accepted(await server.post('/payments', { ...paymentBody('P1'), amount: '1.00' }));
    accepted(await server.post('/reminder-runs', { requestId: 'run-1', entityId: 'UK', policyId: 'standard', runDate: '2011-01-20' }));
    known = await head();
    const { items } = (await server.get('/reminders')).json as { readonly items: readonly { readonly reminderId: string }[] };
    letter = items[0]?.reminderId ?? '';
  });
  afterAll(() => server.stop());

  const bytesOf = async (path: string): Promise<string> => {
    const reply = await server.get(path);
    if (reply.status !== 200) throw new Error(reply.text);
    return reply.text;
  };

  it('have the same bytes after profile, customer and account have changed; without a moment they tell the news', async () => {
    const receipt = '/payments/P1/receipt?accountId=UK~C1';
    const statement = '/accounts/UK~C1/statement/document?from=2010-01-01&asOf=2011-01-31';
    const at = `&knownAt=${known}`;
    const [wasReceipt, wasStatement, wasLetter] = await Promise.all([receipt, statement, `/reminders/${letter}/document`].map(bytesOf));
    expect([await bytesOf(receipt + at), await bytesOf(statement + at)]).toEqual([wasReceipt, wasStatement]);

    accepted(await server.post('/entities', { ...profile, name: 'Another Name Ltd', city: 'Leeds', branding: { colour: '#ff0000', logo, paper: 'Letter' } }));
    accepted(await server.post('/customers/C1/contact', { requestId: 'moved', country: 'GB', personal: { name: 'Somebody Else', street: 'Elsewhere 1' } }));
    accepted(await server.post('/customers/C1/preference', { requestId: 'german', channel: 'email', language: 'de', personal: { email: 'c1@customer.example' } }));
    // Counts in the days of the statement, but was not known then.
    accepted(await server.post('/sales', saleBody('S2', { closedOn: '2010-12-20' })));
    accepted(await server.post('/payments/P1/reversals', { reversalId: 'R1', valueDate: '2010-12-23', amount: '0.40', reason: 'sent back' }));
    await head();

    expect(await bytesOf(receipt + at)).toBe(wasReceipt);
    expect(await bytesOf(statement + at)).toBe(wasStatement);
    expect(await bytesOf(`/reminders/${letter}/document`)).toBe(wasLetter);
    expect(await bytesOf(receipt)).not.toBe(wasReceipt);
    expect(await bytesOf(statement)).not.toBe(wasStatement);
  });

  it('are of a time, too; what was not known then is not found, and what is not known yet is refused', async () => {
    const statement = '/accounts/UK~C1/statement/document?from=2010-01-01&asOf=2011-01-31';
    expect((await server.get(`${statement}&knownAt=2000-01-01T00:00:00Z`)).status).toBe(404);
    expect((await server.get('/payments/P1/receipt?knownAt=2')).json).toMatchObject({ status: 404, code: 'PAYMENT.NOT_FOUND' });
    expect((await server.get('/payments/P1/receipt?knownAt=999999')).json).toMatchObject({ code: 'DOCUMENT.NOT_YET_KNOWN' });
    expect((await server.get('/payments/P1/receipt?knownAt=soon')).json).toMatchObject({ status: 422, code: 'REQUEST.INVALID' });
  });
});
