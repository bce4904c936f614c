import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '#event-store/embedded';
import type { EventStore } from '#event-store';
import {
  AcceptDeduction, AllocatePayment, ChargeLateFees, CloseSale, ConfigureEntity, MovePayment, openLedger, ReceivePayment, RecordRefundFailed, RecordRefundPaid,
  RegisterCustomer, RelieveBadDebtTax, RequestRefund, ReverseDeduction, ReversePayment, WriteOff, type CommandResult, type Ledger,
} from '#billing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  tolerance: '0.50', lateCharges: { fee: '40.00', interestPercent: '8', graceDays: 5 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

let folder: string;
let ledger: Ledger;
let requests = 0;
/** Streams that cannot be written for the moment: what a crash between two steps looks like from behind. */
let refuses: (stream: string) => boolean = () => false;

async function interruptible(file: string): Promise<EventStore> {
  const store = await openEmbeddedStore({ file });
  return {
    description: store.description,
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    close: store.close.bind(store),
    append: (stream, ...rest) => (refuses(stream) ? Promise.reject(new Error('power cut')) : store.append(stream, ...rest)),
  };
}

async function typesIn(stream: string): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of ledger.store.readStream(stream)) {
    types.push(type);
  }
  return types;
}

const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });
const accountId = 'UK~C1';

async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
  const result = await pending;
  if (result.kind !== 'accepted') {
    throw new Error(JSON.stringify(result));
  }
  return result.answer;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corrections-'));
  refuses = () => false;
  ledger = await openLedger({ dataFolder: folder, openStore: () => interruptible(join(folder, 'events.db')), leaveMilliseconds: 3_600_000 });
  await accepted(ledger.execute(new ConfigureEntity(entity, context())));
  for (const customerId of ['C1', 'C2']) {
    const terms = [{ entityId: 'UK', terms: { netDays: 30, earlyPayment: { percent: '2', withinDays: 10 } } }];
    await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB', terms }, context())));
  }
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

const sell = (saleId: string, customerId = 'C1') =>
  accepted(ledger.execute(new CloseSale({
    saleId, customerId, closedOn: '2010-12-01', currency: 'GBP',
    lines: [{ description: 'A', quantity: '1', unitPrice: '1000.00', taxCategory: 'S', taxRate: '20' }],
  }, context())));
const receive = (paymentId: string, amount: string, more: object = {}) =>
  accepted(ledger.execute(new ReceivePayment({ paymentId, receivedOn: '2010-12-10', currency: 'GBP', amount, customerId: 'C1', ...more }, context())));

