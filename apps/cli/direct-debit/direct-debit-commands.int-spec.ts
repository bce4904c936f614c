import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import { CloseSale, ConfigureEntity, GiveMandate, ImportBankStatement, MatchBankLines, openLedger, PlanDirectDebits, RegisterCustomer, type CommandResult, type Ledger } from '#billing';
import { camtFile } from '../../../libs/billing/bank-statements/camt-file.test-kit';
import { BankWorklistCommand } from '../bank/bank.command';
import { DirectDebitFileCommand } from './direct-debit-file.command';
import { DirectDebitListCommand } from './direct-debit-list.command';

const iban = 'DE02120300000000202051';
const entity = {
  entityId: 'DE', name: 'Sample Retail GmbH', country: 'DE', timeZone: 'Europe/Berlin', baseCurrency: 'EUR', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 14 }, creditorId: 'DE98ZZZ09999999999', bankAccount: { iban },
  series: [{ seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'R-', firstNumber: 1, digits: 4 }],
};

describe('commands that only read', () => {
  let folder: string;
  let ledger: Ledger;
  let commands = 0;
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });

  async function does(command: Command<CommandResult<unknown>>): Promise<void> {
    expect(await ledger.execute(command)).toMatchObject({ kind: 'accepted' });
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'debit-commands-'));
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => Date.parse('2026-03-02T12:00:00Z') }, leaveMilliseconds: 3_600_000 });
    await does(new ConfigureEntity(entity, context()));
    await does(new RegisterCustomer({ customerId: 'A', kind: 'business', country: 'DE' }, context()));
    await does(new GiveMandate({ customerId: 'A', mandateId: 'M-A', signedOn: '2025-11-01', personal: { accountHolder: 'A', iban: 'DE89370400440532013000' } }, context()));
    await does(new CloseSale({ saleId: 'S-A', customerId: 'A', closedOn: '2026-02-10', currency: 'EUR', lines: [{ description: 'Goods', quantity: '1', unitPrice: '100.00' }] }, context()));
    await does(new PlanDirectDebits({ batchId: 'B1', collectionDate: '2026-03-10' }, context()));
    const file = camtFile('ST-1', [{ amount: '7.77', name: 'Nobody', text: 'hello', bankReference: 'B-1' }], '1000.00', { iban, currency: 'EUR' });
    await does(new ImportBankStatement({ file }, context()));
    await does(new MatchBankLines({}, context()));
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs while the ledger is open for writing, as beside a server. */
  async function run(command: object, args: readonly string[], options: object = {}): Promise<string> {
    const printed: string[] = [];
    const print = (text = ''): void => void printed.push(text);
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    await (command as { execute(args: readonly string[], options: object): Promise<void> }).execute(args, { data: folder, ...options });
    return printed.join('\n');
  }

  it('list the debits of a batch beside the writer', async () => {
    const listed = await run(new DirectDebitListCommand(), ['B1']);
    expect(listed).toContain('Batch B1 of DE, to be collected on 2026-03-10.');
    expect(listed).toMatch(/B1\.1 .*DE~A .*M-A .*in-flight .*FRST .*100\.00 .*R-0001/);
    expect(JSON.parse(await run(new DirectDebitListCommand(), ['B1'], { format: 'json' }))).toMatchObject({ batchId: 'B1', closed: true, debits: [{ state: 'in-flight', amount: '100.00' }] });
    await expect(run(new DirectDebitListCommand(), ['B2'])).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('DIRECT_DEBIT.BATCH_UNKNOWN') });
  });

  it('show the lines of the bank that wait for a person beside the writer', async () => {
    const waiting = await run(new BankWorklistCommand(), [], { entity: 'DE' });
    expect(waiting).toMatch(/7\.77/);
    expect(waiting).toContain('Nobody');
  });

  it('refuse a place that no file can have before anything else, and leave nothing', async () => {
    mkdirSync(join(folder, 'out'));
    for (const out of [join(folder, 'out'), join(folder, 'none', 'x.xml')]) {
      await expect(run(new DirectDebitFileCommand(), ['B1'], { out })).rejects.toMatchObject({ kind: 'usage' });
    }
    expect(readdirSync(folder).filter((name) => /\.part$|^none$/.test(name))).toEqual([]);
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  });

  it('write the file of a batch so that nobody else on the machine reads it', async () => {
    await ledger.close();
    const out = join(folder, 'batch.xml');
    await run(new DirectDebitFileCommand(), ['B1'], { out });
    expect(readFileSync(out, 'utf8')).toContain('<EndToEndId>B1.1</EndToEndId>');
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });
});
