import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ClosePeriod, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer } from '#billing';
import type { Provenance } from '#read-models';
import { reportNames } from './ask-report';
import { ReportCommand } from './report.command';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('every report at the terminal', () => {
  let folder: string;
  let last = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'every-report-'));
    let requests = 0;
    const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });
    const ledger = await openLedger({ dataFolder: folder });
    const sale = { customerId: 'C1', closedOn: '2024-03-05', currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice: '10.00' }] };
    await ledger.execute(new ConfigureEntity(entity, context()));
    await ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context()));
    await ledger.execute(new CloseSale({ saleId: 'S1', ...sale }, context()));
    await ledger.execute(new ClosePeriod({ requestId: 'close', entityId: 'UK', period: '2024-03', reason: 'month end' }, context()));
    await ledger.execute(new ReceivePayment({ paymentId: 'P1', receivedOn: '2024-03-07', currency: 'GBP', amount: '4.00', reference: 'INV-000001', method: 'bank' }, context()));
    last = (await ledger.readModels.head()).sequence;
    await ledger.close();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function run(name: string, options: object): Promise<string> {
    let printed = '';
    const command = new ReportCommand();
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await runnable.execute([name], { data: folder, entity: 'UK', asOf: '2024-04-30', ...options });
    return printed;
  }

  const customer = (name: string) => (name === 'statement' ? { customer: 'C1' } : {});

  it.each(reportNames)('%s takes day, knowledge and basis, and says what it rests on', async (name) => {
    const question = { ...customer(name), knownAt: { sequence: last - 1 }, basis: 'posting', format: 'json' };
    const said = await run(name, question);
    const { provenance } = JSON.parse(said) as { provenance: Provenance };
    expect(provenance).toMatchObject({
      asOf: '2024-04-30', knownAt: last - 1, basis: 'posting', settled: true, chainHead: expect.stringMatching(/^[0-9a-f]{64}$/),
      parameters: { entityId: 'UK', asOf: '2024-04-30', knownAt: last - 1, basis: 'posting' },
    });
    expect(await run(name, question)).toBe(said);
    const table = await run(name, { ...question, format: undefined });
    expect(table).toContain(`as of 2024-04-30, known at sequence ${last - 1}, basis posting, ${provenance.rowCount} rows`);
    expect(table).toContain(`chain head ${provenance.chainHead}, daybook `);
  });

  it('shows how a tie-out ties, and what was booked late', async () => {
    const said = await run('tie-out', {});
    expect(said).toContain('Tie-out, everything ties');
    expect(said).toContain('Customers owe 6.00 by the journal, 6.00 by their statements; it ties.');
    expect(said).toMatch(/Sequence \d+, PaymentReceived: counts on 2024-03-07, booked on 2024-04-01\./);
  });

  it('shows a statement from opening to closing, and asks whose it is', async () => {
    const said = await run('statement', { customer: 'C1', from: '2024-03-06' });
    expect(said).toMatch(/opening +.*10\.00/);
    expect(said).toMatch(/2024-03-07 .*payment.*-4\.00 +.*6\.00/);
    expect(said).toMatch(/closing +.*6\.00/);
    await expect(run('statement', {})).rejects.toThrow('name it with --entity and --customer');
  });
});
