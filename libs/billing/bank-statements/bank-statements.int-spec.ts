import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloseSale, ConfigureEntity, ImportBankStatement, MatchBankLines, openLedger, ReceivePayment, RecordRefundPaid, RegisterCustomer, RequestRefund, ResolveBankLine, type CommandResult, type Ledger,
} from '#billing';
import { openEmbeddedStore } from '#event-store/embedded';
import type { EventStore } from '#event-store';
import { creditorReference } from '#ledger';
import { camtFile, type MadeEntry } from './camt-file.test-kit';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const }, agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 },
  series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};

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

const placeOf = ({ statementId = '', lineId = '' }: { readonly statementId?: string; readonly lineId?: string } = {}) => ({ statementId, lineId });

describe('bank statements', () => {
  let folder: string;
  let ledger: Ledger;
  let requests = 0;
  const context = () => ({ actor: 'test', commandId: `command-${(requests += 1)}`, correlationId: `correlation-${requests}` });

  async function accepted<Answer>(pending: Promise<CommandResult<Answer>>): Promise<Answer> {
    const result = await pending;
    if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
    return result.answer;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bank-'));
    refuses = () => false;
    ledger = await openLedger({ dataFolder: folder, openStore: () => interruptible(join(folder, 'events.db')), leaveMilliseconds: 3_600_000 });
    await accepted(ledger.execute(new ConfigureEntity(entity, context())));
    for (const [customerId, name] of [['C1', 'Ada Sample'], ['C2', 'Bob Trader']] as const) {
      await accepted(ledger.execute(new RegisterCustomer({ customerId, kind: 'business', country: 'GB', personal: { name } }, context())));
    }
    for (const [saleId, customerId, unitPrice] of [['S1', 'C1', '20.00'], ['S2', 'C1', '35.50'], ['S3', 'C2', '80.00']] as const) {
      await accepted(ledger.execute(new CloseSale({ saleId, customerId, closedOn: '2010-12-01', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice }] }, context())));
    }
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const take = (id: string, entries: readonly MadeEntry[], opening?: string) => accepted(ledger.execute(new ImportBankStatement({ file: camtFile(id, entries, opening) }, context())));
  const match = () => accepted(ledger.execute(new MatchBankLines({}, context())));
  const lines = async (filter: object = {}) => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.listBankLines(filter, { oldestFirst: true })).items;
  };
  const open = async (accountId: string) => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.accountItems(accountId, { openOnly: true })).map(({ documentNumber, open: left }) => [documentNumber, left]);
  };

  const byReference: MadeEntry = { amount: '20.00', name: 'Ada Sample', iban: 'GB33BUKB20201555555555', reference: creditorReference('INV-000001') ?? '', bankReference: 'B-1', endToEndId: 'E-1' };
  const byNumber: MadeEntry = { amount: '80.00', name: 'BOB TRADER', text: 'inv 3 / INV-000003 thanks', bankReference: 'B-2' };
  const unknown: MadeEntry = { amount: '7.77', name: 'Nobody', text: 'hello', bankReference: 'B-3' };

  it('receives what names its invoice, parks the rest, and does nothing twice', async () => {
    await take('ST-1', [byReference, byNumber, unknown]);
    expect(await match()).toMatchObject({ lines: 3, matched: 2, parked: 1, refused: [] });
    expect(await open('UK~C1')).toEqual([['INV-000002', '35.50']]);
    expect(await open('UK~C2')).toEqual([]);
    expect(await lines({ state: 'parked' })).toMatchObject([{ amount: '7.77', discrepancy: 'unknown-payer', name: 'Nobody' }]);

    const again = await ledger.execute(new ImportBankStatement({ file: camtFile('ST-1', [byReference, byNumber, unknown]) }, context()));
    expect(again).toMatchObject({ kind: 'accepted', repeated: true, answer: { statements: [{ known: true, lines: 3 }] } });
    expect(await match()).toMatchObject({ lines: 1, matched: 0, parked: 1 });
    expect(await lines()).toHaveLength(3);
  });

  it('counts a line of overlapping statements once', async () => {
    await take('ST-1', [byReference, unknown]);
    await match();
    await take('ST-2', [byReference, byNumber]);
    expect(await match()).toMatchObject({ matched: 1, seenBefore: 1 });
    expect(await lines({ lineId: (await lines())[0]?.lineId ?? '' })).toMatchObject([{ outcome: 'payment' }, { outcome: 'seen-before' }]);
    expect((await ledger.lookups.listPayments()).items).toHaveLength(2);
  });

  it('opens again what a reversed entry had paid', async () => {
    await take('ST-1', [byReference]);
    await match();
    expect(await open('UK~C1')).toEqual([['INV-000002', '35.50']]);
    await take('ST-2', [{ amount: '-20.00', on: '2011-01-20', isReversal: true, endToEndId: 'E-1', bankReference: 'B-9' }], '1020.00');
    expect(await match()).toMatchObject({ matched: 1, parked: 0 });
    expect(await open('UK~C1')).toEqual([['INV-000001', '20.00'], ['INV-000002', '35.50']]);
  });

  it('goes on after a crash between the receipt and the word on the statement', async () => {
    await take('ST-1', [byReference]);
    refuses = (stream) => stream.startsWith('bankstatement-');
    await expect(ledger.execute(new MatchBankLines({}, context()))).rejects.toThrow();
    refuses = () => false;
    expect(await match()).toMatchObject({ lines: 1, matched: 1 });
    expect(await lines({ state: 'matched' })).toMatchObject([{ outcome: 'payment', accountId: 'UK~C1' }]);
    expect((await ledger.lookups.listPayments()).items).toHaveLength(1);
  });

  it('takes charges, refunds and a person’s word', async () => {
    await accepted(ledger.execute(new ReceivePayment({ paymentId: 'P1', receivedOn: '2010-12-20', currency: 'GBP', amount: '12.00', customerId: 'C1', allocate: 'none' }, context())));
    await accepted(ledger.execute(new RequestRefund({ accountId: 'UK~C1', refundId: 'REF-1', source: { kind: 'receipt', id: 'P1' }, requestedOn: '2010-12-22', reason: 'paid twice' }, context())));
    await take('ST-1', [{ amount: '-12.00', text: 'our ref-1' }, { amount: '-3.50', code: 'CHRG', text: 'account fee' }, { amount: '-99.00', text: 'rent' }, { ...unknown, amount: '35.00' }]);
    expect(await match()).toMatchObject({ matched: 2, parked: 2 });
    const [rent, money] = await lines({ state: 'parked' });
    expect(rent).toMatchObject({ discrepancy: 'unknown-debit' });
    const where = ({ statementId = '', lineId = '' }: { statementId?: string; lineId?: string } = {}) => ({ statementId, lineId });
    await accepted(ledger.execute(new ResolveBankLine({ ...where(rent), as: 'no-concern', reason: 'rent of the office' }, context())));
    const said = {
      ...where(money),
      as: 'payment' as const,
      accountId: 'UK~C1',
      items: [{ documentNumber: 'INV-000002', amount: '35.00' }],
      deductions: [{ documentNumber: 'INV-000002', kind: 'bank-charge' as const, amount: '0.50', reason: 'kept by the bank' }],
      reason: 'told us',
    };
    await accepted(ledger.execute(new ResolveBankLine(said, context())));
    await accepted(ledger.execute(new ResolveBankLine(said, context())));
    expect(await open('UK~C1')).toEqual([['INV-000001', '20.00']]);
    expect((await lines({ state: 'matched' })).map(({ outcome }) => outcome)).toEqual(['refund', 'bank-fee', 'no-concern', 'payment']);
    expect(await ledger.execute(new ResolveBankLine({ ...where(money), as: 'no-concern', reason: 'no' }, context()))).toMatchObject({ kind: 'refused', refusal: { code: 'STATEMENT.LINE_MATCHED' } });
  });

  it('books nothing of a decision that is refused, and keeps the first of two', async () => {
    await take('ST-1', [{ ...unknown, amount: '5.00' }, { ...unknown, amount: '6.00', text: 'another' }]);
    await match();
    const [line, other] = await lines({ state: 'parked' });
    const where = { ...placeOf(line), as: 'payment' as const, accountId: 'UK~C1', reason: 'told us' };
    const refused = async (said: object, code: string) =>
      expect(await ledger.execute(new ResolveBankLine({ ...where, ...said }, context()))).toMatchObject({ kind: 'refused', refusal: { code } });
    await refused(
      { items: [{ documentNumber: 'INV-000002', amount: '5.00' }], deductions: [{ documentNumber: 'INV-000002', amount: '400.00', kind: 'bank-charge', reason: 'r' }] },
      'DEDUCTION.EXCEEDS_OPEN',
    );
    await refused({ items: [{ documentNumber: 'INV-999999' }] }, 'ALLOCATION.UNKNOWN_ITEM');
    await refused({ items: [{ documentNumber: 'INV-000002', amount: '6.00' }] }, 'ALLOCATION.EXCEEDS_UNAPPLIED');
    await refused({ subjectId: 'P1' }, 'STATEMENT.FOREIGN_FIELD');
    await refused({ as: 'payout', accountId: undefined, subjectId: 'stripe:po_x' }, 'PAYOUT.UNKNOWN');
    expect((await ledger.lookups.listPayments()).items).toEqual([]);
    const both = await Promise.all(['UK~C1', 'UK~C2'].map((accountId) => ledger.execute(new ResolveBankLine({ ...where, accountId }, context()))));
    expect(both.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
    const [first] = await lines({ state: 'matched' });
    expect((await ledger.lookups.listPayments()).items).toMatchObject([{ paymentId: first?.subjectId }]);
    const [own, foreign] = both[0]?.kind === 'accepted' ? ['UK~C1', 'UK~C2'] : ['UK~C2', 'UK~C1'];
    expect(first).toMatchObject({ accountId: own });
    await accepted(ledger.execute(new ResolveBankLine({ ...where, accountId: own }, context())));
    await refused({ accountId: foreign }, 'STATEMENT.LINE_MATCHED');
    expect(await lines({ state: 'parked' })).toMatchObject([placeOf(other)]);
    await accepted(ledger.execute(new ResolveBankLine({ ...where, ...placeOf(other) }, context())));
    await refused({ ...placeOf(other), items: [{ documentNumber: 'INV-000002', amount: '5.00' }] }, 'STATEMENT.LINE_MATCHED');
  });

  it('takes money entered by hand before for what a line shows, and unknown money as nobody’s yet', async () => {
    await accepted(
      ledger.execute(
        new ReceivePayment(
          { paymentId: 'CHQ-1', receivedOn: '2011-01-20', currency: 'GBP', amount: '59.50', customerId: 'C1', method: 'cheque', allocate: 'none' },
          context(),
        ),
      ),
    );
    await accepted(
      ledger.execute(
        new RequestRefund(
          { accountId: 'UK~C1', refundId: 'REF-9', source: { kind: 'receipt', id: 'CHQ-1' }, amount: '9.50', requestedOn: '2011-01-20', reason: 'too much' },
          context(),
        ),
      ),
    );
    await accepted(ledger.execute(new RecordRefundPaid({ accountId: 'UK~C1', refundId: 'REF-9', paidOn: '2011-01-20', bankReference: 'OUT-1' }, context())));
    await take('ST-1', [
      { ...unknown, amount: '59.50', text: 'cheque' },
      { amount: '-9.50', text: 'our refund' },
      { ...unknown, amount: '55.55', text: 'hello' },
      { ...unknown, amount: '7.00', text: 'aside' },
    ]);
    await match();
    const parked = await lines({ state: 'parked' });
    const by = (amount: string) => {
      const { statementId = '', lineId = '' } = parked.find((line) => line.amount === amount) ?? {};
      return { statementId, lineId, reason: 'seen' };
    };
    const resolve = (said: ConstructorParameters<typeof ResolveBankLine>[0]) => ledger.execute(new ResolveBankLine(said, context()));
    expect(await resolve({ ...by('55.55'), as: 'payment', subjectId: 'CHQ-1' })).toMatchObject({ kind: 'refused', refusal: { code: 'STATEMENT.OTHER_PAYMENT' } });
    expect(await resolve({ ...by('59.50'), as: 'payment', subjectId: 'CHQ-2' })).toMatchObject({ kind: 'refused', refusal: { code: 'PAYMENT.UNKNOWN' } });
    await accepted(resolve({ ...by('59.50'), as: 'payment', subjectId: 'CHQ-1' }));
    if (by('-9.50').lineId !== '') await accepted(resolve({ ...by('-9.50'), as: 'refund', accountId: 'UK~C1', subjectId: 'REF-9' }));
    await accepted(resolve({ ...by('55.55'), as: 'payment' }));
    await accepted(resolve({ ...by('7.00'), as: 'no-concern' }));
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.listPayments()).items.map(({ paymentId, unidentified }) => [paymentId.slice(0, 3), unidentified]).sort()).toEqual([['BL-', '55.55'], ['CHQ', '0.00']]);
    const { body } = await ledger.reports.reconciliation({ asOf: '2011-12-31', from: '2011-01-01' });
    // What was set aside stays the bank's, and is the whole difference.
    expect(body.sections[0]).toMatchObject({ totals: { bank: '112.55', ledger: '105.55', difference: '7.00' }, exceptions: [{ kind: 'no-concern', amount: '7.00' }, { kind: 'opening-difference' }] });
  });

  it('books interest that the bank paid as income, by its code or a person’s word, and a charge given back as less charges', async () => {
    await take('ST-1', [{ amount: '1.23', code: 'NINT' }, { amount: '-4.00', code: 'INTR' }, { amount: '3.50', code: 'CHRG' }, { amount: '0.77', text: 'credit interest' }]);
    expect(await match()).toMatchObject({ matched: 3, parked: 1 });
    const [said] = await lines({ state: 'parked' });
    const { statementId = '', lineId = '' } = said ?? {};
    const resolved = { statementId, lineId, as: 'bank-interest' as const, reason: 'it says so' };
    await accepted(ledger.execute(new ResolveBankLine(resolved, context())));
    await accepted(ledger.execute(new ResolveBankLine(resolved, context())));
    expect((await lines({ state: 'matched' })).map(({ outcome }) => outcome)).toEqual(['bank-fee', 'bank-fee', 'bank-fee', 'bank-fee']);
    const { body } = await ledger.reports.trialBalance({ asOf: '2011-01-31', from: '2011-01-01' });
    const rows = body.sections.flatMap((section) => section.rows);
    const moved = (role: string) => rows.filter((row) => row.role === role).map(({ debit, credit }) => [debit, credit]);
    expect(moved('interest-income')).toEqual([['0.00', '2.00']]);
    expect(moved('bank-charges')).toEqual([['4.00', '3.50']]);
    expect(moved('bank')).toEqual([['5.50', '4.00']]);
  });

  describe('with an early-payment discount', () => {
    const discounted = { netDays: 30, earlyPayment: { percent: '2', withinDays: 10 } };
    const paid = (on: string, amount = '48.95'): MadeEntry => ({ amount, on, name: 'Cleo Early', reference: creditorReference('INV-000004') ?? '', bankReference: `E-${on}` });

    beforeEach(async () => {
      await accepted(
        ledger.execute(
          new RegisterCustomer(
            { customerId: 'C3', kind: 'business', country: 'GB', terms: [{ entityId: 'UK', terms: discounted }], personal: { name: 'Cleo Early' } },
            context(),
          ),
        ),
      );
      await accepted(
        ledger.execute(
          new CloseSale(
            { saleId: 'S4', customerId: 'C3', closedOn: '2011-01-03', currency: 'GBP', lines: [{ description: 'Goods', quantity: '1', unitPrice: '49.95' }] },
            context(),
          ),
        ),
      );
    });

    it('matches what is short by the discount on the last day, and settles the invoice with it', async () => {
      await take('ST-1', [paid('2011-01-13')]);
      expect(await match()).toMatchObject({ matched: 1, parked: 0, refused: [] });
      expect(await open('UK~C3')).toEqual([]);
      expect((await lines({ state: 'matched' }))[0]).toMatchObject({ outcome: 'payment', accountId: 'UK~C3' });
    });

    it('leaves it to a person when it came a day late', async () => {
      await take('ST-1', [paid('2011-01-14')]);
      expect(await match()).toMatchObject({ matched: 0, parked: 1 });
      expect((await lines())[0]).toMatchObject({ state: 'parked', discrepancy: 'short' });
      expect(await open('UK~C3')).toEqual([['INV-000004', '49.95']]);
    });

    it('gives no discount on another amount, nor a second time', async () => {
      await take('ST-1', [paid('2011-01-12', '48.94'), paid('2011-01-13', '1.00')]);
      await match();
      expect(await open('UK~C3')).toEqual([['INV-000004', '0.01']]);
    });

    it('goes on after a crash between the receipt and the discount', async () => {
      await take('ST-1', [paid('2011-01-13')]);
      let appends = 0;
      refuses = (stream) => stream === 'account-UK~C3' && (appends += 1) > 1;
      await ledger.execute(new MatchBankLines({}, context())).catch(() => undefined);
      refuses = () => false;
      expect(await match()).toMatchObject({ lines: 1, matched: 1, refused: [] });
      expect(await open('UK~C3')).toEqual([]);
    });
  });

  it('takes back in the same run what the same file brought', async () => {
    await take('ST-1', [byReference, { amount: '-20.00', on: '2011-01-20', isReversal: true, endToEndId: 'E-1', bankReference: 'B-9' }]);
    expect(await match()).toMatchObject({ lines: 2, matched: 2, parked: 0, refused: [] });
    expect((await lines()).map(({ state, outcome }) => [state, outcome])).toEqual([['matched', 'payment'], ['matched', 'payment-reversal']]);
    expect(await open('UK~C1')).toContainEqual(['INV-000001', '20.00']);
    expect(await match()).toMatchObject({ lines: 0 });
  });

  it('refuses a file with an entity bomb and takes nothing of it', async () => {
    const bomb = Buffer.from('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><Document>&a;</Document>').toString('base64');
    expect(await ledger.execute(new ImportBankStatement({ file: bomb }, context()))).toMatchObject({ kind: 'refused' });
    expect(await lines()).toEqual([]);
  });
});
