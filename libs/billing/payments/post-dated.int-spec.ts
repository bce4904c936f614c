import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import { CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer, ReversePayment, type CommandResult, type Ledger } from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 14 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

describe('post-dated money', () => {
  let folder: string;
  let ledger: Ledger;
  let commands = 0;
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });
  const paid = (method: string | undefined, receivedOn: string) =>
    ledger.execute(
      new ReceivePayment(
        { paymentId: `P-${method ?? 'none'}-${receivedOn}`, receivedOn, currency: 'GBP', amount: '20.00', customerId: 'C1', ...(method === undefined ? {} : { method }) },
        context(),
      ),
    );

  const founded = async <Answer>(command: Command<CommandResult<Answer>>): Promise<void> => {
    expect(await ledger.execute(command)).toMatchObject({ kind: 'accepted' });
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'post-dated-'));
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => Date.parse('2026-03-02T12:00:00Z') }, followLog: false, leaveMilliseconds: 3_600_000 });
    await founded(new ConfigureEntity(entity, context()));
    await founded(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context()));
    await founded(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2026-03-01', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice: '20.00' }] }, context()));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const receivables = async (asOf: string) => {
    await ledger.readModels.catchUp();
    const { body } = await ledger.reports.aging({ asOf });
    return body.sections.map(({ totals }) => totals.balance);
  };

  it('counts a cheque from its value date only', async () => {
    expect(await paid('cheque', '2026-04-01')).toMatchObject({ kind: 'accepted', answer: { allocations: [{ allocatedOn: '2026-04-01' }] } });
    expect(await receivables('2026-03-02')).toEqual(['20.00']);
    expect(await receivables('2026-03-31')).toEqual(['20.00']);
    expect(await receivables('2026-04-01')).toEqual([]);
  });

  it('opens the invoice again when the cheque bounces', async () => {
    await paid('Cheque', '2026-04-01');
    const bounced = new ReversePayment({ paymentId: 'P-Cheque-2026-04-01', reversalId: 'R-1', valueDate: '2026-04-02', reason: 'bounced' }, context());
    expect(await ledger.execute(bounced)).toMatchObject({ kind: 'accepted' });
    expect(await receivables('2026-04-01')).toEqual([]);
    expect(await receivables('2026-04-02')).toEqual(['20.00']);
  });

  it('takes cash for a later day, and nothing else', async () => {
    expect(await paid('cash', '2026-03-03')).toMatchObject({ kind: 'accepted' });
    for (const method of [undefined, 'card', 'bank transfer']) {
      expect(await paid(method, '2026-03-03')).toMatchObject({ kind: 'refused', refusal: { code: 'DATE.IN_FUTURE' } });
      expect(await paid(method, '2026-03-02')).toMatchObject({ kind: 'accepted' });
    }
  });
});
