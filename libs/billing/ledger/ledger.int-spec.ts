import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BillSale, ChangeContact, CloseSale, ConfigureEntity, IdentifyPayment, openLedger, ReceivePayment, ReceiveReturn, RegisterCustomer, ReversePayment,
  RunReminders, type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
  policies: [
    {
      policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1.00',
      steps: [
        { step: 'before', offsetDays: -3, template: 'before' },
        { step: 'first', offsetDays: 7, template: 'first' },
      ],
    },
  ],
};

const line = (quantity: string, unitPrice: string, productCode = 'P1') => ({ description: productCode, productCode, quantity, unitPrice });

describe('Ledger', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    ledger = await openLedger({ dataFolder: folder });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada' } }, context())));
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

  const sell = (saleId: string, lines = [line('2', '10.00')], more: object = {}) =>
    ledger.execute(new CloseSale({ saleId, customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines, ...more }, context()));

  it('walks a sale to its invoice, and answers it the same again', async () => {
    const first = await accepted(sell('S1'));
    expect(first).toMatchObject({ state: 'billed', documentNumber: 'INV-000001', issueDate: '2010-12-01', totals: { gross: '20.00' } });
    const again = await sell('S1');
    expect(again).toMatchObject({ kind: 'accepted', repeated: true, answer: first });
    expect(await sell('S1', [line('3', '10.00')])).toMatchObject({ kind: 'refused', refusal: { code: 'SALE.CONFLICT', kind: 'conflict' } });
    expect(await accepted(sell('S2'))).toMatchObject({ documentNumber: 'INV-000002' });
  });

  it('answers a sale the same again after a second legal entity has come, though the sale never named one', async () => {
    const first = await accepted(sell('S1'));
    await accepted(ledger.execute(new ConfigureEntity({ ...entity, entityId: 'FR', series: [], policies: [] }, context())));
    expect(await sell('S1')).toMatchObject({ kind: 'accepted', repeated: true, answer: first });
    expect(await sell('S2')).toMatchObject({ kind: 'refused', refusal: { code: 'ENTITY.UNNAMED' } });
  });

  it('never bills a sale twice across the change of a year’s series', async () => {
    const ofYear = (year: number) => ({ seriesId: `FR-INV-${year}`, kind: 'invoice' as const, year, prefix: `F${year}-`, firstNumber: 1, digits: 4 });
    const french = (years: readonly number[]) => new ConfigureEntity({ ...entity, entityId: 'FR', series: years.map(ofYear), policies: [] }, context());
    await accepted(ledger.execute(french([2010])));
    const early = await accepted(sell('Y1', undefined, { entityId: 'FR', closedOn: '2010-12-31' }));
    await accepted(sell('Y2', undefined, { entityId: 'FR', closedOn: '2010-12-31', billing: 'later' }));
    await accepted(ledger.execute(french([2010, 2011])));
    expect(await sell('Y1', undefined, { entityId: 'FR', closedOn: '2010-12-31' })).toMatchObject({ repeated: true, answer: early });
    const bill = (requestId: string, issueDate: string) => accepted(ledger.execute(new BillSale({ saleId: 'Y2', requestId, issueDate }, context())));
    const billed = await bill('B1', '2011-01-02');
    expect([early.documentNumber, billed.documentNumber]).toEqual(['F2010-0001', 'F2011-0001']);
    expect(await bill('B2', '2010-12-31')).toMatchObject({ invoiceId: billed.invoiceId, documentNumber: 'F2011-0001' });
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.listInvoices({ entityId: 'FR' })).items).toHaveLength(2);
  });

  it('refuses an issue date that would be forgotten', async () => {
    expect(await sell('S1', undefined, { billing: 'later', issueDate: '2010-12-01' })).toMatchObject({
      kind: 'refused', refusal: { code: 'SALE.ISSUE_DATE_UNUSED' },
    });
  });

  it('numbers without a gap under 50 concurrent issuers', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => accepted(sell(`S${index}`))));
    await ledger.readModels.catchUp();
    const { items } = await ledger.lookups.listInvoices({}, { limit: 100 });
    expect(items.map(({ documentNumber }) => documentNumber).sort()).toEqual(
      Array.from({ length: 50 }, (_, index) => `INV-${String(index + 1).padStart(6, '0')}`),
    );
  });

  it('applies a receipt by reference, takes it back when it bounces, and reminds once', async () => {
    const { documentNumber = '', invoiceId } = await accepted(sell('S1'));
    const payment = { paymentId: 'B1', receivedOn: '2010-12-10', currency: 'GBP', amount: '25.00', reference: documentNumber };
    expect(await accepted(ledger.execute(new ReceivePayment(payment, context())))).toMatchObject({
      identified: '25.00', unapplied: '5.00', allocations: [{ items: [{ invoiceId, amount: '20.00' }] }],
    });
    const bounce = { paymentId: 'B1', reversalId: 'R1', valueDate: '2010-12-15', reason: 'bounced' };
    expect(await accepted(ledger.execute(new ReversePayment(bounce, context())))).toMatchObject({
      amount: '25.00', reversed: [{ items: [{ invoiceId, amount: '20.00' }] }],
    });
    const run = (runDate: string) => accepted(ledger.execute(new RunReminders({ requestId: `run-${runDate}`, runDate }, context())));
    expect(await run('2011-01-15')).toMatchObject({ sent: 1, skipped: 1 });
    expect(await run('2011-01-15')).toMatchObject({ sent: 0, skipped: 0 });
    expect(readdirSync(join(folder, 'outbox'))).toHaveLength(1);
  });

  it('keeps money unidentified until somebody says whose it is', async () => {
    await accepted(sell('S1'));
    const payment = { paymentId: 'B1', receivedOn: '2010-12-10', currency: 'GBP', amount: '20.00' };
    expect(await accepted(ledger.execute(new ReceivePayment(payment, context())))).toMatchObject({ unidentified: '20.00', allocations: [] });
    const identify = { paymentId: 'B1', requestId: 'I1', identifiedOn: '2010-12-20', splits: [{ customerId: 'C1' }] };
    expect(await accepted(ledger.execute(new IdentifyPayment(identify, context())))).toMatchObject({
      unidentified: '0.00', unapplied: '0.00', allocations: [{ allocatedOn: '2010-12-20' }],
    });
  });

  it('credits a return from the latest invoice first, and lets the rest stand alone', async () => {
    await accepted(sell('S1', [line('2', '10.00')]));
    const second = await accepted(sell('S2', [line('2', '10.00')], { closedOn: '2010-12-02' }));
    const body = { returnId: 'R1', customerId: 'C1', receivedOn: '2010-12-03', currency: 'GBP', reason: 'damaged', lines: [line('5', '10.00')] };
    const credited = await accepted(ledger.execute(new ReceiveReturn(body, context())));
    expect(credited).toMatchObject({ state: 'credited', documentNumber: 'CN-000001', totals: { gross: '50.00' } });
    expect(credited.lines?.map(({ quantity, invoiceId }) => [quantity, invoiceId === undefined])).toEqual([['2', false], ['2', false], ['1', true]]);
    expect(credited.lines?.[0]?.invoiceId).toBe(second.invoiceId);
    const again = await ledger.execute(new ReceiveReturn(body, context()));
    expect(again).toMatchObject({ kind: 'accepted', repeated: true, answer: credited });
  });

  it('finds an earlier invoice for one line of a return though another line names a later one', async () => {
    const early = await accepted(sell('S1', [line('5', '1.00')], { closedOn: '2010-12-01' }));
    const late = await accepted(sell('S2', [line('10', '1.00')], { closedOn: '2010-12-10' }));
    const { invoiceId = '' } = late;
    const lines = [{ ...line('1', '1.00'), invoiceId, invoiceLineId: '1' }, line('1', '1.00')];
    const body = { returnId: 'R1', customerId: 'C1', receivedOn: '2010-12-05', currency: 'GBP', reason: 'damaged', lines };
    const credited = await accepted(ledger.execute(new ReceiveReturn(body, context())));
    expect(credited.lines?.map((piece) => piece.invoiceId)).toEqual([late.invoiceId, early.invoiceId]);
  });

  it('refuses a stale If-Match, but answers what was done before', async () => {
    const change = { customerId: 'C1', requestId: 'Q1', country: 'GB', personal: { name: 'Ada B' } };
    const done = await ledger.execute(new ChangeContact(change, { ...context(), expectedRevision: 0 }));
    expect(done).toMatchObject({ kind: 'accepted', answer: { revision: 1 } });
    expect(await ledger.execute(new ChangeContact(change, { ...context(), expectedRevision: 0 }))).toMatchObject({ kind: 'accepted', repeated: true });
    expect(await ledger.execute(new ChangeContact({ ...change, requestId: 'Q2' }, { ...context(), expectedRevision: 0 }))).toMatchObject({
      kind: 'refused', refusal: { code: 'PRECONDITION.REVISION_CHANGED' },
    });
  });

  it('comes back after a restart with the same numbers and the same answers', async () => {
    const first = await accepted(sell('S1'));
    await ledger.close();
    ledger = await openLedger({ dataFolder: folder });
    expect(await sell('S1')).toMatchObject({ kind: 'accepted', repeated: true, answer: first });
    expect(await accepted(sell('S2'))).toMatchObject({ documentNumber: 'INV-000002' });
  });
});
