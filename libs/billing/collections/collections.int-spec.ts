import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import {
  buildDossier, CloseSale, ConfigureEntity, DocumentDesk, GivePromise, HandOver, LogContact, openLedger, readWorklist, RecallFromCollections, ReceivePayment, RecordAgencyReceipt,
  RegisterCustomer, ResolveReminder, RunReminders, WithdrawPromise, type CommandResult, type DeliveryOutcome, type Ledger, type ReminderChannel, type ReminderLetter,
} from '#billing';
import { addDays } from '#ledger';

const steps = [
  { step: 'friendly', offsetDays: 7, channel: 'email' as const, template: 'friendly' },
  { step: 'notice', offsetDays: 14, channel: 'email' as const, template: 'notice', level: 'notice' as const, fee: '5.00', action: 'hold' as const },
  { step: 'final', offsetDays: 28, channel: 'outbox' as const, template: 'final', level: 'final-notice' as const, fee: '10.00', action: 'propose-hand-over' as const },
];
const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
  policies: [{ policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1.00', steps }],
};
const accountId = 'UK~C1';
const lines = [{ description: 'Goods', quantity: '1', unitPrice: '100.00' }];

/** Takes letters as a mail server does, or does what the test asks for instead. */
class Mailbox implements ReminderChannel {
  readonly name = 'email';
  readonly letters: ReminderLetter[] = [];
  next: (letter: ReminderLetter) => Promise<DeliveryOutcome> = async () => ({ kind: 'accepted', receipt: '250 ok' });

  deliver(letter: ReminderLetter): Promise<DeliveryOutcome> {
    this.letters.push(letter);
    return this.next(letter);
  }
}

describe('reminders and collections', () => {
  let folder: string;
  let ledger: Ledger;
  let mailbox: Mailbox;
  let today = '2010-12-01';
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });
  const open = (): Promise<Ledger> =>
    openLedger({ dataFolder: folder, channels: [mailbox], clock: { now: () => Date.parse(`${today}T12:00:00Z`) }, leaveMilliseconds: 3_600_000 });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'collections-'));
    today = '2010-12-01';
    mailbox = new Mailbox();
    ledger = await open();
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    await accepted(ledger.execute(new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada', email: 'ada@example.com' } }, context())));
    await sell('S1');
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
  async function refusedCode(pending: Promise<CommandResult<unknown>>): Promise<string> {
    const result = await pending;
    return result.kind === 'refused' ? result.refusal.code : result.kind;
  }
  const sell = (saleId: string) => accepted(ledger.execute(new CloseSale({ saleId, customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines }, context())));
  const run = (day: string) => {
    today = day;
    return accepted(ledger.execute(new RunReminders({ requestId: `run-${(requests += 1)}` }, context())));
  };
  const pay = (paymentId: string, amount: string) =>
    ledger.execute(new ReceivePayment({ paymentId, accountId, receivedOn: today, currency: 'GBP', amount, reference: 'INV-000001' }, context()));
  const items = async () => {
    await ledger.readModels.catchUp();
    return ledger.lookups.accountItems(accountId, { openOnly: true });
  };
  const skips = async () => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.reminderSkips({ accountId })).items.map(({ step, why }) => `${step} ${why}`);
  };
  // Due on 2010-12-31.
  const friendlyDay = '2011-01-07';
  const noticeDay = '2011-01-14';
  const finalDay = '2011-01-28';

  it('climbs from friendly to final: the channel, the fee once per letter, the hold, the proposal', async () => {
    expect(await run(friendlyDay)).toMatchObject({ sent: 1, fees: 0 });
    expect(mailbox.letters[0]).toMatchObject({ level: 'reminder', language: 'en', template: 'friendly', total: '100.00', to: { email: 'ada@example.com' } });
    expect(await run(noticeDay)).toMatchObject({ sent: 1, fees: 1 });
    expect(mailbox.letters[1]).toMatchObject({ level: 'notice', fee: { currency: 'GBP', amount: '5.00' } });
    expect(await run(noticeDay)).toMatchObject({ sent: 0, fees: 0 });
    expect((await items()).map(({ open: amount }) => amount)).toEqual(['100.00', '5.00']);
    expect(await ledger.lookups.accountHold(accountId)).toMatchObject({ held: true });
    // A hold that a letter set does not stop the letters that follow.
    expect(await run(finalDay)).toMatchObject({ sent: 1, fees: 1 });
    expect((await items()).map(({ open: amount }) => amount)).toEqual(['100.00', '5.00', '10.00']);
    const { rows } = await readWorklist(ledger, { entityId: 'UK', asOf: '2011-02-04', largeFrom: 1_000_00n, limit: 10 });
    expect(rows.map(({ reasons }) => reasons.map(({ kind }) => kind))).toEqual([['hand-over-proposed', 'final-notice-passed']]);
  });

  it('down for twenty days: one step in the first run, the next on a later day, nothing doubled', async () => {
    expect(await run('2011-01-27')).toMatchObject({ sent: 1 });
    expect(mailbox.letters.map(({ items: [item] }) => item?.step)).toEqual(['friendly']);
    expect(await run('2011-01-27')).toMatchObject({ sent: 0 });
    expect(await run('2011-01-28')).toMatchObject({ sent: 1 });
    expect(mailbox.letters.map(({ items: [item] }) => item?.step)).toEqual(['friendly', 'notice']);
  });

  it('two runs at once send one letter', async () => {
    today = friendlyDay;
    const both = await Promise.all([run(friendlyDay), run(friendlyDay)]);
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(mailbox.letters).toHaveLength(1);
  });

  it.each(['paid', 'promised', 'with-agency'] as const)('%s between the decision and the sending: withdrawn', async (what) => {
    // In the letters of two currencies the first is on its way while the second waits.
    await accepted(ledger.execute(new CloseSale({ saleId: 'S2', customerId: 'C1', closedOn: '2010-12-01', currency: 'EUR', rate: '0.85', lines }, context())));
    const change = {
      paid: () => pay('P1', '100.00'),
      promised: () => ledger.execute(new GivePromise({ accountId, promiseId: 'P1', promisedFor: '2011-01-20', currency: 'GBP' }, context())),
      'with-agency': () => ledger.execute(new HandOver({ accountId, handoverId: 'H1', agency: 'Sample Collections', currency: 'GBP', reason: 'insolvent' }, context())),
    }[what];
    mailbox.next = async () => {
      await accepted(change() as Promise<CommandResult<object>>);
      return { kind: 'accepted', receipt: '250 ok' };
    };
    expect(await run(friendlyDay)).toMatchObject({ sent: 1, withdrawn: 1 });
    expect(mailbox.letters.map(({ currency }) => currency)).toEqual(['EUR']);
  });

  it('a crash after the claim leaves the letter unconfirmed: never repeated by itself, but by a person', async () => {
    mailbox.next = () => Promise.reject(new Error('power cut'));
    today = friendlyDay;
    await expect(run(friendlyDay)).rejects.toThrow('power cut');
    await ledger.close();
    mailbox.next = async () => ({ kind: 'accepted', receipt: '250 ok' });
    ledger = await open();
    expect(await run('2011-01-08')).toMatchObject({ sent: 0, unconfirmed: 1 });
    expect(mailbox.letters).toHaveLength(1);
    const reminderId = `${accountId}~standard~${friendlyDay}`;
    const body = { accountId, reminderId, requestId: 'R1', resolution: 'repeat' as const, reason: 'the server went down' };
    expect(await accepted(ledger.execute(new ResolveReminder(body, context())))).toMatchObject({ outcome: 'sent', reminderId: `${reminderId}~2` });
    expect(await accepted(ledger.execute(new ResolveReminder(body, context())))).toMatchObject({ outcome: 'sent', reminderId: `${reminderId}~2` });
    expect(mailbox.letters).toHaveLength(2);
    expect(await run('2011-01-09')).toMatchObject({ sent: 0, unconfirmed: 0 });
  });

  it('a person says that an unconfirmed letter went: its fee is charged then, once', async () => {
    await run(friendlyDay);
    mailbox.next = async () => ({ kind: 'unknown', reason: 'connection lost after the data' });
    expect(await run(noticeDay)).toMatchObject({ sent: 0, unconfirmed: 1, fees: 0 });
    const body = { accountId, reminderId: `${accountId}~standard~${noticeDay}`, requestId: 'R1', resolution: 'sent' as const, reason: 'the customer answered it' };
    await accepted(ledger.execute(new ResolveReminder(body, context())));
    await accepted(ledger.execute(new ResolveReminder(body, context())));
    expect((await items()).map(({ open: amount }) => amount)).toEqual(['100.00', '5.00']);
  });

  it('tries a letter that failed again on later days, three times, then asks for a person', async () => {
    mailbox.next = async () => ({ kind: 'failed', reason: '550 no such user' });
    for (let day = 0; day < 5; day += 1) {
      await run(addDays(friendlyDay, day));
    }
    expect(mailbox.letters).toHaveLength(3);
    expect(await skips()).toEqual(['friendly no-contact']);
    const { rows } = await readWorklist(ledger, { entityId: 'UK', asOf: '2011-01-12', largeFrom: 1_000_00n, limit: 10 });
    expect(rows[0]?.reasons[0]).toMatchObject({ kind: 'no-contact' });
  });

  it('spares what is promised until its day has passed, and says when a promise is broken', async () => {
    today = '2011-01-05';
    const promise = { accountId, promiseId: 'P1', promisedFor: '2011-01-10', currency: 'GBP' };
    expect(await accepted(ledger.execute(new GivePromise(promise, context())))).toMatchObject({ amount: '100.00' });
    expect(await accepted(ledger.execute(new GivePromise(promise, context())))).toMatchObject({ amount: '100.00' });
    expect(await run('2011-01-10')).toMatchObject({ sent: 0 });
    expect(await skips()).toEqual(['friendly promised']);
    expect(await run('2011-01-11')).toMatchObject({ sent: 1 });
    const { rows } = await readWorklist(ledger, { entityId: 'UK', asOf: '2011-01-11', largeFrom: 1_000_00n, limit: 10 });
    expect(rows[0]).toMatchObject({ customer: { name: 'Ada' }, reasons: [{ kind: 'broken-promise', since: '2011-01-10' }], promises: [{ status: 'broken' }] });
    await accepted(ledger.execute(new LogContact({ accountId, contactId: 'K1', channel: 'phone', direction: 'outgoing', outcome: 'reached', followUpOn: '2011-01-13', note: 'will look' }, context())));
    const later = async (asOf: string) => (await readWorklist(ledger, { entityId: 'UK', asOf, largeFrom: 1_000_00n, limit: 10 })).rows.map(({ reasons: [reason] }) => reason?.kind);
    expect(await later('2011-01-12')).toEqual([]);
    expect(await later('2011-01-13')).toEqual(['broken-promise']);
    expect(await refusedCode(ledger.execute(new WithdrawPromise({ accountId, promiseId: 'P2', requestId: 'W', reason: 'no' }, context())))).toBe('PROMISE.UNKNOWN');
  });

  it('an agency collects: no letters, its receipt and commission close the item in one act, twice the same', async () => {
    await run(friendlyDay);
    today = '2011-02-01';
    const handOver = { accountId, handoverId: 'H1', agency: 'Sample Collections', currency: 'GBP', reason: 'no answer' };
    expect(await accepted(ledger.execute(new HandOver(handOver, context())))).toMatchObject({ total: '100.00' });
    expect(await run('2011-02-02')).toMatchObject({ sent: 0 });
    expect(await skips()).toEqual(['notice with-agency']);
    const receipt = { accountId, handoverId: 'H1', paymentId: 'BANK-7', receivedOn: '2011-02-02', currency: 'GBP', amount: '80.00', commission: '20.00' };
    const first = await accepted(ledger.execute(new RecordAgencyReceipt(receipt, context())));
    expect(first).toMatchObject({ items: [{ amount: '80.00' }], deductions: [{ amount: '20.00' }], unapplied: '0.00' });
    expect(await accepted(ledger.execute(new RecordAgencyReceipt(receipt, context())))).toMatchObject({ deductions: [{ amount: '20.00' }] });
    expect(await refusedCode(ledger.execute(new RecordAgencyReceipt({ ...receipt, commission: '10.00' }, context())))).not.toBe('accepted');
    expect(await items()).toEqual([]);
    expect(await accepted(ledger.execute(new RecallFromCollections({ accountId, handoverId: 'H1', requestId: 'RC', reason: 'done' }, context())))).toMatchObject({ recalled: true });
  });

  it('a dossier is the same bytes every time, whatever happens after it', async () => {
    await run(friendlyDay);
    today = '2011-02-01';
    await accepted(ledger.execute(new LogContact({ accountId, contactId: 'K1', channel: 'phone', direction: 'outgoing', outcome: 'refused', person: 'Ada', note: 'will not pay' }, context())));
    await accepted(ledger.execute(new HandOver({ accountId, handoverId: 'H1', agency: 'Sample Collections', currency: 'GBP', reason: 'no answer' }, context())));
    await ledger.readModels.catchUp();
    const source = { store: ledger.store, codec: ledger.codec, lookups: ledger.lookups, desk: new DocumentDesk(ledger) };
    const first = await buildDossier(source, accountId, 'H1');
    await accepted(ledger.execute(new LogContact({ accountId, contactId: 'K2', channel: 'phone', direction: 'incoming', outcome: 'reached', note: 'now they call' }, context())));
    await accepted(pay('P9', '30.00'));
    await ledger.readModels.catchUp();
    const second = await buildDossier(source, accountId, 'H1');
    expect(Buffer.from(second?.bytes ?? []).equals(Buffer.from(first?.bytes ?? []))).toBe(true);
    const files = unzipSync(first?.bytes ?? new Uint8Array());
    expect(Object.keys(files).sort()).toEqual(['documents/INV-000001.pdf', 'dossier.json', 'dossier.txt']);
    const text = strFromU8(files['dossier.txt'] ?? new Uint8Array());
    expect(text).toContain('outgoing phone with Ada, refused: will not pay');
    expect(text).toContain('reminder UK~C1~standard~2011-01-07 by email about INV-000001 (100.00)');
    expect(text).not.toContain('now they call');
    expect(await buildDossier(source, accountId, 'H2')).toBeNull();
  });
});
