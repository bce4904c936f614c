import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeContact, CloseSale, ConfigureEntity, DocumentDesk, EraseCustomer, LiftRetentionHold, openLedger, PlaceRetentionHold, ReceivePayment, RegisterCustomer, SetPreference, type Ledger,
} from '#billing';
import { mailFolder, mailFolderOf, smtpTransport } from '#delivery';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { Mailbox } from '../../delivery/testing';
import { mustAccept, privateWords, soldTo, tellEverything, tellingContext, tellingEntity, tellingNoon } from './told-customer.test-kit';

const line = { description: 'Goods', quantity: '1' };

describe('erasing a person', () => {
  let folder: string;
  let box: Mailbox;
  let ledger: Ledger;
  const open = (changes: Partial<Parameters<typeof openLedger>[0]> = {}): Promise<Ledger> =>
    openLedger({
      dataFolder: folder, clock: { now: () => tellingNoon }, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, publicUrl: 'https://bills.example/',
      mail: smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 }), ...changes,
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'erasure-'));
    box = await Mailbox.open();
    ledger = await open();
    await mustAccept(ledger.execute(new ConfigureEntity(tellingEntity, tellingContext())));
    for (const customerId of ['C1', 'C2']) await tellEverything(ledger, customerId);
  });
  afterEach(async () => {
    await ledger.close();
    await box.close();
    rmSync(folder, { recursive: true });
  });

  const erase = (customerId = 'C1', requestId = 'erase') => ledger.execute(new EraseCustomer({ customerId, requestId, reason: 'asked for' }, tellingContext()));

  /** Files of the data folder that hold one of the words, in clear. */
  const found = (of: readonly string[]): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const bytes = readFileSync(join(entry.parentPath, entry.name));
        return of.filter((word) => bytes.includes(word)).map((word) => `${entry.name}: ${word}`);
      });

  test('leaves nothing that can be read in the log, the read models, the outbox or the key store', async () => {
    await ledger.readModels.catchUp();
    // The search bites: before, read models and outbox hold the words in clear, but for those that stand in the log alone, where all of them are sealed.
    const before = found(privateWords);
    expect(privateWords.filter((word) => !before.some((hit) => hit.endsWith(`: ${word}`)))).toEqual(['Zanzibarstreet', 'AccountHolderQ', 'MandateHolderQ', 'FR1420041010050500013M02606']);
    expect(before.filter((hit) => hit.startsWith('events.db'))).toEqual([]);
    expect(await mustAccept(erase())).toMatchObject({ customerId: 'C1', records: { customer: 1, payment: 2, 'bank-line': 1, inquiry: 1, contact: 1, delivery: 1, satisfaction: 1, reminder: 1 } });
    await ledger.readModels.catchUp();
    const live = await ledger.readModels.digest();
    const results = await ledger.readModels.rebuild();
    expect(results.filter(({ same }) => same === false)).toEqual([]);
    expect(await ledger.readModels.digest()).toEqual(live);
    await ledger.close();
    expect(found(privateWords)).toEqual([]);
    ledger = await open();
    expect(found(privateWords)).toEqual([]);
  });

  test('deletes messages that were kept as files, and nobody else\'s', async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
    ledger = await open({ mail: mailFolder(mailFolderOf(folder), { address: 'billing@sample.example' }) });
    await mustAccept(ledger.execute(new ConfigureEntity(tellingEntity, tellingContext())));
    for (const customerId of ['C1', 'C2']) await tellEverything(ledger, customerId);
    await mustAccept(ledger.execute(new SetPreference({ customerId: 'C1', requestId: 'by-mail', channel: 'email', personal: { email: privateWords[9]! } }, tellingContext())));
    expect(readdirSync(mailFolderOf(folder)).length).toBeGreaterThanOrEqual(2);
    const others = found(['other@private.example']).filter((hit) => hit.includes('.eml')).length;
    expect(found(privateWords).some((hit) => hit.includes('.eml'))).toBe(true);
    const outlook = await ledger.erasureOutlook('C1');
    expect(outlook).toMatchObject({ standing: 'known', records: { customer: 1, payment: 2, 'bank-line': 1, delivery: 1, reminder: 1 }, holds: [], retained: [], openAccounts: [] });
    expect(outlook.files.length).toBeGreaterThan(0);
    expect(new Map(outlook.documents)).toEqual(new Map([['UK', '2011-01-05']]));
    await mustAccept(erase());
    await ledger.readModels.catchUp();
    await ledger.readModels.rebuild();
    await ledger.close();
    expect(found(privateWords)).toEqual([]);
    expect(found(['other@private.example']).filter((hit) => hit.includes('.eml'))).toHaveLength(others);
    expect(others).toBeGreaterThan(0);
    ledger = await open();
    expect(await ledger.erasureOutlook('C1')).toMatchObject({ standing: 'erased', files: [], records: outlook.records });
    expect(await ledger.erasureOutlook('C3')).toMatchObject({ standing: 'unknown', records: {} });
  });

  test('keeps amounts, numbers, the hashes of every fact, and everybody else', async () => {
    await ledger.readModels.catchUp();
    const before = await ledger.lookups.listInvoices({ customerId: 'C1' });
    await mustAccept(erase());
    await ledger.readModels.catchUp();
    expect(await ledger.lookups.listInvoices({ customerId: 'C1' })).toEqual(before);
    for await (const page of ledger.store.readAll(null)) {
      for (const recorded of page) expect(ledger.codec.verifyContentHash(recorded)).toBe(true);
    }
    expect(await ledger.lookups.findCustomer('C1')).toMatchObject({ customerId: 'C1', country: 'GB' });
    expect(JSON.stringify(await ledger.lookups.findCustomer('C1'))).not.toContain('uendolyn');
    expect(await ledger.lookups.findCustomer('C2')).toMatchObject({ name: 'other-3' });
    expect((await ledger.lookups.listInquiries({ accountId: 'UK~C2' })).items).toMatchObject([{ question: 'other-15', answer: 'other-16' }]);
    expect((await ledger.lookups.listInquiries({ accountId: 'UK~C1' })).items).toMatchObject([{ question: '', answer: null }]);
  });

  test('prints documents of the erased customer without the person', async () => {
    await mustAccept(erase());
    await ledger.readModels.catchUp();
    const desk = new DocumentDesk({ store: ledger.store, codec: ledger.codec, lookups: ledger.lookups, reports: ledger.reports });
    const printed = await desk.invoice('INV-000001', 'ubl');
    expect(JSON.stringify(printed)).not.toContain('uendolyn');
  });

  test('is refused while something is owed, while a hold lasts and while documents are kept', async () => {
    await mustAccept(ledger.execute(new PlaceRetentionHold({ customerId: 'C1', requestId: 'hold', holdId: 'audit', reason: 'Tax audit' }, tellingContext())));
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.RETENTION_HOLD', data: { holdId: 'audit' } } });
    await mustAccept(ledger.execute(new LiftRetentionHold({ customerId: 'C1', requestId: 'lift', holdId: 'audit', reason: 'Closed' }, tellingContext())));
    await soldTo(ledger, 'C1-3', 'C1');
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.NOT_SETTLED', data: { accountId: 'UK~C1' } } });
    await mustAccept(ledger.execute(new ReceivePayment({ paymentId: 'P-3', receivedOn: '2011-01-12', currency: 'GBP', amount: '20.00', customerId: 'C1' }, tellingContext())));
    await mustAccept(ledger.execute(new ConfigureEntity({ ...tellingEntity, retentionYears: 8 }, tellingContext())));
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.RETAINED', data: { entityId: 'UK', until: '2019-12-31' } } });
    await ledger.close();
    ledger = await open({ clock: { now: () => Date.parse('2019-12-31T12:00:00Z') } });
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.RETAINED' } });
    await ledger.close();
    ledger = await open({ clock: { now: () => Date.parse('2020-01-01T12:00:00Z') } });
    expect(await erase()).toMatchObject({ kind: 'accepted', answer: { records: { payment: 3 } } });
  });

  test('is done once, and nobody tells us again who the customer was', async () => {
    await mustAccept(erase());
    expect(await erase()).toMatchObject({ kind: 'accepted', repeated: true });
    expect(await erase('C1', 'again')).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    const told = new ChangeContact({ customerId: 'C1', requestId: 'later', country: 'GB', personal: { name: 'Quendolyn' } }, tellingContext());
    expect(await ledger.execute(told)).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    const registered = new RegisterCustomer({ customerId: 'C1', kind: 'person', country: 'GB', personal: { name: 'Quendolyn' } }, tellingContext());
    expect(await ledger.execute(registered)).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    expect(
      await ledger.execute(
        new CloseSale({ saleId: 'S9', customerId: 'C1', closedOn: '2011-01-05', currency: 'GBP', lines: [{ ...line, unitPrice: '1.00' }] }, tellingContext()),
      ),
    ).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    expect(await erase('nobody')).toMatchObject({ refusal: { code: 'CUSTOMER.UNKNOWN' } });
  });

  test.each(['before', 'after'] as const)('is finished by the policy when it was cut %s the records were named', async (place) => {
    await ledger.close();
    ledger = await open({ openStore: async () => cutAt(await openEmbeddedStore({ file: join(folder, 'events.db') }), place) });
    await expect(erase()).rejects.toThrow('power cut');
    await ledger.close();
    ledger = await open({ leaveMilliseconds: 0 });
    await ledger.finishFollowUps();
    await ledger.readModels.catchUp();
    await ledger.readModels.rebuild();
    await ledger.close();
    expect(found(privateWords)).toEqual([]);
    ledger = await open();
  });
});

/** A store that dies at the fact that names the records, and stays dead. */
function cutAt(store: EventStore, place: 'before' | 'after'): EventStore {
  let dead = false;
  return {
    description: store.description, readStream: store.readStream.bind(store), readAll: store.readAll.bind(store), subscribeAll: store.subscribeAll.bind(store), close: store.close.bind(store),
    append: async (stream, expected, events) => {
      const cut = events.some(({ type }) => type === 'PersonalRecordsErased');
      if (cut && place === 'after') await store.append(stream, expected, events);
      dead ||= cut;
      if (dead) throw new Error('power cut');
      return store.append(stream, expected, events);
    },
  };
}
