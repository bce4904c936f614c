import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import {
  ChargeLateFees, CloseSale, ConfigureEntity, CancelInvoice, openLedger, RegisterCustomer, RunReminders, SetSalesTarget, type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 10 }, lateCharges: { fee: '40.00', interestPercent: '8', graceDays: 0 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
  policies: [{ policyId: 'ladder', version: 1, effectiveFrom: '2020-01-01', minimumAmount: '1.00', steps: [{ step: 'first', offsetDays: 5, template: 'first', fee: '10.00' }] }],
};

/** Two months by hand: 600.00 sold in April, 1,200.00 in May; in May a reminder fee of 10.00, and a fee of 40.00 that is credited again. */
describe('figures for management beside fees and interest', () => {
  let folder: string;
  let ledger: Ledger;
  let now = Date.parse('2024-04-10T12:00:00Z');
  let commands = 0;
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });
  const done = async <Answer>(command: Command<CommandResult<Answer>>): Promise<Answer> => {
    const result = await ledger.execute(command);
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  };
  const sell = (saleId: string, closedOn: string, unitPrice: string) =>
    done(new CloseSale({ saleId, customerId: 'ada', closedOn, currency: 'GBP', lines: [{ description: 'A', quantity: '1', unitPrice }] }, context()));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'charged-'));
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => now }, followLog: false, leaveMilliseconds: 3_600_000 });
    await done(new ConfigureEntity(entity, context()));
    await done(new RegisterCustomer({ customerId: 'ada', kind: 'business', country: 'GB' }, context()));
    await sell('S1', '2024-04-10', '600.00');
    await done(new SetSalesTarget({ entityId: 'UK', month: '2024-05', currency: 'GBP', amount: '1000.00', requestId: 'T1' }, context()));
    now = Date.parse('2024-05-10T12:00:00Z');
    await sell('S2', '2024-05-10', '1200.00');
    await done(new RunReminders({ requestId: 'M1' }, context()));
    const { charges } = await done(new ChargeLateFees({ accountId: 'UK~ada', requestId: 'L1', through: '2024-05-10' }, context()));
    expect(charges.map(({ purpose, amount }) => [purpose, amount])).toEqual([['late-fee', '40.00'], ['interest', '2.63']]);
    await done(new CancelInvoice({ invoiceId: charges[0]?.invoiceId ?? '', requestId: 'C1', reason: 'waived' }, context()));
    now = Date.parse('2024-05-31T12:00:00Z');
    await ledger.readModels.catchUp();
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('counts them as owed and never as sold', async () => {
    const { body } = await ledger.reports.measures({ asOf: '2024-05-31', from: '2024-04-01' });
    const [april, may] = body.sections[0]?.rows ?? [];
    expect(april).toMatchObject({ sales: '600.00', receivables: '600.00', dso: '30.0' });
    // 600.00 + 1,200.00 + the reminder's 10.00 + interest of 2.63; the fee of 40.00 was credited.
    expect(may).toMatchObject({ sales: '1200.00', receivables: '1812.63', current: '0.00' });
    // 1,812.63 ÷ 1,200.00 × 31; (600.00 + 1,200.00 − 1,812.63) ÷ (600.00 + 1,200.00 − 0.00) × 100; (1,200.00 − 600.00) ÷ 600.00 × 100.
    expect(may).toMatchObject({ dso: '46.8', collectionEffectiveness: '-0.70', salesGrowth: '100.00' });
  });

  it('meets no sales target by them', async () => {
    const { body } = await ledger.reports.salesTargets({ asOf: '2024-05-31', from: '2024-05-01' });
    expect(body.sections[0]?.rows).toMatchObject([{ target: '1000.00', actual: '1200.00', attainment: '120.00' }]);
  });
});
