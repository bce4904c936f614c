import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloseSale, ConfigureEntity, CreditInvoice, GivePromise, openLedger, ReceivePayment, RecordSatisfaction, RegisterCustomer, RunReminders, type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 10 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
  policies: [{
    policyId: 'ladder', version: 1, effectiveFrom: '2020-01-01', minimumAmount: '1.00',
    steps: [{ step: 'first', offsetDays: 5, template: 'first' }, { step: 'second', offsetDays: 15, template: 'second' }],
  }],
};

/** A small quarter whose figures are worked out by hand. */
describe('figures for management from a worked quarter', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  const sell = (
    customerId: string,
    closedOn: string,
    line: { readonly productCode: string; readonly quantity: string; readonly unitPrice: string; readonly discountPercent?: string },
    more: object = {},
  ) =>
    accepted(
      ledger.execute(
        new CloseSale({ saleId: `${customerId} ${closedOn}`, customerId, closedOn, currency: 'GBP', lines: [{ description: 'A', ...line }], ...more }, context()),
      ),
    );
  const pay = (reference: string, receivedOn: string, amount: string) =>
    accepted(ledger.execute(new ReceivePayment({ paymentId: `P-${reference}-${receivedOn}`, receivedOn, currency: 'GBP', amount, reference, method: 'bank' }, context())));
  const remind = (runDate: string) => accepted(ledger.execute(new RunReminders({ requestId: `run-${runDate}`, runDate }, context())));
  const credit = (invoiceId: string, issueDate: string, net: string, reasonCode: 'price-error' | 'goodwill') =>
    accepted(ledger.execute(new CreditInvoice({ requestId: `${invoiceId} ${issueDate}`, invoiceId, reason: 'agreed', reasonCode, issueDate, lines: [{ invoiceLineId: '1', net }] }, context())));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'figures-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    for (const customerId of ['ada', 'bob']) {
      await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context())));
    }
    await sell('ada', '2024-01-05', { productCode: 'cup', quantity: '10', unitPrice: '10.00', discountPercent: '10' });
    await sell('bob', '2024-01-10', { productCode: 'cup', quantity: '5', unitPrice: '10.00' });
    await sell('bob', '2024-02-01', { productCode: 'tea', quantity: '2.5', unitPrice: '4.00' });
    await sell('ada', '2024-02-02', { productCode: 'cup', quantity: '1', unitPrice: '12.00' }, { documentDiscountPercent: '50' });
    // Letters: INV-1 is due on 15 January, INV-2 on the 20th, INV-3 on 11 February, INV-4 on the 12th.
    await remind('2024-01-20');
    await pay('INV-000001', '2024-01-24', '90.00');
    await remind('2024-01-25');
    await remind('2024-02-04');
    await pay('INV-000002', '2024-02-06', '20.00');
    await accepted(
      ledger.execute(
        new GivePromise(
          {
            accountId: 'UK~bob',
            promiseId: 'PR',
            givenOn: '2024-02-07',
            promisedFor: '2024-02-28',
            currency: 'GBP',
            amount: '30.00',
            invoices: [{ invoiceId: 'INV-000002' }],
          },
          context(),
        ),
      ),
    );
    await credit('INV-000001', '2024-02-10', '9.00', 'price-error');
    await credit('INV-000001', '2024-03-02', '1.00', 'goodwill');
    await credit('INV-000003', '2024-03-03', '2.00', 'goodwill');
    for (const [requestId, invoiceId, score, accountId] of [['s1', 'INV-000001', 3, 'UK~ada'], ['s2', 'INV-000001', 9, 'UK~ada'], ['s3', 'INV-000002', 6, 'UK~bob']] as const) {
      await accepted(ledger.execute(new RecordSatisfaction({ requestId, accountId, invoiceId, score }, context())));
    }
    await ledger.readModels.catchUp();
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('prices and discounts by product, and by month and customer; what was credited stands beside', async () => {
    const { body, provenance } = await ledger.reports.prices({ asOf: '2024-03-31' });
    expect(body.sections).toEqual([{
      entityId: 'UK', currency: 'GBP',
      rows: [
        { productCode: 'cup', quantity: '16', list: '162.00', discount: '16.00', net: '146.00', discountRate: '9.88', averagePrice: '9.1250', creditedQuantity: '0', credited: '10.00' },
        { productCode: 'tea', quantity: '2.5', list: '10.00', discount: '0.00', net: '10.00', discountRate: '0.00', averagePrice: '4.0000', creditedQuantity: '0', credited: '2.00' },
      ],
    }]);
    expect(provenance.controlTotals).toEqual({ 'net UK GBP': '156.00' });
    const { body: apart } = await ledger.reports.prices({ asOf: '2024-02-15', groupBy: ['month', 'customer'], customerId: 'ada' });
    expect(apart.sections[0]?.rows).toMatchObject([
      { month: '2024-01', customerId: 'ada', quantity: '10', list: '100.00', net: '90.00', credited: '0.00' },
      { month: '2024-02', customerId: 'ada', quantity: '1', list: '12.00', net: '6.00', discountRate: '50.00', credited: '9.00' },
    ]);
  });

  it('invoice accuracy by the reasons of credit notes, as known on any day', async () => {
    const { body } = await ledger.reports.invoiceAccuracy({ asOf: '2024-03-31' });
    expect(body.sections[0]?.rows).toEqual([
      {
        month: '2024-01',
        invoices: 2,
        credited: 1,
        wrong: 1,
        accuracy: '50.00',
        creditedAmount: '10.00',
        reasons: [
          { reason: 'goodwill', invoices: 1, amount: '1.00' },
          { reason: 'price-error', invoices: 1, amount: '9.00' },
        ],
      },
      {
        month: '2024-02',
        invoices: 2,
        credited: 1,
        wrong: 0,
        accuracy: '100.00',
        creditedAmount: '2.00',
        reasons: [{ reason: 'goodwill', invoices: 1, amount: '2.00' }],
      },
    ]);
    const { body: before } = await ledger.reports.invoiceAccuracy({ asOf: '2024-02-09', groupBy: ['customer'] });
    expect(before.sections[0]?.rows.map(({ month, customerId, invoices, accuracy }) => [month, customerId, invoices, accuracy])).toEqual([
      ['2024-01', 'ada', 1, '100.00'], ['2024-01', 'bob', 1, '100.00'], ['2024-02', 'ada', 1, '100.00'], ['2024-02', 'bob', 1, '100.00'],
    ]);
  });

  it('what each step of the reminders brought within its window', async () => {
    const { body } = await ledger.reports.reminderEffectiveness({ asOf: '2024-02-20' });
    expect(body.sections[0]?.rows).toEqual([
      // INV-1 on the 20th, paid on the fourth day; INV-2 on the 25th, nothing before the next letter.
      {
        month: '2024-01',
        step: 'first',
        letters: 2,
        items: 2,
        reminded: '140.00',
        judged: 2,
        paid: 1,
        promised: 0,
        paidShare: '50.00',
        collected: '90.00',
        collectedShare: '64.29',
        medianDays: '4.0',
      },
      {
        month: '2024-02',
        step: 'second',
        letters: 1,
        items: 1,
        reminded: '50.00',
        judged: 1,
        paid: 0,
        promised: 1,
        paidShare: '0.00',
        collected: '20.00',
        collectedShare: '40.00',
        medianDays: null,
      },
    ]);
    const { body: early } = await ledger.reports.reminderEffectiveness({ asOf: '2024-02-10', from: '2024-02-01', groupBy: ['customer'] });
    expect(early.sections[0]?.rows).toMatchObject([{ customerId: 'bob', step: 'second', items: 1, judged: 0, paidShare: null, collected: '0.00' }]);
  });

  it('satisfaction: of an invoice the last score counts', async () => {
    const today = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const { body } = await ledger.reports.satisfaction({ asOf: today, groupBy: ['customer'] });
    expect(body.sections[0]?.rows.map(({ customerId, scores, mean, promoters, detractors, netPromoterScore }) => [customerId, scores, mean, promoters, detractors, netPromoterScore])).toEqual([
      ['ada', 1, '9.00', '100.00', '0.00', '100.00'],
      ['bob', 1, '6.00', '0.00', '100.00', '-100.00'],
    ]);
  });

  it('a sales forecast says why there is none, or by which method and how far it was off', async () => {
    const none = await ledger.reports.salesForecast({ asOf: '2024-03-31' });
    expect(none.body.sections).toMatchObject([{ currency: 'GBP', history: 3, method: null, rows: [], missing: '3 whole months of sales are fewer than the 6 that a forecast needs' }]);
    // Nothing was sold from April on: two months of sales, one of credits, and zeros.
    const { body } = await ledger.reports.salesForecast({ asOf: '2024-09-15', months: 2 });
    expect(body.sections).toMatchObject([{
      history: 8, historyTo: '2024-08', method: 'last-month', scoredMonths: 5,
      scores: [{ method: 'last-month', error: '0.60' }, { method: 'mean-of-three' }],
      rows: [{ month: '2024-09', sales: '0.00', low: '0.00', high: '0.00' }, { month: '2024-10', sales: '0.00' }],
    }]);
    await expect(ledger.reports.salesForecast({ asOf: '2024-09-15', months: 13 })).rejects.toMatchObject({ code: 'REPORT.TOO_LARGE' });
  });

  it('each with its formula, and as it was known before', async () => {
    for (const { body } of [await ledger.reports.prices({ asOf: '2024-03-31' }), await ledger.reports.invoiceAccuracy({ asOf: '2024-03-31' })]) {
      expect(body.formulas.length).toBeGreaterThan(2);
    }
    const { provenance } = await ledger.reports.prices({ asOf: '2024-03-31' });
    const { body } = await ledger.reports.prices({ asOf: '2024-03-31', knownAt: { sequence: provenance.knownAt - 12 } });
    expect(body.sections[0]?.rows[1]).toMatchObject({ productCode: 'tea', credited: '0.00' });
  });
});
