import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '../server/testing/test-server';
import { createClient, type DaybookClient } from './index';

const root = join(__dirname, '../..');

describe('the typed client', () => {
  let server: TestServer;
  let client: DaybookClient;
  beforeAll(async () => {
    server = await startTestServer();
    client = createClient({ baseUrl: server.url, apiKey: server.keys.controller });
  });
  afterAll(() => server.stop());

  it('sends a closed sale, takes the money and reads what is open', async () => {
    const { error } = await client.POST('/entities', {
      body: {
        entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate', mode: 'half-up' }, agingBuckets: [30],
        defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6 }],
      },
    });
    expect(error).toBeUndefined();
    await client.POST('/customers', { body: { customerId: '17850', kind: 'business', country: 'GB' } });
    const sale = await client.POST('/sales', {
      body: { saleId: '536365', customerId: '17850', closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'Lantern', quantity: '6', unitPrice: '3.39' }] },
      headers: { 'Idempotency-Key': 'sale-536365' },
    });
    expect(sale.data).toMatchObject({ state: 'billed', documentNumber: 'INV-000001' });
    const paid = await client.POST('/payments', {
      body: { paymentId: 'BANK-1', receivedOn: '2010-12-20', currency: 'GBP', amount: '20.34', items: [{ documentNumber: 'INV-000001' }] },
    });
    expect(paid.response.status).toBe(201);
    const invoice = await client.GET('/invoices/{idOrNumber}', { params: { path: { idOrNumber: 'INV-000001' }, query: { min: paid.data?.writeToken ?? '' } } });
    expect(invoice.data).toMatchObject({ documentNumber: 'INV-000001', open: '0.00' });
  });

  it('has a sale of another system taken by a mapping, as that system writes it', async () => {
    const mapping = JSON.parse(readFileSync(join(root, 'docs/recipes/salesforce-mapping.json'), 'utf8')) as Record<string, unknown>;
    const opportunity = JSON.parse(readFileSync(join(root, 'docs/recipes/salesforce-opportunity.json'), 'utf8')) as Record<string, unknown>;
    await client.POST('/customers', { body: { customerId: 'salesforce~0015g00000XyZaBAAV', kind: 'business', country: 'DE' } });
    const defined = await client.PUT('/mappings/{mappingName}', { params: { path: { mappingName: 'won' } }, body: mapping as never });
    expect(defined.error).toBeUndefined();
    const body = { ...opportunity, CurrencyIsoCode: 'GBP' } as never;
    const take = async () => (await client.POST('/intake/{mappingName}', { params: { path: { mappingName: 'won' } }, body })).data;
    expect(await take()).toMatchObject({ state: 'taken', kind: 'sale', id: 'salesforce~0065g00000AbCdEAAV' });
    expect(await take()).toMatchObject({ state: 'repeated' });
  });

  it('follows the events and takes the journal back, a page at a time, each once, from where it stopped', async () => {
    const followed: { sequence?: number; type?: string }[] = [];
    for (let after = 0, atEnd = false; !atEnd; ) {
      const { data } = await client.GET('/events', { params: { query: { after, limit: 2 } } });
      followed.push(...(data?.events ?? []));
      [after, atEnd] = [data!.next!, data!.atEnd!];
    }
    expect(followed.map(({ sequence }) => sequence)).toEqual(followed.map((_event, at) => at + 1));
    expect(followed.map(({ type }) => type)).toEqual(expect.arrayContaining(['SaleClosed', 'InvoiceIssued', 'PaymentReceived', 'MappingDefined']));

    const page = async (after: number) => (await client.GET('/journal-entries', { params: { query: { after, limit: 1, min: String(followed.length) } } })).data!;
    const entries: { entryId?: string; sequence?: number; lines?: { debit?: string; credit?: string }[] }[] = [];
    for (let after = 0, atEnd = false; !atEnd; ) {
      const { entries: more, next, atEnd: last } = await page(after);
      entries.push(...(more ?? []));
      [after, atEnd] = [next!, last!];
    }
    const booked = followed.filter(({ type }) => ['InvoiceIssued', 'PaymentReceived', 'PaymentIdentified', 'PaymentAllocated'].includes(type ?? '')).map(({ sequence }) => sequence);
    expect([...new Set(entries.map(({ sequence }) => sequence))]).toEqual(booked);
    expect(new Set(entries.map(({ entryId }) => entryId)).size).toBe(entries.length);
    const minor = (text = '0.00'): bigint => BigInt(text.replace('.', ''));
    for (const { lines } of entries) expect((lines ?? []).reduce((sum, { debit, credit }) => sum + minor(debit) - minor(credit), 0n)).toBe(0n);
  });

  it('gives a refusal as a value with its code', async () => {
    const { data, error, response } = await client.GET('/invoices/{idOrNumber}', { params: { path: { idOrNumber: 'NOPE' } } });
    expect([data, response.status, error?.code]).toEqual([undefined, 404, expect.any(String)]);
  });
});

it('is generated from the OpenAPI document in the repository: npm run docs:contract writes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-client-'));
  const made = join(folder, 'api.d.ts');
  execFileSync(process.execPath, [join(root, 'node_modules/openapi-typescript/bin/cli.js'), join(root, 'docs/contract/openapi.json'), '-o', made], { stdio: 'pipe' });
  expect(readFileSync(made, 'utf8')).toBe(readFileSync(join(root, 'docs/contract/api.d.ts'), 'utf8'));
  rmSync(folder, { recursive: true });
});
