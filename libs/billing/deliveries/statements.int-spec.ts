import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer, RunDeliveries, SendDocument, SetPreference, type CommandContext, type CommandResult, type Ledger } from '#billing';
import { smtpTransport } from '#delivery';
import { openEmbeddedStore } from '#event-store/embedded';
import type { EventStore } from '#event-store';
import { Mailbox } from '../../delivery/testing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', email: 'billing@sample.example', street: 'High Street 1', city: 'London', postalCode: 'N1 1AA',
  taxId: 'GB123456789', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', agingBuckets: [30], defaultTerms: { netDays: 30 },
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const day = '2010-12-31';
let commands = 0;
const context = (): CommandContext => ({ actor: 'test', commandId: `s${(commands += 1)}`, correlationId: `s${commands}` });

/** A store that dies when an event of this type is appended, before or after it is written, and stays dead. */
function mortal(store: EventStore, type: string, death: 'before' | 'after'): EventStore {
  let dead = false;
  return {
    description: store.description, readStream: store.readStream.bind(store), readAll: store.readAll.bind(store), subscribeAll: store.subscribeAll.bind(store), close: store.close.bind(store),
    append: async (stream, expected, events) => {
      const dying = !dead && events.some((event) => event.type === type);
      if (dead || (dying && death === 'before')) {
        dead = true;
        throw new Error('power cut');
      }
      const outcome = await store.append(stream, expected, events);
      if (dying) {
        dead = true;
        throw new Error('power cut');
      }
      return outcome;
    },
  };
}

