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
