import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloseSale, ConfigureEntity, openLedger, ReceivePayment, RecordBounce, RecordDocumentOpened, RegisterCustomer, ResolveDelivery, RunDeliveries, SendDocument, SetPreference,
  DocumentDesk, type CommandContext, type CommandResult, type EnclosureSource, type Ledger,
} from '#billing';
import { smtpTransport, type MailTransport } from '#delivery';
import type { EventStore, StoredEvent } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { Mailbox } from '../../delivery/testing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', email: 'billing@sample.example', street: 'High Street 1', city: 'London', postalCode: 'N1 1AA',
  taxId: 'GB123456789', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', agingBuckets: [30], defaultTerms: { netDays: 30 },
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const lines = [{ description: 'A', productCode: 'A', quantity: '3', unitPrice: '10.00' }];
let commands = 0;
const context = (): CommandContext => ({ actor: 'test', commandId: `c${(commands += 1)}`, correlationId: `c${commands}` });

/** Files that are a function of the frozen document, told apart by its hash. */
const documents: EnclosureSource = {
  filesOf: async ({ type, data }) => ({ ok: true, value: [{ filename: `${type}.pdf`, contentType: 'application/pdf', content: createHash('sha512').update(JSON.stringify(data)).digest() }] }),
};

/** With the ledger's own documents. */
const real = { ownDocuments: true } as const;

class PowerCut extends Error {}

/** A store that dies when `dies` says so, before or after the append is written, and stays dead. */
function mortal(store: EventStore, dies: (types: readonly string[]) => 'before' | 'after' | null): EventStore {
  let dead = false;
  return {
    description: store.description, readStream: store.readStream.bind(store), readAll: store.readAll.bind(store), subscribeAll: store.subscribeAll.bind(store), close: store.close.bind(store),
    append: async (stream, expected, events) => {
      const death = dead ? 'before' : dies(events.map(({ type }) => type));
      dead ||= death !== null;
      if (death === 'before') throw new PowerCut();
      const outcome = await store.append(stream, expected, events);
      if (death === 'after') throw new PowerCut();
      return outcome;
    },
  };
}

