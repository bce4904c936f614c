import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, RegisterCustomer } from '#billing';
import { reports } from '#read-models';
import { openForReports } from '../data-folder';
import { ownEvents } from '../log/own-events';
import { checkPeriods, PeriodFacts } from '../verify/period-check';
import { verifyLedger } from '../verify/verify-ledger';
import { PeriodCloseCommand, PeriodListCommand, PeriodReopenCommand } from './period.command';
import { RatesImportCommand } from './rates.command';
import { RevalueCommand } from './revalue.command';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('period, rates and revalue at the terminal', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'period-command-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a command as the program does, and gives what it printed; what ends it comes out as it is. */
  async function run(command: object, args: readonly string[], options: object = {}): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute(args, { data: folder, ...options }).catch((error: Error) => print(error.message));
    return printed;
  }

  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });

  async function withLedger(work: (execute: Awaited<ReturnType<typeof openLedger>>['execute']) => Promise<void>): Promise<void> {
    const ledger = await openLedger({ dataFolder: folder, followLog: false });
    await work((command) => ledger.execute(command));
    await ledger.close();
  }

  it('imports rates, revalues, closes and reopens a month, and verify finds the totals again', async () => {
    await withLedger(async (execute) => {
      await execute(new ConfigureEntity(entity, context()));
      await execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context()));
    });
    const file = join(folder, 'rates.csv');
    writeFileSync(file, 'currency,on,rate\nUSD,2010-12-01,0.64\nUSD,2010-12-31,0.66\nXXX9,2010-12-31,1\n');
    const imported = await run(new RatesImportCommand(), [file]);
    expect(imported).toContain('2 rates recorded, 0 were on record already.');
    expect(imported).toContain('line 4');
    await withLedger(async (execute) => {
      const lines = [{ description: 'A', quantity: '1', unitPrice: '100' }];
      expect(await execute(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2010-12-05', currency: 'USD', lines }, context()))).toMatchObject({ kind: 'accepted' });
    });
    expect(await run(new RevalueCommand(), [], { on: '2010-12-31' })).toContain('2.00');
    expect(await run(new PeriodCloseCommand(), ['2010-12'], { requestId: 'close-1' })).toMatch(/2010-12 of UK is closed; .*2011-01[\s\S]*SHA-256 [0-9a-f]{64}/);
    expect(await run(new PeriodReopenCommand(), ['2010-12'])).toContain('--reason');
    expect(await run(new PeriodReopenCommand(), ['2010-12'], { reason: 'late invoice' })).toContain('open again');
    expect(await run(new PeriodListCommand(), [])).toMatch(/revalued[\s\S]*closed[\s\S]*reopened[\s\S]*late invoice/);
    const reading = await openForReports({ folder, eventStoreUrl: null, readStoreUrl: null });
    try {
      const checks = await verifyLedger(reading);
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(checks.find(({ name }) => name === 'period totals')?.detail).toMatch(/^1 /);
      const tampered = new PeriodFacts();
      for await (const logged of ownEvents(reading)) {
        const { fact } = logged;
        const data = fact.type === 'PeriodTotalsRecorded' ? { ...fact.data, rows: fact.data.rows.slice(1), bodyHash: '0'.repeat(64) } : null;
        tampered.see(data === null ? logged : { ...logged, fact: { type: 'PeriodTotalsRecorded', data } });
      }
      expect((await checkPeriods(tampered, reading.readStore)).problems).toEqual([
        expect.stringContaining('period-UK@2, 2010-12: its rows come out otherwise: row 1 was'),
        expect.stringContaining('does not have the recorded hash'),
      ]);
      expect((await reports(reading.readStore).tieOut({ asOf: '2010-12-31', basis: 'posting' })).body.ties).toBe(true);
    } finally {
      await reading.close();
    }
  }, 60_000);
});
