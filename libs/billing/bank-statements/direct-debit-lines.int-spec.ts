import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@nestjs/cqrs';
import {
  CloseSale, ConfigureEntity, GiveMandate, ImportBankStatement, ListDirectDebits, MatchBankLines, openLedger, PlanDirectDebits, ReceivePayment, RecordDirectDebitCollected,
  RecordDirectDebitReturned, RecordRefundPaid, RecordRefundReturned, RegisterCustomer, RequestRefund, ResolveBankLine, type CommandResult, type Ledger,
} from '#billing';
import { camtFile, type MadeEntry } from './camt-file.test-kit';

const ownIban = 'DE02120300000000202051';
const entity = {
  entityId: 'DE', name: 'Sample Retail GmbH', country: 'DE', timeZone: 'Europe/Berlin', baseCurrency: 'EUR', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 14 }, creditorId: 'DE98ZZZ09999999999', bankAccount: { iban: ownIban },
  series: [{ seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'R-', firstNumber: 1, digits: 4 }],
};

describe('statement lines of direct debits and refunds', () => {
  let folder: string;
  let ledger: Ledger;
  let today: string;
  let commands = 0;
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });

  async function does<Answer>(command: Command<CommandResult<Answer>>): Promise<Answer> {
    const result = await ledger.execute(command);
    if (result.kind !== 'accepted') throw new Error(`${command.constructor.name}: ${JSON.stringify(result)}`);
    return result.answer;
  }

  beforeEach(async () => {
    today = '2026-03-02';
    folder = mkdtempSync(join(tmpdir(), 'debit-lines-'));
    const clock = { now: () => Date.parse(`${today}T12:00:00Z`) };
    ledger = await openLedger({ dataFolder: folder, clock, followLog: false, leaveMilliseconds: 3_600_000 });
    await does(new ConfigureEntity(entity, context()));
    for (const customerId of ['A', 'B']) {
      await does(new RegisterCustomer({ customerId, kind: 'business', country: 'DE' }, context()));
      await does(new GiveMandate({ customerId, mandateId: `M-${customerId}`, signedOn: '2025-11-01', personal: { accountHolder: customerId, iban: 'DE89370400440532013000' } }, context()));
      await does(new CloseSale({ saleId: `S-${customerId}`, customerId, closedOn: '2026-02-10', currency: 'EUR', lines: [{ description: 'Goods', quantity: '1', unitPrice: '100.00' }] }, context()));
    }
    await does(new PlanDirectDebits({ batchId: 'B1', collectionDate: '2026-03-10' }, context()));
    today = '2026-03-20';
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  const run = async (id: string, ...entries: MadeEntry[]) => {
    await does(new ImportBankStatement({ file: camtFile(id, entries, '1000.00', { iban: ownIban, currency: 'EUR' }) }, context()));
    return does(new MatchBankLines({}, context()));
  };
  const open = async (accountId: string) => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.accountItems(accountId, { openOnly: true })).map(({ documentNumber, open: left, dueDate }) => [documentNumber, left, dueDate]);
  };
  const states = async () => (await does(new ListDirectDebits({ batchId: 'B1' }, context()))).debits.map(({ state }) => state);
  const lines = async (filter: object = {}) => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.listBankLines(filter, { oldestFirst: true })).items.map(({ outcome, discrepancy, subjectId }) => outcome ?? `${discrepancy ?? ''} ${subjectId ?? ''}`.trim());
  };
  const report = async () => {
    await ledger.readModels.catchUp();
    const [section] = (await ledger.reports.reconciliation({ from: '2026-03-01', asOf: '2026-03-31' })).body.sections;
    // Every made statement opens with the same balance: what its balances come to is no matter of these lines.
    const ofLines = section?.exceptions.filter(({ kind }) => kind !== 'opening-difference' && kind !== 'balance-difference') ?? [];
    return section === undefined ? undefined : { ...section, exceptions: ofLines };
  };

  const collected = (at: number, more: Partial<MadeEntry> = {}): MadeEntry => ({ amount: '100.00', on: '2026-03-10', endToEndId: `B1.${at}`, bankReference: `K-${at}`, ...more });
  const returned = (at: number, more: Partial<MadeEntry> = {}): MadeEntry => ({
    amount: '-100.00',
    on: '2026-03-12',
    endToEndId: `B1.${at}`,
    bankReference: `R-${at}`,
    isReversal: true,
    returnReason: 'AM04',
    ...more,
  });

  it('receives what was collected, and opens again what is returned', async () => {
    const before = await open('DE~A');
    expect(await run('ST-1', collected(1), collected(2))).toMatchObject({ matched: 2, parked: 0, refused: [] });
    expect(await states()).toEqual(['collected', 'collected']);
    expect(await open('DE~A')).toEqual([]);
    expect(await lines()).toEqual(['direct-debit', 'direct-debit']);
    expect(await run('ST-2', collected(1), returned(1))).toMatchObject({ matched: 1, seenBefore: 1, parked: 0, refused: [] });
    expect(await states()).toEqual(['returned', 'collected']);
    expect(await open('DE~A')).toEqual(before);
    expect(await open('DE~B')).toEqual([]);
    expect(await report()).toMatchObject({ totals: { difference: '0.00' }, exceptions: [] });
  });

  it('takes a line marked by its reason of return alone, on the same statement as the collection', async () => {
    expect(await run('ST-1', collected(1), returned(1, { isReversal: false }))).toMatchObject({ matched: 2, refused: [] });
    expect(await states()).toEqual(['returned', 'in-flight']);
  });

  it('ties what a person entered before the statement came', async () => {
    await does(new ReceivePayment({ paymentId: 'P-1', receivedOn: '2026-03-10', currency: 'EUR', amount: '100.00', customerId: 'A', method: 'direct debit' }, context()));
    await does(new RecordDirectDebitCollected({ directDebitId: 'B1.1', collectedOn: '2026-03-10', paymentId: 'P-1' }, context()));
    await does(new RecordDirectDebitReturned({ directDebitId: 'B1.1', returnedOn: '2026-03-12', reversalId: 'R-1' }, context()));
    expect(await run('ST-1', returned(1))).toMatchObject({ matched: 1, refused: [] });
    expect((await ledger.lookups.listPayments()).items).toHaveLength(1);
  });

  it('parks another amount, a second collection, and a return of what never came', async () => {
    expect(
      await run(
        'ST-1',
        collected(1, { amount: '90.00' }),
        returned(2),
        collected(2, { on: '2026-03-13', bankReference: 'K-9' }),
        collected(2, { on: '2026-03-14', bankReference: 'K-10' }),
      ),
    ).toMatchObject({ matched: 1, parked: 3 });
    expect(await states()).toEqual(['in-flight', 'collected']);
    expect(await lines()).toEqual(['short', 'unknown-debit', 'direct-debit', 'duplicate']);
    expect(await report()).toMatchObject({
      exceptions: [
        { kind: 'unmatched-line', amount: '90.00', age: 21 },
        { kind: 'unmatched-line', amount: '-100.00', age: 19 },
        { kind: 'unmatched-line', amount: '100.00', age: 17 },
      ],
    });
  });

  describe('a return with the charge of the bank in the same amount', () => {
    const bank = async () => {
      await ledger.readModels.catchUp();
      const { body } = await ledger.reports.trialBalance({ from: '2026-03-01', asOf: '2026-03-31' });
      return body.sections[0]?.rows.filter(({ role }) => role === 'bank').map(({ closing }) => closing);
    };
    const line = async () => {
      await ledger.readModels.catchUp();
      const [found] = (await ledger.lookups.listBankLines({ state: 'parked' })).items;
      return { statementId: found?.statementId ?? '', lineId: found?.lineId ?? '', resolution: found?.resolution, discrepancy: found?.discrepancy };
    };

    it.each<[string, Partial<MadeEntry>]>([
      ['the charge', { charges: '3.00', instructed: '100.00' }],
      ['what was collected alone', { instructed: '100.00' }],
      ['the charge in words', { text: 'RUECKLASTSCHRIFT ENTGELT EUR 3,00' }],
    ])('is split where the line states %s', async (_what, more) => {
      await run('ST-1', collected(1), collected(2));
      expect(await run('ST-2', returned(1, { amount: '-103.00', ...more }))).toMatchObject({ matched: 1, parked: 0, refused: [] });
      expect(await states()).toEqual(['returned', 'collected']);
      expect((await open('DE~A')).map(([number, left]) => [number, left])).toEqual([['R-0001', '100.00']]);
      expect(await report()).toMatchObject({ totals: { bank: '97.00', ledger: '97.00', difference: '0.00' }, exceptions: [] });
      expect(await bank()).toEqual(['97.00']);
    });

    it('waits for a person where nothing states it, who splits it', async () => {
      await run('ST-1', collected(1));
      expect(await run('ST-2', returned(1, { amount: '-103.00' }))).toMatchObject({ matched: 0, parked: 1 });
      const { resolution, discrepancy, ...place } = await line();
      expect([discrepancy, resolution]).toEqual(['fee-deducted', expect.stringContaining('payment-reversal of B1.1 with charge 3.00')]);
      const resolve = (more: object) => ledger.execute(new ResolveBankLine({ ...place, as: 'payment-reversal', subjectId: 'B1.1', reason: 'the advice says so', ...more }, context()));
      for (const charge of [undefined, '2.00', '4.00', '103.00']) {
        expect(await resolve({ ...(charge === undefined ? {} : { charge }) })).toMatchObject({ kind: 'refused', refusal: { code: 'STATEMENT.CHARGE' } });
      }
      expect(await states()).toEqual(['collected', 'in-flight']);
      expect(await resolve({ charge: '3.00' })).toMatchObject({ kind: 'accepted', answer: { outcome: 'payment-reversal' } });
      expect(await resolve({ charge: '3.00' })).toMatchObject({ kind: 'accepted' });
      expect(await states()).toEqual(['returned', 'in-flight']);
      expect(await report()).toMatchObject({ totals: { bank: '-3.00', ledger: '-3.00', difference: '0.00' }, exceptions: [] });
    });

    it('is split by a person for a payment that no debit brought', async () => {
      await run('ST-1', { amount: '50.00', on: '2026-03-10', text: 'unknown money', bankReference: 'X-1' });
      const { resolution: _r, discrepancy: _d, ...first } = await line();
      const { subjectId = '' } = await does(new ResolveBankLine({ ...first, as: 'payment', accountId: 'DE~A', reason: 'asked' }, context()));
      await run('ST-2', { amount: '-52.50', on: '2026-03-12', bankReference: 'X-2', text: 'taken back' });
      const { resolution: _s, discrepancy: _e, ...second } = await line();
      await does(new ResolveBankLine({ ...second, as: 'payment-reversal', subjectId, charge: '2.50', reason: 'asked' }, context()));
      expect(await report()).toMatchObject({ totals: { bank: '-2.50', ledger: '-2.50', difference: '0.00' }, exceptions: [] });
    });
  });

  describe('one credit for a whole batch, without end-to-end ids,', () => {
    const credit = (more: Partial<MadeEntry> = {}): MadeEntry => ({ amount: '200.00', on: '2026-03-10', bankReference: 'SUM-1', text: 'SEPA-BASISLASTSCHRIFT B1 2 POSTEN', ...more });

    it('is split over its debits when it names the batch, and each may come back alone', async () => {
      const before = await open('DE~A');
      expect(await run('ST-1', credit())).toMatchObject({ matched: 1, parked: 0, refused: [] });
      expect(await states()).toEqual(['collected', 'collected']);
      expect([await open('DE~A'), await open('DE~B')]).toEqual([[], []]);
      expect((await ledger.lookups.listPayments()).items.map(({ amount }) => amount)).toEqual(['100.00', '100.00']);
      expect(await report()).toMatchObject({ totals: { bank: '200.00', ledger: '200.00', difference: '0.00' }, exceptions: [] });
      expect(await run('ST-2', credit(), returned(1))).toMatchObject({ matched: 1, seenBefore: 1, parked: 0, refused: [] });
      expect(await states()).toEqual(['returned', 'collected']);
      expect([await open('DE~A'), await open('DE~B')]).toEqual([before, []]);
      expect(await report()).toMatchObject({ totals: { difference: '0.00' }, exceptions: [] });
      expect(await run('ST-3', collected(2, { on: '2026-03-13' }))).toMatchObject({ matched: 0, parked: 1 });
      expect(await lines({ state: 'parked' })).toEqual(['duplicate']);
    });

    it('is split by its sum alone where the bank calls it direct debits', async () => {
      expect(await run('ST-1', credit({ text: 'SAMMLER', code: 'NDDT/192' }))).toMatchObject({ matched: 1, refused: [] });
      expect(await states()).toEqual(['collected', 'collected']);
    });

    it.each<[string, Partial<MadeEntry>, string]>([
      ['the bank does not call it direct debits', { text: 'SAMMLER' }, 'ambiguous'],
      ['it names the batch and brings less', { amount: '199.00' }, 'short'],
      ['it names the batch and brings more', { amount: '201.00' }, 'over'],
    ])('waits for a person when %s', async (_what, more, discrepancy) => {
      expect(await run('ST-1', credit(more))).toMatchObject({ matched: 0, parked: 1 });
      expect(await states()).toEqual(['in-flight', 'in-flight']);
      expect(await lines()).toEqual([discrepancy]);
      expect((await ledger.lookups.listPayments()).items).toEqual([]);
      expect((await ledger.lookups.listBankLines({})).items[0]?.resolution).toContain('batch B1');
    });

    it('waits for a person when two batches of those days make the sum, and is split once it names one', async () => {
      today = '2026-03-02';
      for (const customerId of ['A', 'B']) {
        await does(new CloseSale({ saleId: `T-${customerId}`, customerId, closedOn: '2026-02-10', currency: 'EUR', lines: [{ description: 'Goods', quantity: '1', unitPrice: '100.00' }] }, context()));
      }
      await does(new PlanDirectDebits({ batchId: 'B2', collectionDate: '2026-03-10' }, context()));
      today = '2026-03-20';
      expect(await run('ST-1', credit({ text: 'SAMMLER', code: 'NDDT/192' }))).toMatchObject({ matched: 0, parked: 1 });
      expect(await lines()).toEqual(['ambiguous']);
      expect(await run('ST-2', credit({ text: 'SAMMLER B2', bankReference: 'SUM-2' }))).toMatchObject({ matched: 2 });
      expect(await states()).toEqual(['collected', 'collected']);
    });

    it('leaves what one debit brought by itself out of the sum', async () => {
      expect(await run('ST-1', collected(1), credit({ amount: '100.00' }))).toMatchObject({ matched: 2, parked: 0 });
      expect(await states()).toEqual(['collected', 'collected']);
      expect(await report()).toMatchObject({ totals: { difference: '0.00' }, exceptions: [] });
    });
  });

  it('shows a refund and its return as two movements, each with a line of its own', async () => {
    await does(new ReceivePayment({ paymentId: 'P-1', receivedOn: '2026-03-01', currency: 'EUR', amount: '12.00', customerId: 'A', allocate: 'none' }, context()));
    await does(new RequestRefund({ accountId: 'DE~A', refundId: 'REF-1', source: { kind: 'receipt', id: 'P-1' }, amount: '5.00', requestedOn: '2026-03-02', reason: 'paid twice' }, context()));
    expect(await run('ST-1', { amount: '-5.00', on: '2026-03-04', endToEndId: 'REF-1', bankReference: 'O-1' })).toMatchObject({ matched: 1 });
    await does(new RecordRefundReturned({ accountId: 'DE~A', refundId: 'REF-1', returnedOn: '2026-03-06', reason: 'entered before the statement came' }, context()));
    const untied = (await report())?.exceptions.filter(({ kind }) => kind === 'no-bank-line').map(({ subjectId, amount }) => [subjectId, amount]);
    expect(untied).toEqual([['P-1', '12.00'], ['REF-1:returned', '5.00']]);
    expect(await run('ST-2', { amount: '5.00', on: '2026-03-06', endToEndId: 'REF-1', bankReference: 'O-2', isReversal: true, returnReason: 'AC04' })).toMatchObject({ matched: 1, refused: [] });
    expect((await report())?.exceptions).toMatchObject([{ kind: 'no-bank-line', subjectId: 'P-1' }]);
    await ledger.readModels.catchUp();
    expect((await ledger.lookups.listBankLines({}, { oldestFirst: true })).items.map(({ outcome, subjectId }) => [outcome, subjectId])).toEqual([
      ['refund', 'REF-1'],
      ['refund-return', 'REF-1:returned'],
    ]);
  });

  it('gives back to the customer a refund that the bank sends back', async () => {
    await does(new ReceivePayment({ paymentId: 'P-1', receivedOn: '2026-03-01', currency: 'EUR', amount: '12.00', customerId: 'A', allocate: 'none' }, context()));
    for (const [refundId, amount] of [['REF-1', '5.00'], ['REF-12', '5.00']] as const) {
      await does(new RequestRefund({ accountId: 'DE~A', refundId, source: { kind: 'receipt', id: 'P-1' }, amount, requestedOn: '2026-03-02', reason: 'paid twice' }, context()));
    }
    await does(new RecordRefundPaid({ accountId: 'DE~A', refundId: 'REF-12', paidOn: '2026-03-03' }, context()));
    expect(await run('ST-1', { amount: '-5.00', on: '2026-03-04', endToEndId: 'REF-1', bankReference: 'O-1' })).toMatchObject({ matched: 1 });
    const back: MadeEntry = { amount: '5.00', on: '2026-03-06', endToEndId: 'REF-1', bankReference: 'O-2', isReversal: true, returnReason: 'AC04' };
    expect(await run('ST-2', back)).toMatchObject({ matched: 1, parked: 0, refused: [] });
    expect(await lines()).toEqual(['refund', 'refund-return']);
    expect((await ledger.lookups.listPayments()).items).toHaveLength(1);
    expect(await run('ST-3', { ...back, bankReference: 'O-3' })).toMatchObject({ matched: 0, parked: 1 });
  });
});
