import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkMapping, ConfigureEntity, openLedger, type Ledger, type Mapping } from '#billing';
import { createApiKey, createServer } from '#server';
import { accepted, contextOf } from '../command-runner';
import { ownEvents } from '../log/own-events';
import { givenDocuments, type GivenInput } from './given-documents';
import { sendDocuments } from './send-documents';

const recipes = join(__dirname, '../../../docs/recipes');
const text = (name: string): string => readFileSync(join(recipes, name), 'utf8');
const json = (name: string): object => JSON.parse(text(name)) as object;

function mappingOf(name: string): Mapping {
  const checked = checkMapping(json(name));
  if (!checked.ok) throw new Error(checked.refusal.message);
  return checked.mapping;
}

const account = {
  Id: '0015g00000XyZaBAAV', Name: 'Sample Events GmbH', Phone: '+49 30 1234567', BillingStreet: 'Marktgasse 2\nHof 3', BillingPostalCode: '10115', BillingCity: 'Berlin',
  BillingCountryCode: 'DE', VatId__c: 'DE136695976', SystemModstamp: '2024-03-01T08:00:00.000+0000',
};

/** Opens a ledger of its own, lets a door be used, and tells what stands in the log. */
async function factsBy(door: (ledger: Ledger, folder: string) => Promise<void>): Promise<readonly unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-doors-'));
  const ledger = await openLedger({ dataFolder: folder });
  try {
    const entity = {
      entityId: 'DE', name: 'Sample', country: 'DE', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30],
      defaultTerms: { netDays: 30 }, series: [{ seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
    };
    await accepted(ledger, () => new ConfigureEntity(entity, contextOf('test', 'test', 'entity')));
    await door(ledger, folder);
    const facts: unknown[] = [];
    for await (const { event } of ownEvents(ledger)) {
      // What a door is, and who came by it, differs; what it led to does not.
      if (/^(entity|customer|sale|invoices|account)-/.test(event.stream)) facts.push([event.stream, event.revision, event.type, event.data]);
    }
    return facts;
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true });
  }
}

async function byCommandLine(ledger: Ledger, mapping: Mapping, input: Omit<GivenInput, 'cloudEvents'>): Promise<void> {
  const tally = await sendDocuments(ledger, givenDocuments({ ...input, cloudEvents: false }, mapping), { mapping });
  expect(tally).toMatchObject({ taken: 1, refused: [] });
}

/** Defines both mappings and posts a document by each. */
async function overHttp(ledger: Ledger, folder: string, sent: (document: string) => { readonly body: string; readonly headers: Readonly<Record<string, string>> }): Promise<void> {
  const server = await createServer(ledger, { dataDir: folder, logTo: { write: () => undefined } });
  await server.listen(0, '127.0.0.1');
  try {
    const url = await server.getUrl();
    const { key } = createApiKey(folder, { name: 'crm', role: 'integrator' });
    const call = async (method: string, path: string, { body, headers }: { readonly body: string; readonly headers: Readonly<Record<string, string>> }): Promise<void> => {
      const reply = await fetch(`${url}${path}`, { method, body, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers } });
      expect([reply.status, await reply.text()]).toEqual([200, expect.not.stringContaining('refused')]);
    };
    for (const [name, mapping, document] of [['accounts', 'crm-customers-mapping.json', JSON.stringify(account)], ['won', 'salesforce-mapping.json', text('salesforce-opportunity.json')]] as const) {
      await call('PUT', `/mappings/${name}`, { body: text(mapping), headers: {} });
      await call('POST', `/intake/${name}`, sent(document));
    }
  } finally {
    await server.close();
  }
}

describe('whatever door a document comes by', () => {
  it('the facts are the same: command line with CSV and JSON, HTTP with JSON, CloudEvents', async () => {
    const byFile = await factsBy(async (ledger, folder) => {
      const csv = join(folder, 'accounts.csv');
      const [header = '', ...rows] = text('crm-customers.csv').split('\n');
      // A quoted cell of two lines: the first customer takes two lines of the file.
      writeFileSync(csv, [header, ...rows.slice(0, 2)].join('\n'));
      await byCommandLine(ledger, mappingOf('crm-customers-mapping.json'), { file: csv, format: 'csv' });
      await byCommandLine(ledger, mappingOf('salesforce-mapping.json'), { file: join(recipes, 'salesforce-opportunity.json'), format: 'json' });
    });
    const byJson = await factsBy((ledger, folder) => overHttp(ledger, folder, (body) => ({ body, headers: {} })));
    const event = (data: string): string => `{"specversion":"1.0","id":"1","source":"/crm","type":"changed","data":${data}}`;
    const byEvents = await factsBy((ledger, folder) => overHttp(ledger, folder, (data) => ({ body: `[${event(data)}]`, headers: { 'content-type': 'application/cloudevents-batch+json' } })));
    expect(byFile.map((fact) => (fact as readonly unknown[])[2])).toEqual([
      'EntityConfigured', 'ChartMapped', 'SeriesOpened', 'CustomerRegistered', 'CustomerSynchronised', 'SaleClosed', 'BillingAssigned', 'InvoiceIssued', 'InvoiceEntered',
    ]);
    expect(byJson).toEqual(byFile);
    expect(byEvents).toEqual(byFile);
  }, 60_000);
});
