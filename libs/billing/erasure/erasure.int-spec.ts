import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AnswerInquiry, ChangeContact, CloseSale, ConfigureEntity, DocumentDesk, EraseCustomer, GiveMandate, ImportBankStatement, LiftRetentionHold, LogContact, MatchBankLines,
  openLedger, PlaceRetentionHold, ReceiveInquiry, ReceivePayment, RecordSatisfaction, RegisterCustomer, RunReminders, SendDocument, SetBankDetails, SetPreference,
  type CommandContext, type CommandResult, type Ledger,
} from '#billing';
import { smtpTransport } from '#delivery';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { camtFile } from '../bank-statements/camt-file.test-kit';
import { Mailbox } from '../../delivery/testing';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', email: 'billing@sample.example', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', agingBuckets: [30], defaultTerms: { netDays: 0 },
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, creditorId: 'DE98ZZZ09999999999', bankAccount: { iban: 'GB29NWBK60161331926819' },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
  policies: [{ policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1', steps: [{ step: 'first', offsetDays: 5, template: 'first' }] }],
};
/** Words that stand nowhere but in personal fields of the erased customer. */
const words = [
  'Quendolyn', 'quendolyn@private.example', 'Zanzibarstreet', 'Quendolyn-Married', 'new-quendolyn@private.example', 'AccountHolderQ', 'DE02120300000000202051', 'MandateHolderQ',
  'FR1420041010050500013M02606', 'documents-quendolyn@private.example', 'PayerQuendolyn', 'BankPayerQ', 'BE68539007547034', 'please forgive quendolyn', 'AskerQ', 'my private question',
  'our private answer', 'CalledPersonQ', 'note about her illness', 'she said privately',
];
const noon = Date.parse('2011-02-01T12:00:00Z');
const line = { description: 'Goods', quantity: '1' };

describe('erasing a person', () => {
  let folder: string;
  let box: Mailbox;
  let ledger: Ledger;
  let commands = 0;
  const context = (): CommandContext => ({ actor: 'test', commandId: `c${(commands += 1)}`, correlationId: `c${commands}` });
  const open = (changes: Partial<Parameters<typeof openLedger>[0]> = {}): Promise<Ledger> =>
    openLedger({
      dataFolder: folder, clock: { now: () => noon }, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, publicUrl: 'https://bills.example/',
      mail: smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 }), ...changes,
    });
  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'erasure-'));
    box = await Mailbox.open();
    ledger = await open();
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    for (const customerId of ['C1', 'C2']) await business(customerId);
  });
  afterEach(async () => {
    await ledger.close();
    await box.close();
    rmSync(folder, { recursive: true });
  });

  /** Everything that can say who a customer is; of C2 it says other words. */
  async function business(customerId: string): Promise<void> {
    const said = (index: number): string => (customerId === 'C1' ? words[index]! : `other-${index}`);
    const mail = (index: number): string => (customerId === 'C1' ? words[index]! : 'other@private.example');
    const iban = (index: number): string => (customerId === 'C1' ? words[index]! : 'GB33BUKB20201555555555');
    const accountId = `UK~${customerId}`;
    const run = <Answer>(command: Parameters<Ledger['execute']>[0]): Promise<Answer> => accepted(ledger.execute(command) as Promise<CommandResult<Answer>>);
    await run(new RegisterCustomer({ customerId, kind: 'person', country: 'GB', personal: { name: said(0), email: mail(1), street: said(2) } }, context()));
    await run(new ChangeContact({ customerId, requestId: 'contact', country: 'GB', personal: { name: said(3), email: mail(4) } }, context()));
    await run(new SetBankDetails({ customerId, requestId: 'bank', personal: { accountHolder: said(5), iban: iban(6) } }, context()));
    await run(new GiveMandate({ customerId, mandateId: `M-${customerId}`, signedOn: '2010-01-01', personal: { accountHolder: said(7), iban: iban(8) } }, context()));
    await run(new SetPreference({ customerId, requestId: 'preference', channel: 'email', personal: { email: mail(9) } }, context()));
    const [first, second] = [await sold(`${customerId}-1`, customerId), await sold(`${customerId}-2`, customerId, '25.00')];
    await run(new SendDocument({ kind: 'invoice', documentId: first.documentNumber }, context()));
    await run(new RunReminders({ requestId: `run-${customerId}` }, context()));
    await run(new LogContact({ accountId, contactId: 'call-1', contactedOn: '2011-02-01', channel: 'phone', direction: 'outgoing', outcome: 'reached', person: said(17), note: said(18) }, context()));
    await run(new ReceiveInquiry({ inquiryId: `Q-${customerId}`, accountId, kind: 'question', via: 'phone', personal: { name: said(14), text: said(15) } }, context()));
    await run(new AnswerInquiry({ inquiryId: `Q-${customerId}`, requestId: 'answer', personal: { text: said(16) } }, context()));
    await run(new RecordSatisfaction({ accountId, invoiceId: first.invoiceId, requestId: 'score', score: 9, personal: { comment: said(19) } }, context()));
    await run(
      new ReceivePayment(
        {
          paymentId: `P-${customerId}`,
          receivedOn: '2011-01-10',
          currency: 'GBP',
          amount: '20.00',
          customerId,
          items: [{ documentNumber: first.documentNumber }],
          payerName: said(10),
        },
        context(),
      ),
    );
    const entry = { amount: '25.00', on: '2011-01-21', name: said(11), iban: iban(12), text: `${said(13)} ${second.documentNumber}` };
    await run(new ImportBankStatement({ entityId: 'UK', file: camtFile(`ST-${customerId}`, [{ ...entry, bankReference: `REF-${customerId}` }]) }, context()));
    await run(new MatchBankLines({ entityId: 'UK' }, context()));
  }

  async function sold(saleId: string, customerId: string, unitPrice = '20.00'): Promise<{ readonly invoiceId: string; readonly documentNumber: string }> {
    const sale = await accepted(ledger.execute(new CloseSale({ saleId, customerId, closedOn: '2011-01-05', currency: 'GBP', lines: [{ ...line, unitPrice }] }, context())));
    return { invoiceId: sale.invoiceId ?? '', documentNumber: sale.documentNumber ?? '' };
  }

  const erase = (customerId = 'C1', requestId = 'erase') => ledger.execute(new EraseCustomer({ customerId, requestId, reason: 'asked for' }, context()));

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
    const before = found(words);
    expect(words.filter((word) => !before.some((hit) => hit.endsWith(`: ${word}`)))).toEqual(['Zanzibarstreet', 'AccountHolderQ', 'MandateHolderQ', 'FR1420041010050500013M02606']);
    expect(before.filter((hit) => hit.startsWith('events.db'))).toEqual([]);
    expect(await accepted(erase())).toMatchObject({ customerId: 'C1', records: { customer: 1, payment: 2, 'bank-line': 1, inquiry: 1, contact: 1, delivery: 1, satisfaction: 1, reminder: 1 } });
    await ledger.readModels.catchUp();
    const live = await ledger.readModels.digest();
    const results = await ledger.readModels.rebuild();
    expect(results.filter(({ same }) => same === false)).toEqual([]);
    expect(await ledger.readModels.digest()).toEqual(live);
    await ledger.close();
    expect(found(words)).toEqual([]);
    ledger = await open();
    expect(found(words)).toEqual([]);
  });

  test('keeps amounts, numbers, the hashes of every fact, and everybody else', async () => {
    await ledger.readModels.catchUp();
    const before = await ledger.lookups.listInvoices({ customerId: 'C1' });
    await accepted(erase());
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
    await accepted(erase());
    await ledger.readModels.catchUp();
    const desk = new DocumentDesk({ store: ledger.store, codec: ledger.codec, lookups: ledger.lookups, reports: ledger.reports });
    const printed = await desk.invoice('INV-000001', 'ubl');
    expect(JSON.stringify(printed)).not.toContain('uendolyn');
  });

  test('is refused while something is owed, while a hold lasts and while documents are kept', async () => {
    await accepted(ledger.execute(new PlaceRetentionHold({ customerId: 'C1', requestId: 'hold', holdId: 'audit', reason: 'Tax audit' }, context())));
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.RETENTION_HOLD', data: { holdId: 'audit' } } });
    await accepted(ledger.execute(new LiftRetentionHold({ customerId: 'C1', requestId: 'lift', holdId: 'audit', reason: 'Closed' }, context())));
    await sold('C1-3', 'C1');
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.NOT_SETTLED', data: { accountId: 'UK~C1' } } });
    await accepted(ledger.execute(new ReceivePayment({ paymentId: 'P-3', receivedOn: '2011-01-12', currency: 'GBP', amount: '20.00', customerId: 'C1' }, context())));
    await accepted(ledger.execute(new ConfigureEntity({ ...entity, retentionYears: 8 }, context())));
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.RETAINED', data: { entityId: 'UK', until: '2019-12-31' } } });
    await ledger.close();
    ledger = await open({ clock: { now: () => Date.parse('2019-12-31T12:00:00Z') } });
    expect(await erase()).toMatchObject({ kind: 'refused', refusal: { code: 'CUSTOMER.RETAINED' } });
    await ledger.close();
    ledger = await open({ clock: { now: () => Date.parse('2020-01-01T12:00:00Z') } });
    expect(await erase()).toMatchObject({ kind: 'accepted', answer: { records: { payment: 3 } } });
  });

  test('is done once, and nobody tells us again who the customer was', async () => {
    await accepted(erase());
    expect(await erase()).toMatchObject({ kind: 'accepted', repeated: true });
    expect(await erase('C1', 'again')).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    const told = new ChangeContact({ customerId: 'C1', requestId: 'later', country: 'GB', personal: { name: 'Quendolyn' } }, context());
    expect(await ledger.execute(told)).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    const registered = new RegisterCustomer({ customerId: 'C1', kind: 'person', country: 'GB', personal: { name: 'Quendolyn' } }, context());
    expect(await ledger.execute(registered)).toMatchObject({ refusal: { code: 'CUSTOMER.ERASED' } });
    expect(
      await ledger.execute(
        new CloseSale({ saleId: 'S9', customerId: 'C1', closedOn: '2011-01-05', currency: 'GBP', lines: [{ ...line, unitPrice: '1.00' }] }, context()),
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
    expect(found(words)).toEqual([]);
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
