import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, ImportBankStatement, openLedger, type Ledger } from '#billing';
import { camtFile } from './camt-file.test-kit';

const own = 'DE02120300000000202051';
const entity = {
  entityId: 'DE', name: 'Sample Retail GmbH', country: 'DE', timeZone: 'Europe/Berlin', baseCurrency: 'EUR', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 14 }, series: [{ seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'R-', firstNumber: 1, digits: 4 }],
};

describe('whose a bank statement is', () => {
  let folder: string;
  let ledger: Ledger;
  let commands = 0;
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'own-account-'));
    ledger = await openLedger({ dataFolder: folder, followLog: false });
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const take = (iban: string, entityId?: string) =>
    ledger.execute(new ImportBankStatement({ file: camtFile(`ST-${iban}`, [], '1000.00', { iban, currency: 'EUR' }), ...(entityId === undefined ? {} : { entityId }) }, context()));

  it('is said by the account that the legal entity prints; another one has to be named as its own', async () => {
    await ledger.execute(new ConfigureEntity({ ...entity, bankAccount: { iban: own } }, context()));
    expect(await take(own)).toMatchObject({ kind: 'accepted' });
    const foreign = 'DE89370400440532013000';
    const refused = await take(foreign);
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'STATEMENT.UNKNOWN_ACCOUNT', data: { entityId: 'DE', account: foreign } } });
    expect(JSON.stringify(refused)).toContain(`is not the one of legal entity DE, ${own}. If it is its account too, name entityId.`);
    expect(await take(foreign, 'DE')).toMatchObject({ kind: 'accepted', answer: { statements: [{ entityId: 'DE', bankAccount: foreign, known: false }] } });
  });

  it('is nothing to ask where the legal entity prints none', async () => {
    await ledger.execute(new ConfigureEntity(entity, context()));
    expect(await take(own)).toMatchObject({ kind: 'accepted' });
  });
});