describe('sending statements of account', () => {
  let folder: string;
  let box: Mailbox;
  const open: Ledger[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'statements-'));
    box = await Mailbox.open();
  });
  afterEach(async () => {
    for (const ledger of open.splice(0)) await ledger.close();
    await box.close();
    rmSync(folder, { recursive: true });
  });

  const opened = async (store?: EventStore): Promise<Ledger> => {
    const mail = smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 });
    const surroundings = { dataFolder: folder, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, mail, publicUrl: 'https://bills.example' };
    const ledger = await openLedger({ ...surroundings, ...(store === undefined ? {} : { openStore: () => Promise.resolve(store) }) });
    open.push(ledger);
    return ledger;
  };
  const done = async <Answer>(result: Promise<CommandResult<Answer>>): Promise<Answer> => {
    const settled = await result;
    if (settled.kind !== 'accepted') throw new Error(JSON.stringify(settled));
    return settled.answer;
  };
  const refused = async (result: Promise<CommandResult<unknown>>): Promise<string> => {
    const settled = await result;
    return settled.kind === 'refused' ? settled.refusal.code : settled.kind;
  };

  /** A and B owe and want e-mail, C owes and never said so, D wants e-mail and has paid. */
  async function company(ledger: Ledger): Promise<void> {
    await done(ledger.execute(new ConfigureEntity(entity, context())));
    for (const customerId of ['A', 'B', 'C', 'D']) {
      const personal = { name: `Ada ${customerId}`, street: 'Low Street 2', city: 'Leeds', postalCode: 'LS1 1AA', email: `${customerId.toLowerCase()}@example.com` };
      await done(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB', personal }, context())));
      if (customerId !== 'C') await done(ledger.execute(new SetPreference({ customerId, requestId: `wish-${customerId}`, channel: 'email' }, context())));
      const lines = [{ description: 'Tea', productCode: 'T', quantity: '3', unitPrice: '10.00' }];
      await done(ledger.execute(new CloseSale({ customerId, currency: 'GBP', saleId: `S-${customerId}`, closedOn: '2010-12-01', lines }, context())));
    }
    await done(ledger.execute(new ReceivePayment({ paymentId: 'P', customerId: 'D', currency: 'GBP', receivedOn: '2010-12-05', amount: '36.00' }, context())));
  }
  const statement = (ledger: Ledger, changes: object = {}) => ledger.execute(new SendDocument({ kind: 'statement', documentId: 'UK~A', asOf: day, ...changes }, context()));
  const run = (ledger: Ledger, changes: object = {}) => ledger.execute(new RunDeliveries({ statementsAsOf: day, ...changes }, context()));
  const recipients = async (): Promise<(string | undefined)[]> => (await box.read()).map(({ to }) => to?.[0]?.address).sort();

  it('encloses the statement as PDF, once per account and period, and once more only by naming the last delivery', async () => {
    const ledger = await opened();
    await company(ledger);
    const first = await done(statement(ledger));
    expect(first).toMatchObject({ state: 'sent', kind: 'statement', accountId: 'UK~A' });
    expect(await statement(ledger)).toMatchObject({ repeated: true, answer: first });
    expect(await done(statement(ledger, { repeats: first.deliveryId }))).toMatchObject({ state: 'sent', repeats: first.deliveryId });
    expect(await done(statement(ledger, { from: '2010-12-01' }))).toMatchObject({ state: 'sent' });
    const mails = await box.read();
    expect(mails.map(({ subject }) => subject)).toEqual(Array(3).fill('Statement of account from Sample Retail Ltd'));
    expect(mails[0]!.attachments).toMatchObject([{ filename: expect.stringMatching(/^statement-.*2010-12-31.*\.pdf$/), mimeType: 'application/pdf' }]);
    expect(Buffer.from(mails[0]!.attachments[0]!.content as ArrayBuffer).subarray(0, 5).toString()).toBe('%PDF-');
    const token = /https:\/\/bills\.example\/c\/(\S+)/.exec(mails[0]!.text ?? '')?.[1] ?? '';
    expect(await ledger.links.verify(token)).toMatchObject({ ok: true, claims: { accountId: 'UK~A', kind: 'statement', deliveryId: first.deliveryId } });
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.listDeliveries({ accountId: 'UK~A' })).items).toMatchObject(Array(3).fill({ kind: 'statement', state: 'sent' }));
  });

  it('runs through every account that owes and wants e-mail; run again, nothing goes out', async () => {
    const ledger = await opened();
    await company(ledger);
    expect(await done(run(ledger, { limit: 1 }))).toMatchObject({ from: '2010-01-01', sent: 1, more: true });
    expect(await done(run(ledger))).toMatchObject({ sent: 1, more: false });
    expect(await done(run(ledger))).toMatchObject({ sent: 0, failed: 0, unconfirmed: 0, skipped: 0 });
    expect(await recipients()).toEqual(['a@example.com', 'b@example.com']);
  });

  it('sends each once when two runs go at the same time', async () => {
    const ledger = await opened();
    await company(ledger);
    await Promise.all([run(ledger), run(ledger), statement(ledger)]);
    expect(await recipients()).toEqual(['a@example.com', 'b@example.com']);
  });

  it.each([
    ['between the claim and the sending', 'DeliveryDue', 'after', 0],
    ['between the sending and its outcome', 'DeliverySent', 'before', 1],
  ] as const)('is not sent a second time after a crash %s', async (...[, type, death, messages]) => {
    const dying = await opened(mortal(await openEmbeddedStore({ file: join(folder, 'events.db') }), type, death));
    await company(dying);
    await expect(run(dying)).rejects.toThrow('power cut');
    await open.pop()!.close();
    const ledger = await opened();
    await done(run(ledger));
    expect(await done(statement(ledger))).toMatchObject({ state: 'unconfirmed' });
    expect((await recipients()).filter((one) => one === 'a@example.com')).toHaveLength(messages);
    expect(await recipients()).toContain('b@example.com');
  });

  it('refuses a period that is none or not over, and an account that is none', async () => {
    const ledger = await opened();
    await company(ledger);
    expect(await refused(statement(ledger, { from: '2011-01-01' }))).toBe('STATEMENT.PERIOD');
    expect(await refused(statement(ledger, { asOf: '9999-01-01' }))).toBe('STATEMENT.PERIOD');
    expect(await refused(run(ledger, { statementsAsOf: '9999-01-01' }))).toBe('STATEMENT.PERIOD');
    expect(await refused(statement(ledger, { documentId: 'UK~Z' }))).toBe('DELIVERY.NO_DOCUMENT');
    expect(await refused(statement(ledger, { documentId: 'nothing' }))).toBe('DELIVERY.NO_DOCUMENT');
    expect(box.received).toHaveLength(0);
  });
});
