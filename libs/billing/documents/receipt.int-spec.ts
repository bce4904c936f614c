import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import {
  CloseSale, ConfigureEntity, MovePayment, openLedger, ReceivePayment, RecordRefundPaid, RegisterCustomer, RequestRefund, ReversePayment, type CommandResult, type Ledger,
} from '#billing';
import { DocumentFacts } from './document-facts';
import { makeReceipt } from './make-receipt';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 14 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const hasReader = spawnSync('pdftotext', ['-v']).error === undefined;
if (!hasReader) {
  process.stderr.write('skipped: what receipts say; install poppler-utils\n');
}
const thanks = 'We have received your payment. Thank you.';

(hasReader ? describe : describe.skip)('a receipt', () => {
  let folder: string;
  let ledger: Ledger;
  let commands = 0;
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });
  const done = async <Answer>(command: Command<CommandResult<Answer>>): Promise<void> => {
    expect(await ledger.execute(command)).toMatchObject({ kind: 'accepted' });
  };
  const receive = (over: object = {}) =>
    done(new ReceivePayment({ paymentId: 'P', receivedOn: '2026-03-01', currency: 'GBP', amount: '119.00', method: 'bank', customerId: 'C1', ...over }, context()));
  const textOf = async (accountId = 'UK~C1'): Promise<string> => {
    await ledger.readModels.catchUp();
    const made = await makeReceipt(ledger, new DocumentFacts(ledger), { paymentId: 'P', accountId });
    if (!made.ok) {
      throw new Error(made.refusal.message);
    }
    const file = join(folder, 'receipt.pdf');
    writeFileSync(file, made.value.bytes);
    return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'receipt-'));
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => Date.parse('2026-03-12T12:00:00Z') }, followLog: false, leaveMilliseconds: 3_600_000 });
    await done(new ConfigureEntity(entity, context()));
    for (const customerId of ['C1', 'C2']) {
      await done(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context()));
    }
    await done(new CloseSale({ saleId: 'S1', customerId: 'C1', closedOn: '2026-02-20', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice: '100.00' }] }, context()));
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('says thanks, what it paid and what is kept', async () => {
    await receive();
    const text = await textOf();
    expect(text).toContain(thanks);
    expect(text).toMatch(/INV-000001\s+1 Mar 2026\s+100\.00[\s\S]*Kept for you\s+19\.00/);
  });

  it('says so when the bank took the payment back, and thanks for nothing', async () => {
    await receive();
    await done(new ReversePayment({ paymentId: 'P', reversalId: 'R', valueDate: '2026-03-10', reason: 'no funds' }, context()));
    const text = await textOf();
    expect(text).toContain('This payment was taken back on 10 Mar 2026. It pays nothing any more.');
    expect(text).toMatch(/Payment taken back\s+10 Mar 2026\s+−119\.00/);
    expect(text).not.toMatch(/Thank you|Kept for you|INV-000001/);
  });

  it('says what of it was taken back, and what the rest pays', async () => {
    await receive();
    await done(new ReversePayment({ paymentId: 'P', reversalId: 'R', amount: '60.00', valueDate: '2026-03-10', reason: 'disputed' }, context()));
    const text = await textOf();
    expect(text).toContain('Of this payment GBP 60.00 was taken back, last on 10 Mar 2026. Only the rest pays.');
    expect(text).toMatch(/INV-000001\s+1 Mar 2026\s+59\.00[\s\S]*Payment taken back\s+10 Mar 2026\s+−60\.00/);
    expect(text).not.toMatch(/Thank you|Kept for you/);
  });

  it('keeps nothing of what was refunded', async () => {
    await receive();
    await done(new RequestRefund({ accountId: 'UK~C1', refundId: 'RF', source: { kind: 'receipt', id: 'P' }, amount: '19.00', requestedOn: '2026-03-05', reason: 'too much' }, context()));
    await done(new RecordRefundPaid({ accountId: 'UK~C1', refundId: 'RF', paidOn: '2026-03-06' }, context()));
    const text = await textOf();
    expect(text).toContain(thanks);
    expect(text).toMatch(/Refund\s+6 Mar 2026\s+−19\.00/);
    expect(text).not.toContain('Kept for you');
  });

  it('keeps nothing of what was moved to another account, where it is received', async () => {
    await receive();
    await done(new MovePayment({ paymentId: 'P', requestId: 'M', fromAccountId: 'UK~C1', toAccountId: 'UK~C2', amount: '19.00', movedOn: '2026-03-06', reason: 'theirs' }, context()));
    const text = await textOf();
    expect(text).toMatch(/Payment moved\s+6 Mar 2026\s+−19\.00/);
    expect(text).not.toContain('Kept for you');
    expect(await textOf('UK~C2')).toMatch(/Kept for you\s+19\.00/);
  });

  it('says from when a post-dated payment counts, for ever the same', async () => {
    await receive({ method: 'cheque', receivedOn: '2026-05-01' });
    const text = await textOf();
    expect(text).toContain('We have your payment dated ahead. It counts from 1 May 2026 on. Thank you.');
    expect(text).not.toContain(thanks);
  });
});
