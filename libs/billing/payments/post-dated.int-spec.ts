import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import {
  BillSale, CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer, ReversePayment, RunBilling, RunReminders, SetCreditLimit,
  type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 14 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

const sale = { customerId: 'C1', closedOn: '2026-03-01', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice: '20.00' }] };

describe('post-dated money', () => {
  let now: number;
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
    now = Date.parse('2026-03-02T12:00:00Z');
    folder = mkdtempSync(join(tmpdir(), 'post-dated-'));
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => now }, followLog: false, leaveMilliseconds: 3_600_000 });
    await founded(new ConfigureEntity(entity, context()));
    await founded(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB' }, context()));
    await founded(new CloseSale({ ...sale, saleId: 'S1' }, context()));
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

  it('frees no credit before its day', async () => {
    await founded(new SetCreditLimit({ customerId: 'C1', requestId: 'L1', limit: '30.00', onExceed: 'block' }, context()));
    await founded(new CloseSale({ ...sale, saleId: 'LATER', billing: 'later' }, context()));
    await paid('cheque', '2026-04-01');
    expect(await ledger.execute(new CloseSale({ ...sale, saleId: 'S2' }, context()))).toMatchObject({ answer: { state: 'waiting', reason: 'the credit limit would be exceeded' } });
    expect(await ledger.execute(new BillSale({ saleId: 'S2', requestId: 'B1' }, context()))).toMatchObject({ refusal: { code: 'CREDIT_LIMIT.EXCEEDED' } });
    await ledger.readModels.catchUp();
    expect(await ledger.execute(new RunBilling({ runId: 'R1', through: '2026-03-02' }, context()))).toMatchObject({ answer: { issued: 0 } });
    now = Date.parse('2026-04-01T12:00:00Z');
    expect(await ledger.execute(new BillSale({ saleId: 'S2', requestId: 'B1' }, context()))).toMatchObject({ answer: { state: 'billed' } });
  });

  it('frees credit when it is no longer ahead, whether it is applied or not', async () => {
    await founded(new SetCreditLimit({ customerId: 'C1', requestId: 'L1', limit: '20.00', onExceed: 'block' }, context()));
    const kept = { paymentId: 'K', receivedOn: '2026-04-01', currency: 'GBP', amount: '20.00', method: 'cheque', customerId: 'C1', allocate: 'none' as const };
    await founded(new ReceivePayment(kept, context()));
    expect(await ledger.execute(new CloseSale({ ...sale, saleId: 'S2' }, context()))).toMatchObject({ answer: { state: 'waiting' } });
    now = Date.parse('2026-04-01T12:00:00Z');
    expect(await ledger.execute(new BillSale({ saleId: 'S2', requestId: 'B1' }, context()))).toMatchObject({ answer: { state: 'billed' } });
  });

  it('leaves the invoice open until then, and names what is to come', async () => {
    await paid('cheque', '2026-04-01');
    await ledger.readModels.catchUp();
    const coming = [{ on: '2026-04-01', amount: '20.00', paymentId: 'P-cheque-2026-04-01' }];
    const open = { documentNumber: 'INV-000001', settled: '0.00', open: '20.00', state: 'open', postDated: coming };
    expect(await ledger.lookups.findInvoice('INV-000001')).toMatchObject(open);
    expect((await ledger.lookups.listInvoices({ openOnly: true })).items).toMatchObject([open]);
    expect(await ledger.lookups.accountItems('UK~C1', { openOnly: true })).toMatchObject([{ kind: 'invoice', open: '20.00', postDated: coming }]);
    now = Date.parse('2026-04-01T12:00:00Z');
    expect(await ledger.lookups.findInvoice('INV-000001')).toMatchObject({ settled: '20.00', open: '0.00', state: 'settled' });
    expect(await ledger.lookups.findInvoice('INV-000001')).not.toHaveProperty('postDated');
    expect((await ledger.lookups.listInvoices({ openOnly: true })).items).toEqual([]);
    expect(await ledger.lookups.accountItems('UK~C1', { openOnly: true })).toEqual([]);
  });

  it('is not money to be applied before its day', async () => {
    await founded(new ReceivePayment({ paymentId: 'K', receivedOn: '2026-04-01', currency: 'GBP', amount: '8.00', method: 'cheque', customerId: 'C1', allocate: 'none' }, context()));
    await ledger.readModels.catchUp();
    expect(await ledger.lookups.accountItems('UK~C1')).toMatchObject([{ kind: 'invoice', open: '20.00' }, { kind: 'receipt', open: '0.00' }]);
  });

  it('reminds nobody of what a cheque at hand will pay, says so, and goes on when it bounces', async () => {
    const step = { step: 'first', offsetDays: 3, channel: 'outbox' as const, template: 'first' };
    await founded(new ConfigureEntity({ ...entity, policies: [{ policyId: 'std', version: 1, effectiveFrom: '2026-01-01', minimumAmount: '1.00', steps: [step] }] }, context()));
    await paid('cheque', '2026-04-01');
    now = Date.parse('2026-03-20T12:00:00Z');
    expect(await ledger.execute(new RunReminders({ requestId: 'M1' }, context()))).toMatchObject({ answer: { sent: 0, skipped: 1 } });
    await ledger.readModels.catchUp();
    const { items } = await ledger.lookups.reminderSkips({ accountId: 'UK~C1' });
    expect(items).toMatchObject([{ step: 'first', why: 'in-flight', detail: 'payment P-cheque-2026-04-01 counts from 2026-04-01' }]);
    await founded(new ReversePayment({ paymentId: 'P-cheque-2026-04-01', reversalId: 'R-1', valueDate: '2026-04-02', reason: 'bounced' }, context()));
    now = Date.parse('2026-04-03T12:00:00Z');
    expect(await ledger.execute(new RunReminders({ requestId: 'M2' }, context()))).toMatchObject({ answer: { sent: 1 } });
  });

  it('is expected on its day, not on the day the customer used to pay', async () => {
    await founded(new ReceivePayment({ paymentId: 'K', receivedOn: '2026-04-20', currency: 'GBP', amount: '12.00', method: 'cheque', customerId: 'C1' }, context()));
    await ledger.readModels.catchUp();
    const { body } = await ledger.reports.expectedCash({ asOf: '2026-03-02' });
    expect(body.sections[0]).toMatchObject({
      rows: [
        { open: '8.00', expectedOn: '2026-03-15' },
        { open: '12.00', expectedOn: '2026-04-20', probabilityLate: '1.00', paymentId: 'K' },
      ],
      months: [{ month: '2026-03', amount: '8.00', items: 1 }, { month: '2026-04', amount: '12.00', items: 1 }],
      totals: { expected: '20.00', disputed: '0.00' },
    });
  });

  it('takes cash for a later day, and nothing else', async () => {
    expect(await paid('cash', '2026-03-03')).toMatchObject({ kind: 'accepted' });
    for (const method of [undefined, 'card', 'bank transfer']) {
      expect(await paid(method, '2026-03-03')).toMatchObject({ kind: 'refused', refusal: { code: 'DATE.IN_FUTURE' } });
      expect(await paid(method, '2026-03-02')).toMatchObject({ kind: 'accepted' });
    }
  });
});
