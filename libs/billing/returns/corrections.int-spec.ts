import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AcceptDeduction, CancelInvoice, CloseSale, ConfigureEntity, CreditInvoice, openLedger, ReceivePayment, RegisterCustomer, RelieveBadDebtTax, WriteOff,
  type CommandResult, type Ledger,
} from '#billing';
import { Calendar, Chart, postings, type CreditNoteIssued, type LedgerEvent, type PaymentAllocated } from '#ledger';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};

describe('corrections of an invoice', () => {
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
  const code = (result: CommandResult<unknown>): string => (result.kind === 'refused' ? result.refusal.code : result.kind);

  async function facts(): Promise<LedgerEvent[]> {
    const events: LedgerEvent[] = [];
    for await (const page of ledger.store.readAll(null, {})) {
      for (const recorded of page) {
        const stored = ledger.codec.decode(recorded);
        if (stored !== null) {
          events.push({ type: stored.type, data: stored.data } as LedgerEvent);
        }
      }
    }
    return events;
  }

  /** Balance of each role in transaction and base currency, in minor units, over all days. */
  async function balances(): Promise<Record<string, [bigint, bigint]>> {
    const sums: Record<string, [bigint, bigint]> = {};
    const context = { calendar: new Calendar(), chart: new Chart() };
    for (const event of await facts()) {
      if (event.type === 'ChartMapped') {
        context.chart.evolve(event);
      }
      for (const line of postings(event, context)) {
        // Parts of one rate differ from each other by a minor unit of rounding; what one gives another takes.
        const role = line.role.startsWith('realised') ? 'realised' : line.role;
        const [amount, base] = sums[role] ?? [0n, 0n];
        sums[role] = [amount + line.amount, base + line.baseAmount];
      }
    }
    return Object.fromEntries(Object.entries(sums).filter(([, [amount, base]]) => amount !== 0n || base !== 0n));
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'corrections-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    for (const customerId of ['C1', 'parent']) {
      await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB', personal: { name: customerId } }, context())));
    }
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const lines = [
    { description: 'a', quantity: '3', unitPrice: '33.33', taxCategory: 'S' as const, taxRate: '20' },
    { description: 'b', quantity: '1', unitPrice: '70', taxCategory: 'S' as const, taxRate: '5', recognition: 'daily' as const, servicePeriod: { from: '2010-11-15', to: '2011-02-14' } },
  ];
  const sell = (saleId: string, more: Partial<CloseSale['body']> = {}) =>
    accepted(ledger.execute(new CloseSale({ saleId, customerId: 'C1', closedOn: '2010-12-01', currency: 'EUR', rate: '0.8537', lines, ...more }, context())));

  it('cancelled at once it leaves nothing, in either currency, however its revenue was to count', async () => {
    const { invoiceId = '', documentNumber = '' } = await sell('S1', { payerCustomerId: 'parent', documentDiscountAmount: '7.01' });
    const cancel = () => ledger.execute(new CancelInvoice({ invoiceId: documentNumber, requestId: 'c1', reason: 'ordered twice', receivedOn: '2010-12-20' }, context()));
    const first = await accepted(cancel());
    expect(first).toMatchObject({ state: 'credited', accountId: 'UK~parent' });
    expect(await accepted(cancel())).toEqual(first);
    expect(await balances()).toEqual({});
    const events = await facts();
    expect(events.find((event): event is PaymentAllocated => event.type === 'PaymentAllocated')?.data).toMatchObject({ rule: 'cancellation', items: [{ invoiceId }] });
    expect(events.find((event): event is CreditNoteIssued => event.type === 'CreditNoteIssued')?.data).toMatchObject({ reasonCode: 'cancellation', cancelsInvoiceId: invoiceId });
    const again = await ledger.execute(new CancelInvoice({ invoiceId, requestId: 'c2', reason: 'ordered twice' }, context()));
    expect(code(again)).toBe('RETURN.NOTHING_TO_CREDIT');
  });

  it('cancelled after it was written off and its tax relieved it leaves nothing: no loss, no tax, no credit for what was never paid', async () => {
    const { invoiceId = '' } = await sell('S1');
    const writeOff = { accountId: 'UK~C1', writeOffId: 'W1', writtenOffOn: '2010-12-10', items: [{ invoiceId, instalment: 1 }], reasonCode: 'uncollectible' as const, reason: 'gone' };
    await accepted(ledger.execute(new WriteOff(writeOff, context())));
    await accepted(ledger.execute(new RelieveBadDebtTax({ accountId: 'UK~C1', writeOffId: 'W1', reliefId: 'R1', relievedOn: '2010-12-12' }, context())));
    await accepted(ledger.execute(new CancelInvoice({ invoiceId, requestId: 'c1', reason: 'never delivered', receivedOn: '2010-12-20' }, context())));
    expect(await balances()).toEqual({});
  });

  it('cancelled after a discount was accepted on it leaves what was paid as credit, and no discount and no tax', async () => {
    const { invoiceId = '' } = await sell('S1');
    const deduction = { accountId: 'UK~C1', deductionId: 'D1', kind: 'early-payment-discount' as const, invoiceId, amount: '1.20', acceptedOn: '2010-12-05', reason: 'agreed' };
    await accepted(ledger.execute(new AcceptDeduction({ ...deduction, override: true }, context())));
    await accepted(ledger.execute(new CancelInvoice({ invoiceId, requestId: 'c1', reason: 'never delivered', receivedOn: '2010-12-20' }, context())));
    expect(await balances()).toEqual({});
    expect((await facts()).filter(({ type }) => type === 'DeductionReversed')).toHaveLength(1);
  });

  it('credited by quantity, by amount and cancelled for the rest it comes to exactly what it was', async () => {
    const { invoiceId = '' } = await sell('S2');
    const credit = (requestId: string, line: CreditInvoice['body']['lines'][number]) =>
      ledger.execute(new CreditInvoice({ invoiceId, requestId, reason: 'wrong', reasonCode: 'price-error', receivedOn: '2010-12-20', lines: [line] }, context()));
    await accepted(credit('q', { invoiceLineId: '1', quantity: '1' }));
    await accepted(credit('a', { invoiceLineId: '1', net: '0.07', delivery: 'price' }));
    await accepted(credit('d', { invoiceLineId: '2', net: '20.00', delivery: 'undelivered' }));
    expect(code(await credit('much', { invoiceLineId: '2', net: '50.01' }))).toBe('RETURN.OVER_INVOICED');
    expect(code(await credit('many', { invoiceLineId: '1', quantity: '2.5' }))).toBe('RETURN.OVER_INVOICED');
    expect(code(await credit('none', { invoiceLineId: '9', quantity: '1' }))).toBe('RETURN.INVOICE_LINE_UNKNOWN');
    expect(code(await credit('price', { invoiceLineId: '1', quantity: '1', delivery: 'price' }))).toBe('RETURN.PRICE_AMOUNT');
    await accepted(ledger.execute(new CancelInvoice({ invoiceId, requestId: 'rest', reason: 'all of it', receivedOn: '2010-12-21' }, context())));
    expect(await balances()).toEqual({});
  });

  it('with a prepayment: its invoice is credited in full and what was paid settles the final invoice', async () => {
    const prepaid = [{ description: 'Prepayment', quantity: '1', unitPrice: '100', taxCategory: 'S' as const, taxRate: '20' }];
    const prepayment = await sell('P1', { currency: 'GBP', rate: undefined, purpose: 'prepayment', lines: prepaid } as never);
    const payment = { paymentId: 'B1', customerId: 'C1', receivedOn: '2010-12-02', currency: 'GBP', amount: '80.00' };
    await accepted(ledger.execute(new ReceivePayment(payment, context())));
    const body = { saleId: 'F1', customerId: 'C1', closedOn: '2010-12-10', currency: 'GBP', aboutInvoiceId: prepayment.invoiceId ?? '', lines: [{ ...prepaid[0]!, unitPrice: '250' }] };
    const close = () => ledger.execute(new CloseSale(body, context()));
    const final = await accepted(close());
    expect(await accepted(close())).toEqual(final);
    const events = await facts();
    const credits = events.filter((event): event is CreditNoteIssued => event.type === 'CreditNoteIssued');
    expect(credits.map(({ data }) => data)).toMatchObject([{ reasonCode: 'prepayment-settled', purpose: 'prepayment', totals: { gross: '120.00' } }]);
    const applied = events.filter((event): event is PaymentAllocated => event.type === 'PaymentAllocated' && event.data.source.kind === 'credit');
    expect(applied.map(({ data: { rule, items } }) => [rule, items.map(({ invoiceId, amount }) => [invoiceId, amount])])).toEqual([
      ['cancellation', [[prepayment.invoiceId, '40.00']]],
      ['prepayment', [[final.invoiceId, '80.00']]],
    ]);
    expect(await balances()).toEqual({ bank: [8000n, 8000n], receivables: [22000n, 22000n], revenue: [-25000n, -25000n], 'tax-payable': [-5000n, -5000n] });
    expect(code(await ledger.execute(new CloseSale({ ...body, saleId: 'F2' }, context())))).toBe('SALE.PREPAYMENT_SETTLED');
  });
});