describe('corrections of an account', () => {
  it('accepts the discount that the terms of the issued invoice allow, with its tax', async () => {
    await sell('S1');
    await receive('P1', '1176.00', { allocate: 'none' });
    const body = {
      accountId, requestId: 'A1', source: { kind: 'receipt' as const, id: 'P1' }, allocatedOn: '2010-12-20', items: [{ documentNumber: 'INV-000001' }],
      deductions: [{ documentNumber: 'INV-000001', kind: 'early-payment-discount' as const, reason: 'paid on the ninth day' }],
    };
    const applied = await accepted(ledger.execute(new AllocatePayment(body, context())));
    expect(applied).toMatchObject({ unapplied: '0.00', deductions: [{ amount: '24.00', taxes: [{ rate: '20', amount: '4.00' }] }] });
    expect(await accepted(ledger.execute(new AllocatePayment(body, context())))).toEqual(applied);
    const back = { accountId, deductionId: 'A1~deduction1', requestId: 'R1', reversedOn: '2010-12-21', reason: 'wrong' };
    expect(await accepted(ledger.execute(new ReverseDeduction(back, context())))).toMatchObject({ amount: '24.00' });
    const late = { accountId, deductionId: 'D2', documentNumber: 'INV-000001', kind: 'early-payment-discount' as const, acceptedOn: '2010-12-21', reason: 'late' };
    expect(await ledger.execute(new AcceptDeduction(late, context()))).toMatchObject({ refusal: { code: 'DEDUCTION.EXCEEDS_TERMS' } });
  });

  it('moves money to another account, which it pays there, and answers the same again', async () => {
    await sell('S1', 'C2');
    await receive('P1', '100.00');
    const body = { paymentId: 'P1', requestId: 'M1', fromAccountId: accountId, toAccountId: 'UK~C2', amount: '70.00', movedOn: '2010-12-12', reason: 'paid by C2' };
    const moved = await accepted(ledger.execute(new MovePayment(body, context())));
    expect(moved).toMatchObject({ amount: '70.00', allocations: [{ accountId: 'UK~C2', items: [{ amount: '70.00' }] }] });
    expect(await accepted(ledger.execute(new MovePayment(body, context())))).toEqual(moved);
    expect(await ledger.execute(new MovePayment({ ...body, amount: '71.00' }, context()))).toMatchObject({ refusal: { code: 'PAYMENT_RELEASE.CONFLICT' } });
    expect(await ledger.execute(new MovePayment({ ...body, requestId: 'M2', amount: '30.01' }, context()))).toMatchObject({ kind: 'refused' });
  });

  it('writes off, relieves the tax, and recovers by a receipt that names the invoice', async () => {
    await sell('S1');
    const writeOff = { accountId, writeOffId: 'W1', writtenOffOn: '2011-03-01', reasonCode: 'insolvent' as const, reason: 'bankrupt' };
    expect(await accepted(ledger.execute(new WriteOff(writeOff, context())))).toMatchObject({ amount: '1200.00' });
    const relief = { accountId, writeOffId: 'W1', reliefId: 'T1', relievedOn: '2011-03-02' };
    expect(await accepted(ledger.execute(new RelieveBadDebtTax(relief, context())))).toMatchObject({ taxes: [{ amount: '200.00' }] });
    expect(await receive('P1', '600.00', { receivedOn: '2011-04-01', reference: 'INV-000001' })).toMatchObject({ unapplied: '0.00', allocations: [{ items: [{ amount: '600.00' }] }] });
  });

  it('turns a refund into a debit when the receipt bounces, and takes the debit back when the refund fails', async () => {
    await receive('P1', '100.00');
    const refund = { accountId, refundId: 'F1', source: { kind: 'receipt' as const, id: 'P1' }, requestedOn: '2010-12-12', reason: 'paid twice' };
    expect(await accepted(ledger.execute(new RequestRefund(refund, context())))).toMatchObject({ state: 'requested', amount: '100.00' });
    await accepted(ledger.execute(new ReversePayment({ paymentId: 'P1', reversalId: 'B1', valueDate: '2010-12-14', reason: 'no funds' }, context())));
    expect(await receive('P2', '40.00', { receivedOn: '2010-12-15' })).toMatchObject({ allocations: [{ items: [{ invoiceId: 'P1~B1~debit1', amount: '40.00' }] }] });
    await accepted(ledger.execute(new RecordRefundFailed({ accountId, refundId: 'F1', failedOn: '2010-12-16', reason: 'closed' }, context())));
    expect(await ledger.execute(new RecordRefundPaid({ accountId, refundId: 'F1' }, context()))).toMatchObject({ refusal: { code: 'REFUND.STATE' } });
    const again = { ...refund, refundId: 'F2', source: { kind: 'receipt' as const, id: 'P2' }, requestedOn: '2010-12-16' };
    expect(await accepted(ledger.execute(new RequestRefund(again, context())))).toMatchObject({ amount: '40.00' });
  });

  it('bills a fee and interest by invoices of their own, each day once', async () => {
    await sell('S1');
    const charge = (requestId: string, through: string) => accepted(ledger.execute(new ChargeLateFees({ accountId, requestId, through }, context())));
    const first = await charge('L1', '2011-01-31');
    expect(first.charges).toMatchObject([{ purpose: 'late-fee', amount: '40.00', state: 'billed', invoiceNumber: 'INV-000002' }, { purpose: 'interest', amount: '8.15', invoiceNumber: 'INV-000003' }]);
    expect(await charge('L1', '2011-01-31')).toMatchObject({ charges: first.charges });
    expect(await charge('L2', '2011-01-31')).toMatchObject({ charges: [] });
    expect(await charge('L3', '2011-02-28')).toMatchObject({ charges: [{ purpose: 'interest', amount: '7.36' }] });
  });

  it('finishes by itself what a crash left of a move and of a late charge', async () => {
    await sell('S1');
    await receive('P1', '100.00', { allocate: 'none' });
    const move = new MovePayment({ paymentId: 'P1', requestId: 'M1', fromAccountId: accountId, toAccountId: 'UK~C2', movedOn: '2010-12-12', reason: 'paid by C2' }, context());
    const charge = new ChargeLateFees({ accountId, requestId: 'L1', through: '2011-01-31' }, context());
    refuses = (stream) => stream.startsWith('payment-') || stream.startsWith('sale-');
    await expect(ledger.execute(move)).rejects.toThrow('power cut');
    await expect(ledger.execute(charge)).rejects.toThrow('power cut');
    refuses = () => false;
    await ledger.finishFollowUps();
    expect(await typesIn('payment-P1')).toEqual(['PaymentReceived', 'PaymentIdentified', 'PaymentIdentificationReversed', 'PaymentIdentified']);
    expect(await typesIn('invoices-UK-INV')).toHaveLength(3);
    expect(await accepted(ledger.execute(move))).toMatchObject({ amount: '100.00', toAccountId: 'UK~C2' });
    expect(await accepted(ledger.execute(charge))).toMatchObject({ charges: [{ purpose: 'late-fee' }, { purpose: 'interest' }] });
    expect(await typesIn('invoices-UK-INV')).toHaveLength(3);
  });
});
