import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '#ledger';
import { AllocatePayment, CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer, RunReminders, type CommandResult, type Ledger } from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90, 120], defaultTerms: { netDays: 0 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
  policies: [
    {
      policyId: 'ladder', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1.00',
      steps: [{ step: 'seven', offsetDays: 7, template: 'seven' }, { step: 'eleven', offsetDays: 11, template: 'eleven' }],
    },
  ],
};

/** Cases of other systems' users, told in their own figures. */
describe('published cases', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  let today = '2011-01-01';
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'published-'));
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => Date.parse(`${today}T12:00:00Z`) } });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada' } }, context())));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const sell = (saleId: string, closedOn: string, unitPrice: string) => {
    today = closedOn > today ? closedOn : today;
    return accepted(ledger.execute(new CloseSale({ saleId, customerId: 'C1', closedOn, currency: 'GBP', lines: [{ description: 'thing', quantity: '1', unitPrice }] }, context())));
  };
  const pay = (paymentId: string, receivedOn: string, amount: string, allocate: 'auto' | 'none' = 'auto') => {
    today = receivedOn > today ? receivedOn : today;
    return accepted(ledger.execute(new ReceivePayment({ paymentId, receivedOn, currency: 'GBP', amount, customerId: 'C1', allocate }, context())));
  };
  const aged = async (asOf: string) => {
    await ledger.readModels.catchUp();
    const { body } = await ledger.reports.aging({ asOf });
    const [section] = body.sections;
    return Object.fromEntries(section!.buckets.map((name, index) => [name, section!.rows[0]?.amounts[index]]));
  };
  const remind = async (runDate: string) => {
    today = runDate;
    await ledger.readModels.catchUp();
    await accepted(ledger.execute(new RunReminders({ entityId: 'UK', requestId: `run ${runDate}`, runDate }, context())));
    await ledger.readModels.catchUp();
    const { items } = await ledger.lookups.reminders({});
    return items.flatMap((letter) => letter.items.map(({ documentNumber, step }) => `${letter.runDate} ${documentNumber} ${step}`));
  };

  it('odoo/odoo PR 16235: 10,000 due 28 February, paid 1,500, 1,000 and 2,000 before, aged 4 April: 5,500 in 31-60', async () => {
    today = '2011-02-28';
    await pay('P1', '2011-01-10', '1500.00');
    await pay('P2', '2011-01-20', '1000.00');
    await pay('P3', '2011-02-10', '2000.00');
    await sell('S1', '2011-02-28', '10000.00');
    await ledger.readModels.catchUp();
    const applied = await ledger.lookups.accountItems('UK~C1', { openOnly: true });
    for (const { kind, documentId } of applied.filter((item) => item.kind === 'receipt')) {
      await accepted(
        ledger.execute(
          new AllocatePayment(
            { accountId: 'UK~C1', requestId: `apply ${documentId}`, source: { kind: kind as 'receipt', id: documentId }, items: [{ invoiceId: 'INV-000001' }] },
            context(),
          ),
        ),
      );
    }
    expect(await aged('2011-04-04')).toEqual({ current: '0.00', '1-30': '0.00', '31-60': '5500.00', '61-90': '0.00', '91-120': '0.00', '121+': '0.00' });
  });

  it('OCA/account-financial-reporting 707: issued 30 April and paid 30 June, it is listed in full on 31 May', async () => {
    await sell('S1', '2011-04-30', '100.00');
    await pay('P1', '2011-06-30', '100.00');
    expect((await aged('2011-05-31'))['31-60']).toBe('100.00');
    expect((await ledger.reports.aging({ asOf: '2011-06-30' })).body.sections).toEqual([]);
  });

  it('killbill/killbill 2297: with the oldest invoice paid, the next one still gets its step of 7 days before that of 11', async () => {
    const first = '2011-03-01';
    await sell('S1', first, '100.00');
    await sell('S2', addDays(first, 4), '200.00');
    expect(await remind(addDays(first, 7))).toEqual([`${addDays(first, 7)} INV-000001 seven`]);
    await pay('P1', addDays(first, 8), '100.00');
    const steps = [...(await remind(addDays(first, 11))), ...(await remind(addDays(first, 15)))];
    const second = [...new Set(steps)].filter((step) => step.includes('INV-000002'));
    expect(second.sort()).toEqual([`${addDays(first, 11)} INV-000002 seven`, `${addDays(first, 15)} INV-000002 eleven`]);
  });
});
