import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AllocatePayment, CloseSale, ConfigureEntity, openLedger, ReceivePayment, RecordExternalInvoice, RecordRates, RegisterCustomer, RevalueCurrency,
  type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'US', name: 'Sample Trading Inc', country: 'US', timeZone: 'America/New_York', baseCurrency: 'USD',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'US-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'US-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};
const accountId = 'US~C1';

describe('money in foreign currencies', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });
  const run = <Answer>(command: Parameters<Ledger['execute']>[0]) => ledger.execute(command) as Promise<CommandResult<Answer>>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'foreign-'));
    ledger = await openLedger({ dataFolder: folder, followLog: false });
    await accepted(run(new ConfigureEntity(entity, context())));
    await accepted(run(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'MM' }, context())));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') {
      throw new Error(JSON.stringify(result));
    }
    return result.answer;
  }

  const record = (rates: readonly (readonly [string, string, string])[], corrects = false) =>
    run(new RecordRates({ rates: rates.map(([currency, on, rate]) => ({ currency, on, rate })), source: 'test', corrects }, context()));
  const sell = (saleId: string, closedOn: string, money: { currency: string; gross: string; rate?: string }) => {
    const { gross, ...content } = money;
    return run<{ invoiceId: string }>(new CloseSale({ saleId, customerId: 'C1', closedOn, ...content, lines: [{ description: 'A', quantity: '1', unitPrice: gross }] }, context()));
  };
  const pay = (paymentId: string, receivedOn: string, money: { currency: string; amount: string; rate?: string }, more: object = {}) =>
    run(new ReceivePayment({ paymentId, accountId, receivedOn, ...money, ...more }, context()));

  /** Closing balances that are not zero: `role currency` → transaction and base amount. */
  async function balances(asOf: string, basis: 'effective' | 'posting' = 'effective'): Promise<Record<string, string>> {
    await ledger.readModels.catchUp();
    const { body } = await ledger.reports.trialBalance({ entityId: 'US', asOf, from: '2010-01-01', basis });
    const rows = body.sections.flatMap(({ currency, rows: accounts }) => accounts.map((row) => [`${row.role} ${currency}`, `${row.closing} ${row.base.closing}`] as const));
    return Object.fromEntries(rows.filter(([, amounts]) => !/^0(\.0+)? 0\.00$/.test(amounts)));
  }

  it('takes the rate on record where none is given, and the given one where there is', async () => {
    expect(await sell('S0', '2010-12-01', { currency: 'EUR', gross: '10.00' })).toMatchObject({ refusal: { code: 'RATE.MISSING' } });
    expect(await accepted(record([['EUR', '2010-12-01', '1.30'], ['EUR', '2010-12-10', '1.40']]))).toMatchObject({ recorded: 2, known: 0 });
    await accepted(sell('S1', '2010-12-05', { currency: 'EUR', gross: '10.00' }));
    await accepted(sell('S2', '2010-12-05', { currency: 'EUR', gross: '10.00', rate: '1.35' }));
    const elsewhere = { source: 'old', documentNumber: '1', customerId: 'C1', issueDate: '2010-12-10', currency: 'EUR', gross: '10.00', mode: 'opening' as const };
    await accepted(run(new RecordExternalInvoice({ ...elsewhere, instalments: [{ dueDate: '2010-12-31', amount: '10.00' }] }, context())));
    await accepted(pay('P1', '2010-12-12', { currency: 'EUR', amount: '10.00' }, { allocate: 'none' }));
    expect(await balances('2010-12-31')).toMatchObject({ 'receivables EUR': '30.00 40.50', 'bank EUR': '10.00 14.00', 'unapplied-receipts EUR': '-10.00 -14.00' });
  });

  it('records a rate once, and another for the same day only as a correction; what was billed keeps its rate', async () => {
    await accepted(record([['EUR', '2010-12-01', '1.30']]));
    await accepted(sell('S1', '2010-12-05', { currency: 'EUR', gross: '10.00' }));
    expect(await record([['EUR', '2010-12-01', '1.300']])).toMatchObject({ answer: { recorded: 0, known: 1 }, repeated: true });
    expect(await record([['EUR', '2010-12-01', '1.50']])).toMatchObject({ refusal: { code: 'RATE.CONFLICT', data: { recorded: '1.3' } } });
    expect(await accepted(record([['EUR', '2010-12-01', '1.50']], true))).toMatchObject({ recorded: 1 });
    expect(await accepted(record([['EUR', '2010-12-01', '1.30']]))).toMatchObject({ recorded: 0, known: 1 });
    await accepted(sell('S2', '2010-12-05', { currency: 'EUR', gross: '10.00' }));
    expect(await balances('2010-12-31')).toMatchObject({ 'receivables EUR': '20.00 28.00' });
    expect(await record([['USD', '2010-12-01', '1']])).toMatchObject({ refusal: { code: 'RATE.BASE_CURRENCY' } });
    expect(await record([['EUR', '2999-12-01', '1']])).toMatchObject({ refusal: { code: 'DATE.IN_FUTURE' } });
    expect(await record([['GBP', '2010-12-01', '2'], ['GBP', '2010-12-01', '3']])).toMatchObject({ refusal: { code: 'RATE.TWICE' } });
  });

  // MMK has two decimals in ISO 4217 and is used without; VND has none.
  it.each([['MMK', '.00'], ['VND', '']])('frappe/erpnext 54153: posts 2.03 where an advance in %s meets an invoice at another rate, and leaves nothing open', async (currency, cents) => {
    await accepted(pay('ADVANCE', '2010-12-01', { currency, amount: '1015000', rate: '0.000476' }, { allocate: 'none' }));
    const { invoiceId } = await accepted(sell('S1', '2010-12-10', { currency, gross: '1015000', rate: '0.000478' }));
    const source = { kind: 'receipt' as const, id: 'ADVANCE' };
    await accepted(run(new AllocatePayment({ accountId, requestId: 'A1', source, allocatedOn: '2010-12-10', items: [{ invoiceId }] }, context())));
    expect(await balances('2010-12-31')).toEqual({
      [`bank ${currency}`]: `1015000${cents} 483.14`, [`revenue ${currency}`]: `-1015000${cents} -485.17`, [`realised-loss ${currency}`]: `0${cents} 2.03`,
    });
  });

  it('closes at zero in both currencies after partial payments at three rates', async () => {
    await accepted(sell('S1', '2010-12-01', { currency: 'EUR', gross: '100.00', rate: '1.333333' }));
    for (const [id, amount, rate] of [['P1', '33.33', '1.25'], ['P2', '33.33', '1.4142'], ['P3', '33.34', '1.371']] as const) {
      await accepted(pay(id, '2010-12-15', { currency: 'EUR', amount, rate }));
    }
    const open = await balances('2010-12-31');
    expect(Object.keys(open)).not.toEqual(expect.arrayContaining(['receivables EUR']));
    expect(Object.keys(open)).not.toEqual(expect.arrayContaining(['unapplied-receipts EUR']));
    expect(open).toMatchObject({ 'revenue EUR': '-100.00 -133.33', 'bank EUR': '100.00 134.51' });
  });

  it('settles an invoice in one currency with money in another through the exchange account', async () => {
    const { invoiceId } = await accepted(sell('S1', '2010-12-01', { currency: 'EUR', gross: '100.00', rate: '1.30' }));
    await accepted(pay('P1', '2010-12-15', { currency: 'GBP', amount: '90.00', rate: '1.60' }));
    const source = { kind: 'receipt' as const, id: 'P1' };
    const settle = (requestId: string, item: object) =>
      run(new AllocatePayment({ accountId, requestId, source, allocatedOn: '2010-12-15', items: [{ invoiceId, ...item }] }, context()));
    expect(await settle('A0', {})).toMatchObject({ refusal: { code: 'ALLOCATION.CURRENCY' } });
    expect(await settle('A0', { amount: '90.00', settles: '100.01' })).toMatchObject({ refusal: { code: 'ALLOCATION.EXCEEDS_OPEN' } });
    expect(await settle('A0', { amount: '90.01', settles: '100.00' })).toMatchObject({ refusal: { code: 'ALLOCATION.EXCEEDS_UNAPPLIED' } });
    expect(await accepted(settle('A1', { amount: '90.00', settles: '100.00' }))).toMatchObject({
      unapplied: '0.00', items: [{ amount: '90.00', settles: '100.00', settlesCurrency: 'EUR' }],
    });
    expect(await settle('A1', { amount: '90.00', settles: '100.00' })).toMatchObject({ repeated: true });
    expect(await balances('2010-12-31')).toEqual({
      'bank GBP': '90.00 144.00', 'revenue EUR': '-100.00 -130.00', 'exchange GBP': '-90.00 -144.00', 'exchange EUR': '100.00 144.00', 'realised-gain EUR': '0.00 -14.00',
    });
    const tie = await ledger.reports.tieOut({ entityId: 'US', asOf: '2010-12-31' });
    expect(tie.body.ties).toBe(true);
  });

  it('revalues what is open at a day, takes it back on the next, and counts the gain once when it is realised', async () => {
    await accepted(record([['EUR', '2010-12-01', '1.10'], ['EUR', '2010-12-31', '1.20']]));
    await accepted(sell('S1', '2010-12-05', { currency: 'EUR', gross: '100.00' }));
    const revalue = (requestId: string, on = '2010-12-31') => run(new RevalueCurrency({ requestId, on }, context()));
    const first = await accepted(revalue('R1'));
    expect(first).toMatchObject({
      difference: '10.00', reversedOn: '2011-01-01',
      rows: [{ role: 'receivables', currency: 'EUR', amount: '100.00', bookedBase: '110.00', rate: '1.2', revaluedBase: '120.00', difference: '10.00' }],
    });
    expect(await revalue('R1')).toMatchObject({ repeated: true, answer: first });
    expect(await revalue('R1', '2010-12-30')).toMatchObject({ refusal: { code: 'REVALUATION.CONFLICT' } });
    expect(await accepted(revalue('R2'))).toMatchObject({ difference: '0.00' });
    expect(await balances('2010-12-31')).toMatchObject({ 'receivables EUR': '100.00 110.00', 'revaluation EUR': '0.00 10.00', 'unrealised-gain EUR': '0.00 -10.00' });
    await accepted(pay('P1', '2011-01-10', { currency: 'EUR', amount: '100.00' }));
    expect(await balances('2011-01-31')).toEqual({ 'bank EUR': '100.00 120.00', 'revenue EUR': '-100.00 -110.00', 'realised-gain EUR': '0.00 -10.00' });
    await accepted(sell('S2', '2010-12-20', { currency: 'GBP', gross: '5.00', rate: '1.6' }));
    expect(await revalue('R3')).toMatchObject({ refusal: { code: 'RATE.MISSING', data: { currencies: ['GBP'] } } });
  });

  it('revalues foreign cash at the bank and with the gateway next to what is open, and takes it back on the next day', async () => {
    await accepted(record([['EUR', '2010-12-01', '1.10'], ['EUR', '2010-12-31', '1.20']]));
    await accepted(sell('S1', '2010-12-05', { currency: 'EUR', gross: '100.00' }));
    await accepted(pay('P1', '2010-12-10', { currency: 'EUR', amount: '60.00' }));
    await accepted(pay('P2', '2010-12-12', { currency: 'EUR', amount: '10.00' }, { heldBy: 'gateway' }));
    const revalued = await accepted(run(new RevalueCurrency({ requestId: 'R1', on: '2010-12-31' }, context())));
    // 60.00, 10.00 and 30.00 at 1.20 instead of 1.10.
    expect(revalued).toMatchObject({ difference: '10.00', rows: [
      { role: 'bank', amount: '60.00', bookedBase: '66.00', revaluedBase: '72.00', difference: '6.00' },
      { role: 'gateway-clearing', amount: '10.00', bookedBase: '11.00', revaluedBase: '12.00', difference: '1.00' },
      { role: 'receivables', amount: '30.00', bookedBase: '33.00', revaluedBase: '36.00', difference: '3.00' },
    ] });
    expect(await balances('2010-12-31')).toMatchObject({ 'bank EUR': '60.00 66.00', 'revaluation EUR': '0.00 10.00', 'unrealised-gain EUR': '0.00 -10.00' });
    const next = await balances('2011-01-01');
    expect(Object.keys(next)).not.toEqual(expect.arrayContaining(['revaluation EUR']));
    expect(Object.keys(next)).not.toEqual(expect.arrayContaining(['unrealised-gain EUR']));
    expect((await ledger.reports.tieOut({ entityId: 'US', asOf: '2010-12-31' })).body.ties).toBe(true);
  });
});
