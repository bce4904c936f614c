import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloseSale, ConfigureEntity, HandOver, ImportBankStatement, MatchBankLines, openLedger, ReceivePayment, RecordAgencyReceipt, RecordRefundPaid, RegisterCustomer, RequestRefund, ResolveBankLine,
  ReversePayment, type CommandResult, type Ledger,
} from '#billing';
import { camtFile, type MadeEntry } from './camt-file.test-kit';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const accountId = 'UK~C1';

describe('money that is in the books before its bank line', () => {
  let folder: string;
  let ledger: Ledger;
  const context = () => ({ actor: 'test', commandId: 'c', correlationId: 'c' });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'entered-'));
    ledger = await openLedger({ dataFolder: folder, leaveMilliseconds: 3_600_000 });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada Sample' } }, context())));
    for (const [saleId, unitPrice] of [['S1', '100.00'], ['S2', '250.00'], ['S3', '85.00']] as const) {
      await accepted(ledger.execute(new CloseSale({ saleId, customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice }] }, context())));
    }
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const take = (id: string, entries: readonly MadeEntry[]) => accepted(ledger.execute(new ImportBankStatement({ file: camtFile(id, entries) }, context())));
  const match = () => accepted(ledger.execute(new MatchBankLines({}, context())));
  const lines = async () => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.listBankLines({}, { oldestFirst: true })).items;
  };
  const cash = async () => {
    await ledger.readModels.catchUp();
    const { sections } = (await ledger.reports.reconciliation({ from: '2011-01-01', asOf: '2011-01-31' })).body;
    return { ledger: sections[0]?.totals.ledger, exceptions: sections[0]?.exceptions.map(({ kind, amount }) => `${kind} ${amount}`).sort() };
  };
  const enter = (paymentId: string, amount: string, receivedOn = '2011-01-07') =>
    accepted(ledger.execute(new ReceivePayment({ paymentId, accountId, receivedOn, currency: 'GBP', amount, method: 'cheque', allocate: 'none' }, context())));
  const collect = async (paymentId = 'AG1') => {
    const handOver = { accountId, handoverId: 'H1', agency: 'Sample Collections', currency: 'GBP', reason: 'no answer', invoices: [{ documentNumber: 'INV-000001' }], override: true };
    await accepted(ledger.execute(new HandOver(handOver, context())));
    const receipt = { accountId, handoverId: 'H1', paymentId, receivedOn: '2011-01-07', currency: 'GBP', amount: '85.00', commission: '15.00' };
    await accepted(ledger.execute(new RecordAgencyReceipt(receipt, context())));
  };
  const refund = async (refundId: string, source: string, bankReference: string) => {
    await accepted(ledger.execute(new RequestRefund({ accountId, refundId, source: { kind: 'receipt', id: source }, requestedOn: '2011-01-07', reason: 'too much' }, context())));
    await accepted(ledger.execute(new RecordRefundPaid({ accountId, refundId, paidOn: '2011-01-08', bankReference }, context())));
  };
  const resolve = async (at: number, said: Pick<ResolveBankLine['body'], 'as' | 'subjectId' | 'accountId'>) => {
    const { statementId = '', lineId = '' } = (await lines())[at] ?? {};
    return ledger.execute(new ResolveBankLine({ statementId, lineId, reason: 'seen', ...said }, context()));
  };

  it.each([
    ['its hand-over', { text: 'Akte H1 INV-000003' }],
    ['its own id', { text: 'Payment AG1 / INV-000003' }],
    ['the agency that pays', { name: 'SAMPLE COLLECTIONS', text: 'INV-000003' }],
  ])('ties an agency’s receipt by %s, and books nothing again', async (_by, said) => {
    await collect();
    await take('ST-1', [{ amount: '85.00', ...said }]);
    expect(await match()).toMatchObject({ matched: 1, parked: 0, refused: [] });
    expect(await lines()).toMatchObject([{ outcome: 'payment', subjectId: 'AG1', accountId }]);
    expect(await cash()).toEqual({ ledger: '85.00', exceptions: ['opening-difference 1000.00'] });
  });

  it('ties a cheque that the line names; the next line of that amount is money of its own', async () => {
    await enter('CHQ-1', '250.00');
    await take('ST-1', [{ amount: '250.00', text: 'Cheque CHQ-1 INV-000002', bankReference: 'B-1' }, { amount: '250.00', text: 'Cheque CHQ-1 INV-000002', bankReference: 'B-2' }]);
    expect(await match()).toMatchObject({ matched: 2 });
    expect((await lines()).map(({ subjectId }) => subjectId === 'CHQ-1')).toEqual([true, false]);
    expect(await cash()).toEqual({ ledger: '500.00', exceptions: ['opening-difference 1000.00'] });
  });

  it('leaves a sure match to a person where the same amount was entered for that account and no line shows it', async () => {
    await enter('CHQ-1', '250.00');
    await take('ST-1', [{ amount: '250.00', text: 'INV-000002' }]);
    expect(await match()).toMatchObject({ matched: 0, parked: 1 });
    const [line] = await lines();
    expect(line).toMatchObject({ discrepancy: 'duplicate', proposals: [{ accountId }] });
    expect(line?.resolution).toContain('payment CHQ-1 of 2011-01-07');
    await accepted(resolve(0, { as: 'payment', subjectId: 'CHQ-1' }));
    expect(await cash()).toEqual({ ledger: '250.00', exceptions: ['opening-difference 1000.00'] });
  });

  it('asks a person about a receipt that was taken back', async () => {
    await enter('CHQ-1', '250.00');
    await accepted(ledger.execute(new ReversePayment({ paymentId: 'CHQ-1', reversalId: 'R1', valueDate: '2011-01-09', reason: 'bounced' }, context())));
    await take('ST-1', [{ amount: '250.00', text: 'CHQ-1 INV-000002' }]);
    expect(await match()).toMatchObject({ matched: 0, parked: 1 });
    expect((await lines())[0]?.resolution).toContain('(taken back)');
  });

  it('shows one payment, and one refund, by one line only', async () => {
    await enter('P-1', '40.00');
    await enter('P-2', '30.00');
    await refund('RF1', 'P-2', 'OUT-1');
    await take('ST-1', [{ amount: '40.00', bankReference: 'B-1' }, { amount: '40.00', bankReference: 'B-2' }, { amount: '-30.00', bankReference: 'B-3' }, { amount: '-30.00', bankReference: 'B-4' }]);
    await match();
    await accepted(resolve(0, { as: 'payment', subjectId: 'P-1' }));
    expect(await resolve(1, { as: 'payment', subjectId: 'P-1' })).toMatchObject({ refusal: { code: 'STATEMENT.OTHER_PAYMENT' } });
    await accepted(resolve(2, { as: 'refund', accountId, subjectId: 'RF1' }));
    await accepted(resolve(2, { as: 'refund', accountId, subjectId: 'RF1' }));
    expect(await resolve(3, { as: 'refund', accountId, subjectId: 'RF1' })).toMatchObject({ refusal: { code: 'STATEMENT.OTHER_REFUND' } });
  });

  it('ties a refund paid by hand by its id or by the bank’s reference, and pays none by a line of another amount', async () => {
    for (const [paymentId, amount] of [['P-1', '30.00'], ['P-2', '31.00'], ['P-3', '32.00']] as const) await enter(paymentId, amount);
    await refund('RF1', 'P-1', 'OUT-1');
    await refund('RF2', 'P-2', 'OUT-2');
    await accepted(ledger.execute(new RequestRefund({ accountId, refundId: 'RF3', source: { kind: 'receipt', id: 'P-3' }, requestedOn: '2011-01-07', reason: 'too much' }, context())));
    await take('ST-1', [{ amount: '-30.00', endToEndId: 'RF1' }, { amount: '-31.00', bankReference: 'OUT-2' }, { amount: '-35.00', text: 'rent' }]);
    expect(await match()).toMatchObject({ matched: 2, parked: 1, refused: [] });
    expect((await lines()).map(({ subjectId }) => subjectId)).toEqual(['RF1', 'RF2', null]);
    expect(await resolve(2, { as: 'refund', accountId, subjectId: 'RF3' })).toMatchObject({ refusal: { code: 'STATEMENT.OTHER_REFUND' } });
  });
});
