import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, type Ledger } from '#billing';
import { currency, type Currency } from '#money';
import { accepted, contextOf } from '../command-runner';
import { importReceivables, type ReceivablesImport } from './import-receivables';
import { readReceivablesFile } from './receivables-file';

const samples = process.env['DAYBOOK_SAMPLE_DATA'];
const entity = {
  entityId: 'LTD', name: 'Ltd', country: 'US', timeZone: 'America/New_York', baseCurrency: 'USD', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'LTD-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1001, digits: 6 },
    { seriesId: 'LTD-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};
const mapping = { entityId: 'LTD', currency: 'USD', source: 'receivables', mode: 'history' as const, today: '2020-01-01' };
const context = (subject: string): ReturnType<typeof contextOf> => contextOf('test', 'test', subject);

if (samples === undefined) {
  console.warn('skipped: the receivables of 2012–2013 (2,466 invoices); set DAYBOOK_SAMPLE_DATA to the folder that holds receivables-2012-2013.csv');
}

(samples === undefined ? describe.skip : describe)('importing invoices issued elsewhere', () => {
  let folder: string;
  let ledger: Ledger;
  const importFile = async (): Promise<ReceivablesImport> => {
    const file = await readReceivablesFile(join(samples ?? '', 'receivables-2012-2013.csv'), currency('USD') as Currency);
    expect(file.problems).toEqual([]);
    return await importReceivables(ledger, file, mapping, { run: 'test', onProgress: () => undefined });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-receivables-'));
    ledger = await openLedger({ dataFolder: folder, followLog: false });
    await accepted(ledger, () => new ConfigureEntity(entity, context('entity')));
    const imported = await importFile();
    expect(imported).toEqual({ customers: 100, recorded: 2466, known: 0, payments: 2466, disputes: 561, refused: [] });
    await ledger.readModels.catchUp();
  }, 120_000);
  afterAll(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  it('ages by due date as of a past day', async () => {
    const { totals } = (await ledger.reports.aging({ asOf: '2013-06-30' })).body.sections[0]!;
    expect(totals.items).toEqual([72, 12, 0, 0, 0]);
    expect(totals.amounts).toEqual(['4284.29', '835.56', '0.00', '0.00', '0.00']);
  });

  it('has invoiced what the file sums to, and everything is settled in the end', async () => {
    expect((await ledger.reports.revenue({ asOf: '2014-12-31' })).body.sections[0]?.totals.recognised).toBe('147703.18');
    expect((await ledger.reports.receivables({ asOf: '2014-12-31' })).body.sections).toEqual([]);
  });

  it('dates a dispute without a date at issue and says so', async () => {
    const day = '2013-06-30';
    const disputed = (await ledger.reports.receivables({ asOf: day })).body.sections.flatMap(({ accounts }) => accounts).flatMap(({ items }) => items).filter((item) => item.disputed);
    expect(disputed.length).toBeGreaterThan(0);
    const page = await ledger.lookups.eventsOf({ invoiceId: disputed[0]!.documentId });
    expect(page.items.map(({ type }) => type)).toContain('DisputeOpened');
  });

  it('changes nothing the second time', async () => {
    const { sequence } = await ledger.readModels.head();
    expect(await importFile()).toEqual({ customers: 0, recorded: 0, known: 2466, payments: 0, disputes: 0, refused: [] });
    expect((await ledger.readModels.catchUp()).sequence).toBe(sequence);
  }, 60_000);

  it('leaves our own series at its first number', async () => {
    const body = { saleId: 'S1', customerId: '0379-NEVHP', currency: 'USD', closedOn: '2014-02-01', lines: [{ description: 'x', quantity: '1', unitPrice: '1' }] };
    expect((await accepted(ledger, () => new CloseSale(body, context('sale')))).documentNumber).toBe('INV-001001');
  });
});
