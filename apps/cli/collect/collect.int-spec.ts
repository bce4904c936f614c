import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { CloseSale, ConfigureEntity, HandOver, LogContact, openLedger, RegisterCustomer } from '#billing';
import { CollectDossierCommand } from './collect-dossier.command';
import { CollectWorklistCommand } from './collect-worklist.command';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('daybook collect', () => {
  let folder: string;
  let said: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'collect-'));
    const ledger = await openLedger({ dataFolder: folder });
    const context = (commandId: string) => ({ actor: 'test', commandId, correlationId: commandId });
    await ledger.execute(new ConfigureEntity(entity, context('1')));
    await ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: '=HYPERLINK("x")', phone: '0123' } }, context('2')));
    const lines = [{ description: 'Goods', quantity: '1', unitPrice: '100.00' }];
    await ledger.execute(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines }, context('3')));
    const contact = { accountId: 'UK~C1', contactId: 'K1', contactedOn: '2011-01-12', channel: 'phone' as const, direction: 'outgoing' as const, outcome: 'reached' as const, note: 'will look' };
    await ledger.execute(new LogContact({ ...contact, followUpOn: '2011-01-20' }, context('4')));
    const handOver = { accountId: 'UK~C1', handoverId: 'H1', agency: 'Sample Collections', handedOverOn: '2011-03-01', currency: 'GBP', reason: 'no answer' };
    expect(await ledger.execute(new HandOver(handOver, context('5')))).toMatchObject({ kind: 'accepted' });
    await ledger.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    said = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = 0;
  });

  it('lists who to call as a table, JSON and CSV without formulas', async () => {
    const options = { data: folder, asOf: '2011-01-20' };
    await new CollectWorklistCommand().run([], options);
    expect(said).toContain('UK~C1');
    said = '';
    await new CollectWorklistCommand().run([], { ...options, json: true });
    expect(JSON.parse(said)).toMatchObject({ accounts: 1, rows: [{ reasons: [{ kind: 'follow-up' }], amounts: [{ overdue: '100.00' }] }] });
    said = '';
    await new CollectWorklistCommand().run([], { ...options, csv: true });
    expect(said.split('\r\n')[1]).toContain(`"'=HYPERLINK(""x"")",0123`);
  });

  it('writes the dossier of a hand-over', async () => {
    const output = join(folder, 'dossier.zip');
    await new CollectDossierCommand().run(['H1'], { data: folder, output });
    expect(Object.keys(unzipSync(readFileSync(output))).sort()).toEqual(['documents/INV-000001.pdf', 'dossier.json', 'dossier.txt']);
  });
});
