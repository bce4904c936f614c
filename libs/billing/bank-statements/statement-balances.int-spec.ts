import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, ImportBankStatement, MatchBankLines, openLedger, ReceivePayment, RegisterCustomer, type CommandResult, type Ledger } from '#billing';
import { camtFile, type MadeEntry } from './camt-file.test-kit';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 4 }],
};
const fee = (amount: string, on: string): MadeEntry => ({ amount, on, code: 'CHRG', text: `fee of ${on}`, bankReference: `F-${on}-${amount}` });

describe('balances of statements beside the books', () => {
  let folder: string;
  let ledger: Ledger;
  const context = () => ({ actor: 'test', commandId: 'c', correlationId: 'c' });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'balances-'));
    ledger = await openLedger({ dataFolder: folder, leaveMilliseconds: 3_600_000 });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada Sample' } }, context())));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const take = (id: string, entries: readonly MadeEntry[], opening: string, [from, to]: readonly [string, string]) =>
    accepted(ledger.execute(new ImportBankStatement({ file: camtFile(id, entries, opening, { from, to }) }, context())));
  const receive = (paymentId: string, receivedOn: string, amount: string) =>
    accepted(ledger.execute(new ReceivePayment({ paymentId, accountId: 'UK~C1', receivedOn, currency: 'GBP', amount, allocate: 'none' }, context())));
  const report = async (from = '2011-01-01', asOf = '2011-01-31') => {
    await accepted(ledger.execute(new MatchBankLines({}, context())));
    await ledger.readModels.catchUp();
    return (await ledger.reports.reconciliation({ from, asOf })).body.sections[0];
  };

  it('start at the first opening balance, with its difference by name and age, and agree from there on', async () => {
    await receive('P0', '2011-01-03', '400.00');
    await take('ST-1', [fee('-5.00', '2011-01-10')], '1000.00', ['2011-01-10', '2011-01-11']);
    await take('ST-2', [fee('-7.00', '2011-01-12'), { amount: '30.00', on: '2011-01-12', text: 'who knows' }], '995.00', ['2011-01-12', '2011-01-12']);
    const section = await report();
    expect(section?.accounts).toMatchObject([
      {
        start: { day: '2011-01-10', bank: '1000.00', ledger: '400.00', difference: '600.00' },
        balances: [
          { day: '2011-01-11', bank: '995.00', ledger: '395.00', difference: '600.00', unexplained: '0.00' },
          { day: '2011-01-12', bank: '1018.00', ledger: '388.00', difference: '630.00', unexplained: '0.00' },
        ],
      },
    ]);
    expect(section?.exceptions.map(({ kind, day, amount, age }) => [kind, day, amount, age])).toEqual([
      ['no-bank-line', '2011-01-03', '400.00', 28], ['opening-difference', '2011-01-10', '600.00', 21], ['unmatched-line', '2011-01-12', '30.00', 19],
    ]);
    // It stands until it is gone, whatever days are asked about.
    expect((await report('2011-02-01', '2011-02-28'))?.exceptions.map(({ kind, age }) => [kind, age])).toEqual([['opening-difference', 49]]);
  });

  it('names two statements of one number that contradict each other, and the balance that neither explains', async () => {
    await take('DUP', [{ amount: '-10.00', code: 'CHRG', bankReference: 'X' }], '1000.00', ['2011-01-10', '2011-01-10']);
    expect((await report())?.exceptions.map(({ kind }) => kind)).toEqual(['opening-difference']);
    await take('DUP', [{ amount: '-90.00', code: 'CHRG', bankReference: 'X' }], '1000.00', ['2011-01-10', '2011-01-10']);
    const section = await report();
    const [first, second] = section?.statements ?? [];
    expect([first?.contradicts, second?.contradicts]).toEqual([[second?.statementId], [first?.statementId]]);
    expect(section?.exceptions.map(({ kind, amount }) => [kind, amount]).sort()).toEqual([
      ['balance-difference', expect.stringMatching(/^[19]0\.00$/)], ['contradicting-statement', '0.00'], ['contradicting-statement', '0.00'], ['opening-difference', '1000.00'],
    ]);
  });
});
