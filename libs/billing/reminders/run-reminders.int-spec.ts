import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelInvoice, ChargeLateFees, CloseSale, ConfigureEntity, openLedger, OpenDispute, ReceivePayment, RegisterCustomer, RunReminders, type CommandResult, type DeliveryOutcome, type Ledger,
  type ReminderChannel, type ReminderLetter,
} from '#billing';

const step = (name: string, offsetDays: number, more: object = {}) => ({ step: name, offsetDays, channel: 'outbox' as const, template: name, ...more });
const first = { policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '5.00', steps: [step('before', -3), step('first', 7), step('second', 14)] };
const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 }, lateCharges: { fee: '40.00', graceDays: 0 },
  // Numbers of one year alone: in the next there is no series.
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6, year: 2010 }],
  policies: [first],
};

class Post implements ReminderChannel {
  readonly name = 'outbox';
  readonly letters: ReminderLetter[] = [];
  fails = false;

  async deliver(letter: ReminderLetter): Promise<DeliveryOutcome> {
    this.letters.push(letter);
    return this.fails ? { kind: 'failed', reason: 'no paper' } : { kind: 'accepted', receipt: 'posted' };
  }
}

describe('a reminder run', () => {
  let folder: string;
  let ledger: Ledger;
  let post: Post;
  let today = '';
  let requests = 0;
  const invoices = new Map<string, string>();
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reminders-'));
    today = '2010-12-01';
    post = new Post();
    ledger = await openLedger({ dataFolder: folder, channels: [post], clock: { now: () => Date.parse(`${today}T12:00:00Z`) }, leaveMilliseconds: 3_600_000 });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    // Due on 2010-12-31: the second of them is below the minimum.
    for (const [saleId, customerId, unitPrice] of [['S1', 'C1', '100.00'], ['S2', 'C2', '4.99'], ['S3', 'C3', '80.00'], ['S4', 'C4', '60.00']] as const) {
      await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB' }, context())));
      const sale = { saleId, customerId, closedOn: today, currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice }] };
      const { invoiceId = '' } = await accepted(ledger.execute(new CloseSale(sale, context())));
      invoices.set(saleId, invoiceId);
    }
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const run = (day: string) => {
    today = day;
    return accepted(ledger.execute(new RunReminders({ requestId: `run-${(requests += 1)}` }, context())));
  };
  const taken = () => post.letters.splice(0).map(({ accountId, items }) => `${accountId} ${items.map(({ step: name }) => name).join()}`).sort();
  const skips = async () => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.reminderSkips({})).items.map(({ accountId, step: name, why }) => `${accountId} ${name} ${why}`).sort();
  };

  it('records every decision: sent, failed, and skipped with why', async () => {
    await accepted(ledger.execute(new OpenDispute({ accountId: 'UK~C3', disputeId: 'D1', invoiceId: invoices.get('S3') ?? '', reason: 'broken' }, context())));
    expect(await run('2010-12-28')).toMatchObject({ sent: 2, skipped: 2 });
    expect(taken()).toEqual(['UK~C1 before', 'UK~C4 before']);
    expect(await skips()).toEqual(['UK~C2 before below-minimum', 'UK~C3 before disputed']);
    today = '2011-01-07';
    await accepted(ledger.execute(new ReceivePayment({ paymentId: 'P', accountId: 'UK~C4', receivedOn: today, currency: 'GBP', amount: '60.00' }, context())));
    post.fails = true;
    expect(await run('2011-01-07')).toMatchObject({ sent: 0, failed: 1 });
    expect(taken()).toEqual(['UK~C1 first']);
  });

  it('after twenty days down skips the stale step before the due date, and takes one step a run', async () => {
    expect(await run('2011-01-15')).toMatchObject({ sent: 3 });
    expect(taken()).toEqual(['UK~C1 first', 'UK~C3 first', 'UK~C4 first']);
    expect(await skips()).toEqual(['UK~C1 before stale', 'UK~C2 first below-minimum', 'UK~C3 before stale', 'UK~C4 before stale']);
    expect(await run('2011-01-15')).toMatchObject({ sent: 0 });
    expect(await run('2011-01-16')).toMatchObject({ sent: 3 });
    expect(taken()).toEqual(['UK~C1 second', 'UK~C3 second', 'UK~C4 second']);
    expect(await run('2011-01-17')).toMatchObject({ sent: 0 });
  });

  it('goes by the version in force on its day; steps that were taken stay taken', async () => {
    expect(await run('2011-01-07')).toMatchObject({ policyVersion: 1, sent: 3 });
    taken();
    const second = { ...first, version: 2, effectiveFrom: '2011-01-14', minimumAmount: '1.00', steps: [step('first', 7), step('second', 20, { level: 'final-notice' })] };
    await accepted(ledger.execute(new ConfigureEntity({ ...entity, policies: [first, second] }, context())));
    expect(await run('2011-01-13')).toMatchObject({ policyVersion: 1, sent: 0 });
    // The fourteenth day is none of the new version; what is small counts in it.
    expect(await run('2011-01-14')).toMatchObject({ policyVersion: 2, sent: 1 });
    expect(taken()).toEqual(['UK~C2 first']);
    expect(await run('2011-01-20')).toMatchObject({ policyVersion: 2, sent: 4 });
    expect(post.letters.map(({ level }) => level)).toEqual(['final-notice', 'final-notice', 'final-notice', 'final-notice']);
  });

  it('books the fee of a letter as late-fee income, and takes it out again when it is waived', async () => {
    const next = { seriesId: 'UK-INV-2011', kind: 'invoice' as const, prefix: 'N11-', firstNumber: 1, digits: 6, year: 2011 };
    const credits = { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 };
    const charged = { ...first, version: 2, effectiveFrom: '2011-01-01', steps: [step('first', 7, { fee: '5.00' })] };
    await accepted(ledger.execute(new ConfigureEntity({ ...entity, policies: [charged], series: [...entity.series, next, credits] }, context())));
    const booked = async () => {
      await ledger.readModels.catchUp();
      const { body } = await ledger.reports.trialBalance({ asOf: '2011-01-31', from: '2011-01-01' });
      return Object.fromEntries(body.sections.flatMap(({ rows }) => rows).filter(({ debit, credit }) => debit !== credit).map(({ role, debit, credit }) => [role, [debit, credit]]));
    };
    expect(await run('2011-01-07')).toMatchObject({ sent: 3, fees: 3 });
    expect(await booked()).toEqual({ receivables: ['15.00', '0.00'], 'late-fee-income': ['0.00', '15.00'] });
    const fee = (await ledger.lookups.accountItems('UK~C1', { openOnly: true })).find(({ open }) => open === '5.00');
    await accepted(ledger.execute(new CancelInvoice({ invoiceId: fee?.documentId ?? '', requestId: 'W', reason: 'waived' }, context())));
    // The credit has closed the item: nothing of the fee is owed, and nothing of it is income.
    expect(await booked()).toEqual({ receivables: ['15.00', '5.00'], 'late-fee-income': ['5.00', '15.00'] });
    expect((await ledger.lookups.accountItems('UK~C1', { openOnly: true })).map(({ open }) => open)).toEqual(['100.00']);
  });

  it('sends nothing when a fee of its letters could not be billed, and neither does a late charge without a series', async () => {
    const charged = { ...first, version: 2, effectiveFrom: '2011-01-01', steps: [step('first', 7, { fee: '5.00' })] };
    await accepted(ledger.execute(new ConfigureEntity({ ...entity, policies: [first, charged] }, context())));
    today = '2011-01-07';
    const noSeries = { kind: 'refused', refusal: { code: 'SERIES.UNKNOWN', data: { kind: 'invoice', issueDate: today } } };
    expect(await ledger.execute(new RunReminders({ requestId: 'R' }, context()))).toMatchObject(noSeries);
    expect(await ledger.execute(new ChargeLateFees({ accountId: 'UK~C1', requestId: 'L', through: today }, context()))).toMatchObject(noSeries);
    expect(post.letters).toEqual([]);
    await ledger.readModels.catchUp();
    expect(await ledger.lookups.accountItems('UK~C1', { openOnly: true })).toHaveLength(1);
    const next = { seriesId: 'UK-INV-2011', kind: 'invoice' as const, prefix: 'INV-11-', firstNumber: 1, digits: 6, year: 2011 };
    await accepted(ledger.execute(new ConfigureEntity({ ...entity, policies: [charged], series: [...entity.series, next] }, context())));
    expect(await accepted(ledger.execute(new RunReminders({ requestId: 'R' }, context())))).toMatchObject({ sent: 3, fees: 3 });
  });
});