describe('sending documents', () => {
  let folder: string;
  let box: Mailbox;
  const open: Ledger[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deliveries-'));
    box = await Mailbox.open();
  });
  afterEach(async () => {
    for (const ledger of open.splice(0)) await ledger.close();
    await box.close();
    rmSync(folder, { recursive: true });
  });

  const transport = (): MailTransport =>
    smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 });
  const opened = async (store?: EventStore, { ownDocuments = false, ...changes }: Partial<Parameters<typeof openLedger>[0]> & { readonly ownDocuments?: boolean } = {}): Promise<Ledger> => {
    const ledger = await openLedger({
      dataFolder: folder, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, mail: transport(), publicUrl: 'https://bills.example/', ...(ownDocuments ? {} : { documents }),
      ...(store === undefined ? {} : { openStore: async () => store }), ...changes,
    });
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

  async function company(ledger: Ledger, customers: Readonly<Record<string, { readonly name?: string; readonly email?: string; readonly language?: 'en' | 'de' | 'fr' }>>): Promise<string[]> {
    await done(ledger.execute(new ConfigureEntity(entity, context())));
    const numbers: string[] = [];
    for (const [customerId, { name = 'Ada Sample', email, language }] of Object.entries(customers)) {
      const personal = { name, street: 'Low Street 2', city: 'Leeds', postalCode: 'LS1 1AA', ...(email === undefined ? {} : { email }) };
      await done(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB', personal }, context())));
      if (email !== undefined) {
        await done(ledger.execute(new SetPreference({ customerId, requestId: `wish-${customerId}`, channel: 'email', ...(language === undefined ? {} : { language }) }, context())));
      }
      numbers.push(await sell(ledger, customerId));
    }
    return numbers;
  }
  const sell = async (ledger: Ledger, customerId: string): Promise<string> => {
    const sold = await done(ledger.execute(new CloseSale({ customerId, currency: 'GBP', saleId: `S${(commands += 1)}`, closedOn: '2010-12-01', lines }, context())));
    return String((sold as { documentNumber?: string }).documentNumber);
  };
  const send = (ledger: Ledger, documentId: string, repeats?: string) =>
    ledger.execute(new SendDocument({ kind: 'invoice', documentId, ...(repeats === undefined ? {} : { repeats }) }, context()));
  const run = (ledger: Ledger, changes: object = {}) => ledger.execute(new RunDeliveries({ from: '2010-01-01', ...changes }, context()));
  const eventsOf = async (ledger: Ledger): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for await (const page of ledger.store.readAll(null)) events.push(...page.flatMap((recorded) => ledger.codec.decode(recorded) ?? []));
    return events.filter(({ stream }) => stream.startsWith('delivery-'));
  };
  const types = async (ledger: Ledger): Promise<string[]> => (await eventsOf(ledger)).map(({ type }) => type);
  const listed = async (ledger: Ledger) => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.listDeliveries()).items;
  };

  it('hands over text, HTML and the document’s own bytes, in the customer’s language, with a link that opens', async () => {
    const ledger = await opened(undefined, real);
    const [number] = await company(ledger, { C: { email: 'ada@example.com', language: 'de' } });
    const answer = await done(send(ledger, number!));
    expect(answer).toMatchObject({ state: 'sent', kind: 'invoice', accountId: 'UK~C', detail: expect.stringMatching(/^250/) });
    const [mail] = await box.read();
    expect(mail).toMatchObject({ messageId: `<d.${answer.deliveryId}@sample.example>`, subject: `Rechnung ${number} von Sample Retail Ltd`, to: [{ address: 'ada@example.com', name: 'Ada Sample' }] });
    expect(mail!.text).toContain('Guten Tag Ada Sample');
    expect(mail!.html).toContain(number);
    const invoice = (await ledger.lookups.findInvoice(number!))!;
    const made = await new DocumentDesk(ledger).invoice(number!);
    if (!made.ok) throw new Error(made.refusal.message);
    expect(mail!.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([[`${number}.pdf`, 'application/pdf']]);
    expect(Buffer.from(mail!.attachments[0]!.content as ArrayBuffer).equals(Buffer.from(made.value.bytes))).toBe(true);
    const token = /https:\/\/bills\.example\/c\/(\S+)/.exec(mail!.text ?? '')?.[1] ?? '';
    expect(await ledger.links.verify(token)).toMatchObject({ ok: true, claims: { accountId: 'UK~C', documentId: invoice.invoiceId, kind: 'invoice', deliveryId: answer.deliveryId } });
    expect((await eventsOf(ledger)).map(({ data }) => JSON.stringify({ ...(data as object), personal: 0 })).join()).not.toContain('ada@');
  });

  it('encloses the electronic invoice that the customer prefers', async () => {
    const ledger = await opened(undefined, real);
    const [number] = await company(ledger, { C: { email: 'ada@example.com' } });
    await done(ledger.execute(new SetPreference({ customerId: 'C', requestId: 'xml', channel: 'email', eInvoice: 'ubl' }, context())));
    const result = await send(ledger, number!);
    expect(result).toMatchObject({ kind: 'accepted', answer: { state: 'sent' } });
    const [mail] = await box.read();
    expect(mail!.attachments.map(({ filename }) => filename)).toEqual([`${number}.pdf`, `${number}.xml`]);
  });

  it('sends once however often it is asked, and once more only when a person names the last delivery', async () => {
    const ledger = await opened();
    const [number] = await company(ledger, { C: { email: 'ada@example.com' } });
    const first = await done(send(ledger, number!));
    expect(await send(ledger, number!)).toMatchObject({ kind: 'accepted', repeated: true, answer: first });
    expect(await done(run(ledger))).toMatchObject({ sent: 0, skipped: 0 });
    expect(box.received).toHaveLength(1);
    const again = await done(send(ledger, number!, first.deliveryId));
    expect(await done(send(ledger, number!, first.deliveryId))).toEqual(again);
    expect(await refused(send(ledger, number!, 'nobody'))).toBe('DELIVERY.SENT_BEFORE');
    expect((await box.read()).map(({ messageId }) => messageId)).toEqual([first, again].map(({ deliveryId }) => `<d.${deliveryId}@sample.example>`));
  });

  it('runs through everything issued and not sent, to those who want e-mail; run again, nothing goes out', async () => {
    const ledger = await opened();
    const [a1, , c1] = await company(ledger, { A: { email: 'a@example.com' }, B: {}, C: { email: 'c@example.com', language: 'fr' } });
    const a2 = await sell(ledger, 'A');
    expect(await done(run(ledger, { limit: 2 }))).toMatchObject({ sent: 2, more: true });
    expect(await done(run(ledger))).toMatchObject({ sent: 1, more: false, skips: [] });
    expect(await done(run(ledger))).toMatchObject({ sent: 0, failed: 0, deliveryIds: [] });
    expect((await box.read()).map(({ subject }) => subject)).toEqual([`Invoice ${a1} from Sample Retail Ltd`, `Facture ${c1} de Sample Retail Ltd`, `Invoice ${a2} from Sample Retail Ltd`]);
    expect(await done(run(ledger, { from: '2011-01-01' }))).toMatchObject({ sent: 0 });
  });

  it('records a refused recipient as failed, and tries again only by request', async () => {
    const ledger = await opened();
    box.unknown.add('a@example.com');
    const [number] = await company(ledger, { A: { email: 'a@example.com' } });
    expect(await done(run(ledger))).toMatchObject({ sent: 0, failed: 1 });
    box.unknown.clear();
    expect(await done(run(ledger))).toMatchObject({ sent: 0, failed: 0 });
    const failed = await done(send(ledger, number!));
    expect(failed).toMatchObject({ state: 'failed', detail: expect.stringMatching(/550/) });
    expect(failed.detail).not.toContain('@');
    expect(await done(send(ledger, number!, failed.deliveryId))).toMatchObject({ state: 'sent', repeats: failed.deliveryId });
    expect((await listed(ledger)).map(({ state }) => state)).toEqual(['sent', 'failed']);
  });

  it('claims nothing while the mail server is down, and goes on when it is back', async () => {
    const ledger = await opened();
    await company(ledger, { A: { email: 'a@example.com' }, B: { email: 'b@example.com' } });
    const { port } = box;
    await box.close();
    expect(await refused(run(ledger))).toBe('DELIVERY.MAIL_UNREACHABLE');
    expect(await types(ledger)).toEqual([]);
    box = await Mailbox.open({}, port);
    expect(await done(run(ledger))).toMatchObject({ sent: 2 });
  });

  it('leaves a message without an answer unconfirmed: never repeated by itself, until a person says what became of it', async () => {
    const ledger = await opened();
    box.onMessage = 'die';
    const [number] = await company(ledger, { A: { email: 'a@example.com' } });
    expect(await done(run(ledger))).toMatchObject({ sent: 0, failed: 0, unconfirmed: 1 });
    box.onMessage = 'take';
    expect(await done(run(ledger))).toMatchObject({ sent: 0, unconfirmed: 0 });
    const [delivery] = await listed(ledger);
    expect(delivery).toMatchObject({ state: 'unconfirmed', documentNumber: number });
    const { deliveryId } = delivery!;
    expect(await refused(send(ledger, number!, deliveryId))).toBe('DELIVERY.UNCONFIRMED');
    const resolve = new ResolveDelivery({ deliveryId, requestId: 'r1', outcome: 'failed', reason: 'not in the log of the server' }, context());
    expect(await done(ledger.execute(resolve))).toMatchObject({ state: 'failed' });
    expect(await done(send(ledger, number!, deliveryId))).toMatchObject({ state: 'sent' });
    expect(box.received).toHaveLength(2);
    expect(await types(ledger)).toEqual(['DeliveryDue', 'DeliveryResolved', 'DeliveryDue', 'DeliverySent']);
  });

  it.each([
    ['before the claim is written', 'DeliveryDue', 'before', 1, 'sent'],
    ['between the claim and the sending', 'DeliveryDue', 'after', 0, 'unconfirmed'],
    ['between the sending and its outcome', 'DeliverySent', 'before', 1, 'unconfirmed'],
    ['after the outcome is written', 'DeliverySent', 'after', 1, 'sent'],
  ] as const)('survives a crash %s without a second message', async (...[, type, death, messages, state]) => {
    const store = mortal(await openEmbeddedStore({ file: join(folder, 'events.db') }), (all) => (all.includes(type) ? death : null));
    const dying = await opened(store);
    const [number] = await company(dying, { A: { email: 'a@example.com' } });
    await expect(run(dying)).rejects.toThrow(PowerCut);
    await open.pop()!.close();
    const ledger = await opened();
    await ledger.finishFollowUps();
    await done(run(ledger));
    expect(await done(send(ledger, number!))).toMatchObject({ state });
    expect(box.received).toHaveLength(messages);
    expect((await listed(ledger)).map((one) => one.state)).toEqual([state]);
  });

  it('matches a bounce to its delivery, and refuses what is about no message of ours', async () => {
    const ledger = await opened();
    const [number] = await company(ledger, { A: { email: 'a@example.com' } });
    const { deliveryId } = await done(send(ledger, number!));
    const bounce = (id: string, status = '5.1.1') => ledger.execute(new RecordBounce({ message: report(id, status) }, context()));
    expect(await done(bounce(`d.${deliveryId}@sample.example`))).toMatchObject({ deliveryId, state: 'bounced', detail: expect.stringMatching(/^5\.1\.1 550 … unknown$/) });
    await done(bounce(`d.${deliveryId}@sample.example`));
    expect(await refused(bounce(`d.${'0'.repeat(32)}@sample.example`))).toBe('DELIVERY.UNKNOWN');
    expect(await refused(bounce('r.something@sample.example'))).toBe('BOUNCE.NOT_OURS');
    expect(await refused(ledger.execute(new RecordBounce({ message: 'Subject: hello\n\nhello' }, context())))).toBe('BOUNCE.NO_REPORT');
    expect(await listed(ledger)).toMatchObject([{ state: 'bounced', bounceKind: 'hard' }]);
    const { invoiceId = '' } = (await ledger.lookups.findInvoice(number!)) ?? {};
    expect((await ledger.lookups.eventsOf({ invoiceId })).items.map(({ type }) => type).slice(-3)).toEqual(await types(ledger));
    expect(await types(ledger)).toEqual(['DeliveryDue', 'DeliverySent', 'DeliveryBounced']);
  });

  it('records once a day that a document was looked at', async () => {
    let now = Date.parse('2010-12-05T09:00:00Z');
    const ledger = await opened(undefined, { clock: { now: () => now } });
    const [number] = await company(ledger, { A: { email: 'a@example.com' } });
    const { deliveryId } = await done(send(ledger, number!));
    for (const hours of [0, 1, 24, 1]) {
      now += hours * 3_600_000;
      await done(ledger.execute(new RecordDocumentOpened({ deliveryId }, context())));
    }
    expect(await listed(ledger)).toMatchObject([{ openedDays: 2, openedOn: '2010-12-06' }]);
  });

  it('says why it does not send: no address, not wanted, an address that is none, no such document, nothing set up', async () => {
    const ledger = await opened();
    const [none, wrong] = await company(ledger, { A: {}, B: { email: 'b@example.com, eve@example.com' } });
    expect(await refused(send(ledger, none!))).toBe('DELIVERY.NO_ADDRESS');
    expect(await refused(send(ledger, wrong!))).toBe('DELIVERY.ADDRESS_UNFIT');
    expect(await done(run(ledger))).toMatchObject({ sent: 0, skipped: 1, skips: [{ code: 'DELIVERY.ADDRESS_UNFIT' }] });
    await done(ledger.execute(new SetPreference({ customerId: 'B', requestId: 'none', channel: 'none' }, context())));
    expect(await refused(send(ledger, wrong!))).toBe('DELIVERY.NOT_WANTED');
    expect(await refused(send(ledger, 'INV-999'))).toBe('DELIVERY.NO_DOCUMENT');
    expect(await types(ledger)).toEqual([]);
    await open.pop()!.close();
    const plain = await openLedger({ dataFolder: folder, followLog: false, onTrouble: () => undefined });
    open.push(plain);
    expect(await refused(send(plain, none!))).toBe('DELIVERY.NOT_SET_UP');
  });

  it('sends the receipt of a payment that has an owner', async () => {
    const ledger = await opened();
    await company(ledger, { A: { email: 'a@example.com' } });
    await done(ledger.execute(new ReceivePayment({ paymentId: 'P1', customerId: 'A', currency: 'GBP', receivedOn: '2010-12-05', amount: '36.00' }, context())));
    expect(await done(ledger.execute(new SendDocument({ kind: 'receipt', documentId: 'P1' }, context())))).toMatchObject({ state: 'sent', kind: 'receipt' });
    expect((await box.read())[0]!.subject).toBe('Receipt for your payment of 36.00 GBP to Sample Retail Ltd');
  });
});

const report = (id: string, status: string): string => `Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; a@example.com
Action: failed
Status: ${status}
Diagnostic-Code: smtp; 550 a@example.com unknown

--b
Content-Type: text/rfc822-headers

Message-ID: <${id}>
--b--
`;
