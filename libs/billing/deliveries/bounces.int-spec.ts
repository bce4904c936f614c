import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeContact, CloseSale, ConfigureEntity, openLedger, readWorklist, RecordBounce, RegisterCustomer, ResolveReminder, RunDeliveries, RunReminders, SendDocument, SetPreference,
  type CommandContext, type CommandResult, type Ledger,
} from '#billing';
import { smtpTransport } from '#delivery';
import { Mailbox } from '../../delivery/testing';
import { reminderMessageKey } from './email-reminder-channel';

const steps = [
  { step: 'first', offsetDays: 7, channel: 'email' as const, template: 'friendly', fee: '5.00' },
  { step: 'second', offsetDays: 14, channel: 'email' as const, template: 'firm' },
];
const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', email: 'billing@sample.example', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', agingBuckets: [30], defaultTerms: { netDays: 30 },
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
  policies: [{ policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1.00', steps }],
};
const personal = { name: 'Ada Sample', street: 'Low Street 2', city: 'Leeds', postalCode: 'LS1 1AA', email: 'ada@example.com' };
const accountId = 'UK~C';
let commands = 0;
const context = (): CommandContext => ({ actor: 'test', commandId: `b${(commands += 1)}`, correlationId: `b${commands}` });

const report = (messageId: string, status: string, { to = 'ada@example.com', domain = 'sample.example' } = {}): string => `Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ${to}
Action: failed
Status: ${status}

--b
Content-Type: text/rfc822-headers

Message-ID: <${messageId}@${domain}>
--b--
`;

describe('mail that came back', () => {
  let folder: string;
  let box: Mailbox;
  let ledger: Ledger;
  let today = '2010-12-01';
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bounces-'));
    today = '2010-12-01';
    box = await Mailbox.open();
    const mail = smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 });
    ledger = await openLedger({ dataFolder: folder, clock: { now: () => Date.parse(`${today}T12:00:00Z`) }, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, mail });
    await done(ledger.execute(new ConfigureEntity(entity, context())));
    await done(ledger.execute(new RegisterCustomer({ customerId: 'C', kind: 'business', country: 'GB', personal }, context())));
    await done(ledger.execute(new SetPreference({ customerId: 'C', requestId: 'wish', channel: 'email' }, context())));
    await sell('S1');
  });
  afterEach(async () => {
    await ledger.close();
    await box.close();
    rmSync(folder, { recursive: true });
  });

  async function done<Answer>(result: Promise<CommandResult<Answer>>): Promise<Answer> {
    const settled = await result;
    if (settled.kind !== 'accepted') throw new Error(JSON.stringify(settled));
    return settled.answer;
  }
  async function refused(result: Promise<CommandResult<unknown>>): Promise<string> {
    const settled = await result;
    return settled.kind === 'refused' ? settled.refusal.code : settled.kind;
  }
  const sell = (saleId: string) =>
    done(ledger.execute(new CloseSale({ customerId: 'C', currency: 'GBP', saleId, closedOn: today, lines: [{ description: 'A', quantity: '3', unitPrice: '10.00' }] }, context())));
  const bounce = (messageId: string, status = '5.1.1') => ledger.execute(new RecordBounce({ message: report(messageId, status) }, context()));
  const send = (documentId: string, kind: 'invoice' | 'statement' = 'invoice') => ledger.execute(new SendDocument({ kind, documentId }, context()));
  const remind = (day: string) => {
    today = day;
    return done(ledger.execute(new RunReminders({ requestId: `run${(commands += 1)}` }, context())));
  };
  const change = (requestId: string, email = personal.email) => done(ledger.execute(new ChangeContact({ customerId: 'C', requestId, country: 'GB', personal: { ...personal, email } }, context())));
  const letters = async () => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.reminders({ accountId })).items;
  };
  const bounces = async (): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const page of ledger.store.readAll(null))
      found.push(
        ...page
          .flatMap((recorded) => ledger.codec.decode(recorded) ?? [])
          .filter(({ type }) => type === 'ReminderBounced')
          .map(({ data }) => data),
      );
    return found;
  };
  // The invoice is due on 2010-12-31.
  const firstDay = '2011-01-07';
  const secondDay = '2011-01-14';

  it('finds its reminder, is a fact of the account, and brings the debtor to the collector as without contact', async () => {
    const { reminderIds } = await remind(firstDay);
    const reminderId = String(reminderIds[0]);
    const key = reminderMessageKey(ledger.ledgerId, reminderId);
    expect((await box.read())[0]!.messageId).toBe(`<${key}@sample.example>`);
    expect(await done(bounce(key, '4.2.2'))).toMatchObject({ deliveryId: reminderId, kind: 'reminder', accountId, state: 'bounced', detail: '4.2.2' });
    const worklist = () => readWorklist(ledger, { entityId: 'UK', asOf: firstDay, largeFrom: 1_000_00n, limit: 10 });
    expect((await worklist()).rows).toEqual([]);
    for (let times = 0; times < 2; times += 1) expect(await done(bounce(key))).toMatchObject({ state: 'bounced', detail: '5.1.1' });
    await done(bounce(key, '4.2.2'));
    expect(await bounces()).toEqual([
      { accountId, reminderId, channel: 'email', bouncedOn: firstDay, kind: 'soft', reason: '4.2.2' },
      { accountId, reminderId, channel: 'email', bouncedOn: firstDay, kind: 'hard', reason: '5.1.1' },
    ]);
    expect(await letters()).toMatchObject([{ reminderId, state: 'bounced', detail: '5.1.1' }]);
    expect((await worklist()).rows).toMatchObject([{ accountId, reasons: [{ kind: 'no-contact', detail: `letter ${reminderId} came back: 5.1.1` }] }]);
    expect(await refused(bounce(`r.${'0'.repeat(32)}`))).toBe('BOUNCE.NOT_OURS');
  });

  it('is believed only where recipient, sender and the id that was named agree', async () => {
    const { deliveryId } = await done(send('INV-000001'));
    const { reminderIds } = await remind(firstDay);
    const reminderId = String(reminderIds[0]);
    const told = (body: { message: string; deliveryId?: string }) => ledger.execute(new RecordBounce(body, context()));
    for (const [key, id] of [[`d.${deliveryId}`, deliveryId], [reminderMessageKey(ledger.ledgerId, reminderId), reminderId]] as const) {
      for (const to of ['someoneelse@evil.example', 'ada@example.org', '']) {
        expect(await refused(told({ message: report(key, '5.1.1', { to }) }))).toBe('BOUNCE.OTHER_RECIPIENT');
      }
      for (const domain of ['evil.com', 'sample.example.evil.com', 'not-sample.example']) {
        expect(await refused(told({ message: report(key, '5.1.1', { domain }) }))).toBe('BOUNCE.OTHER_SENDER');
      }
      expect(await refused(told({ message: report(key, '5.1.1'), deliveryId: 'f'.repeat(32) }))).toBe('BOUNCE.CONTRADICTION');
      expect(await done(told({ message: report(key, '5.1.1', { to: 'Ada@EXAMPLE.com', domain: 'Sample.Example' }), deliveryId: id }))).toMatchObject({ deliveryId: id, state: 'bounced' });
    }
  });

  it('is recorded by the id of the reminder where there is no notification', async () => {
    const { reminderIds } = await remind(firstDay);
    const told = new RecordBounce({ deliveryId: String(reminderIds[0]), kind: 'hard', reason: 'no such mailbox' }, context());
    expect(await done(ledger.execute(told))).toMatchObject({ kind: 'reminder', detail: 'no such mailbox' });
  });

  it('holds invoices, statements and reminders to the address until the contact or the preference changes', async () => {
    const sent = await done(send('INV-000001'));
    await done(bounce(`d.${sent.deliveryId}`));
    await sell('S2');
    expect(await refused(send('INV-000002'))).toBe('DELIVERY.ADDRESS_BOUNCED');
    expect(await refused(send(accountId, 'statement'))).toBe('DELIVERY.ADDRESS_BOUNCED');
    expect(await done(ledger.execute(new RunDeliveries({ from: '2010-01-01' }, context())))).toMatchObject({ sent: 0, skips: [{ code: 'DELIVERY.ADDRESS_BOUNCED' }] });
    expect(await done(send('INV-000001'))).toMatchObject({ deliveryId: sent.deliveryId, state: 'bounced' });
    expect(await remind(firstDay)).toMatchObject({ sent: 0, skipped: 2 });
    await ledger.readModels.catchUp();
    const skips = (await ledger.lookups.reminderSkips({ accountId })).items;
    expect(skips).toMatchObject(Array(2).fill({ why: 'no-contact', detail: expect.stringMatching(/came back for good: 5\.1\.1/) }));
    expect(box.received).toHaveLength(1);
    await change('corrected', 'ada.sample@example.com');
    expect(await done(send('INV-000002'))).toMatchObject({ state: 'sent' });
    expect(await remind('2011-01-08')).toMatchObject({ sent: 1 });
    expect(box.received).toHaveLength(3);
  });

  it('holds nothing for a full mailbox, nor for a report about the address of before', async () => {
    const { deliveryId } = await done(send('INV-000001'));
    await done(bounce(`d.${deliveryId}`, '4.2.2'));
    await sell('S2');
    expect(await done(send('INV-000002'))).toMatchObject({ state: 'sent' });
    await change('moved', 'new@example.com');
    await done(bounce(`d.${deliveryId}`));
    await sell('S3');
    expect(await done(send('INV-000003'))).toMatchObject({ state: 'sent' });
  });

  it('lets a person repeat the letter once the address is confirmed, without a second fee', async () => {
    const { reminderIds, fees } = await remind(firstDay);
    const reminderId = String(reminderIds[0]);
    expect(fees).toBe(1);
    await done(bounce(reminderMessageKey(ledger.ledgerId, reminderId)));
    const repeat = () => ledger.execute(new ResolveReminder({ accountId, reminderId, requestId: 'again', resolution: 'repeat', reason: 'mailbox exists now' }, context()));
    expect(await refused(repeat())).toBe('DELIVERY.ADDRESS_BOUNCED');
    await done(ledger.execute(new SetPreference({ customerId: 'C', requestId: 'confirmed', channel: 'email', language: 'de' }, context())));
    expect(await done(repeat())).toMatchObject({ reminderId: `${reminderId}~2`, outcome: 'sent' });
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.accountItems(accountId, { openOnly: true })).map(({ open }) => open)).toEqual(['30.00', '5.00']);
    expect((await letters()).map(({ state }) => state)).toEqual(['sent', 'bounced']);
    expect(await remind(secondDay)).toMatchObject({ sent: 1 });
  });
});
