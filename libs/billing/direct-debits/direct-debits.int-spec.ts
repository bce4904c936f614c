import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelDirectDebit, CloseSale, ConfigureEntity, GiveMandate, GivePromise, ListDirectDebits, MakeDirectDebitFile, OpenDispute, openLedger, PlanDirectDebits, ReceivePayment, RecordDirectDebitCollected,
  RecordDirectDebitReturned, RegisterCustomer, RevokeMandate, type CommandResult, type Ledger,
} from '#billing';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { Command } from '@nestjs/cqrs';

const entity = {
  entityId: 'DE', name: 'Muster Handel GmbH', country: 'DE', timeZone: 'Europe/Berlin', baseCurrency: 'EUR', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 14 }, creditorId: 'DE98ZZZ09999999999', bankAccount: { iban: 'DE02120300000000202051' },
  series: [{ seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'R-', firstNumber: 1, digits: 4 }],
};
const iban = 'DE89370400440532013000';

describe('direct debits', () => {
  let folder: string;
  let ledger: Ledger;
  let today = '2026-03-02';
  let commands = 0;
  const clock = { now: () => Date.parse(`${today}T12:00:00Z`) };
  const context = () => ({ actor: 'test', commandId: `c-${(commands += 1)}`, correlationId: `c-${commands}` });
  const open = (openStore?: () => Promise<EventStore>): Promise<Ledger> =>
    openLedger({ dataFolder: folder, clock, followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined, ...(openStore === undefined ? {} : { openStore }) });

  beforeEach(async () => {
    today = '2026-03-02';
    folder = mkdtempSync(join(tmpdir(), 'direct-debits-'));
    ledger = await open();
    await does(new ConfigureEntity(entity, context()));
    for (const customerId of ['A', 'B', 'C']) {
      await does(new RegisterCustomer({ customerId, kind: 'business', country: 'DE' }, context()));
      await does(new GiveMandate({ customerId, mandateId: `M-${customerId}`, signedOn: '2025-11-01', personal: { accountHolder: `Köhler ${customerId}`, iban } }, context()));
      await sell(`S-${customerId}`, customerId, '2026-02-10', '100.00');
    }
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function does<Answer>(command: Command<CommandResult<Answer>>): Promise<Answer> {
    const result = await ledger.execute(command);
    if (result.kind !== 'accepted') {
      throw new Error(`${command.constructor.name}: ${result.kind === 'refused' ? `${result.refusal.code} ${result.refusal.message}` : result.message}`);
    }
    return result.answer;
  }
  const refusal = async (command: Command<CommandResult<unknown>>): Promise<string> => {
    const result = await ledger.execute(command);
    return result.kind === 'refused' ? result.refusal.code : result.kind;
  };

  const sell = (saleId: string, customerId: string, closedOn: string, unitPrice: string) =>
    does(new CloseSale({ saleId, customerId, closedOn, currency: 'EUR', lines: [{ description: 'Goods', quantity: '1', unitPrice }] }, context()));
  const plan = (batchId: string, collectionDate = '2026-03-10', more: object = {}) => new PlanDirectDebits({ batchId, collectionDate, ...more }, context());
  const rows = async (batchId: string) => (await does(new ListDirectDebits({ batchId }, context()))).debits.map(({ accountId, state, amount, sequence }) => [accountId, state, amount, sequence]);
  const file = (batchId: string) => does(new MakeDirectDebitFile({ batchId }, context()));
  const openOf = async (customerId: string): Promise<[string, number, number][]> => {
    await ledger.readModels.catchUp();
    return (await ledger.lookups.accountItems(`DE~${customerId}`))
      .filter(({ documentNumber }) => documentNumber?.startsWith('R-'))
      .map((item) => [item.documentNumber, item.open, item.dueDate] as unknown as [string, number, number]);
  };

  it('collects from whom gave a mandate what is due by the day, and leaves what is disputed, promised or too new', async () => {
    await sell('S-A2', 'A', '2026-02-12', '20.00');
    await sell('S-A3', 'A', '2026-03-01', '7.00');
    await does(new OpenDispute({ accountId: 'DE~B', disputeId: 'D1', invoiceId: 'R-0002', openedOn: '2026-03-01', reason: 'broken' }, context()));
    await does(new GivePromise({ accountId: 'DE~C', promiseId: 'P1', givenOn: '2026-03-01', promisedFor: '2026-03-20', currency: 'EUR', amount: '100.00' }, context()));
    expect(await does(plan('B1'))).toEqual({
      batchId: 'B1', entityId: 'DE', collectionDate: '2026-03-10', scheme: 'core', currency: 'EUR', planned: 1, ordered: 1, total: '120.00', dropped: [],
    });
    expect(await rows('B1')).toEqual([['DE~A', 'in-flight', '120.00', 'FRST']]);
    expect(await does(plan('B2'))).toMatchObject({ planned: 0, total: '0.00' });
    expect((await file('B1')).xml).toContain('<Nm>Koehler A</Nm>');
  });

  it('claims nothing twice, answers the same, and makes the same file', async () => {
    const first = await does(plan('B1'));
    const made = await file('B1');
    await sell('S-A9', 'A', '2026-02-10', '5.00');
    expect(await does(plan('B1'))).toEqual(first);
    expect(await refusal(plan('B1', '2026-03-11'))).toBe('DIRECT_DEBIT.BATCH_CONFLICT');
    expect(await file('B1')).toEqual(made);
    expect(made).toMatchObject({ fileName: 'B1.pain.008.001.08.xml', count: 3, total: '300.00' });
  });

  it('refuses days on which no bank collects, and an entity that may not', async () => {
    expect(await refusal(plan('B1', '2026-03-02'))).toBe('DIRECT_DEBIT.TOO_SOON');
    expect(await refusal(plan('B1', '2026-04-03'))).toBe('DIRECT_DEBIT.BANK_HOLIDAY');
    expect(await refusal(plan('B1', '2026-03-08'))).toBe('DIRECT_DEBIT.BANK_HOLIDAY');
    const { creditorId: _id, ...without } = entity;
    await does(new ConfigureEntity(without, context()));
    expect(await refusal(plan('B1'))).toBe('DIRECT_DEBIT.NO_CREDITOR_ID');
  });

  it('is recurring once something was collected, and used once where it may be', async () => {
    await does(plan('B1'));
    await does(new RecordDirectDebitCollected({ directDebitId: 'B1.1', collectedOn: '2026-03-02' }, context()));
    await does(new RecordDirectDebitReturned({ directDebitId: 'B1.2', returnedOn: '2026-03-02', reasonCode: 'AC04' }, context()));
    await does(new RegisterCustomer({ customerId: 'O', kind: 'business', country: 'DE' }, context()));
    await does(new GiveMandate({ customerId: 'O', mandateId: 'M-O', oneOff: true, signedOn: '2026-01-01', personal: { accountHolder: 'O', iban } }, context()));
    await sell('S-O', 'O', '2026-02-01', '9.00');
    await sell('S-A2', 'A', '2026-02-12', '20.00');
    await does(plan('B2', '2026-03-11'));
    // What was not collected from A is open still: nobody entered a payment for it.
    expect(await rows('B2')).toEqual([['DE~A', 'in-flight', '120.00', 'RCUR'], ['DE~B', 'in-flight', '100.00', 'FRST'], ['DE~O', 'in-flight', '9.00', 'OOFF']]);
    await sell('S-O2', 'O', '2026-02-01', '4.00');
    expect(await does(plan('B3', '2026-03-12'))).toMatchObject({ planned: 1, ordered: 0, dropped: [{ directDebitId: 'B3.1', why: expect.stringContaining('collect once') as string }] });
  });

  it('re-opens what a returned debit had paid, due as it was', async () => {
    await does(plan('B1'));
    const before = await openOf('A');
    await does(new ReceivePayment({ paymentId: 'BANK-1', receivedOn: '2026-03-02', currency: 'EUR', amount: '100.00', method: 'direct debit', customerId: 'A' }, context()));
    await does(new RecordDirectDebitCollected({ directDebitId: 'B1.1', collectedOn: '2026-03-02', paymentId: 'BANK-1' }, context()));
    expect((await openOf('A'))[0]?.[1]).not.toEqual(before[0]?.[1]);
    const returned = () => new RecordDirectDebitReturned({ directDebitId: 'B1.1', returnedOn: '2026-03-02', reasonCode: 'AM04', reversalId: 'BANK-2' }, context());
    expect(await does(returned())).toMatchObject({ accountId: 'DE~A', outcome: 'returned' });
    expect(await does(returned())).toMatchObject({ outcome: 'returned' });
    expect(await openOf('A')).toEqual(before);
    expect((await rows('B1')).map(([, state]) => state)).toEqual(['returned', 'in-flight', 'in-flight']);
    expect(await refusal(new CancelDirectDebit({ directDebitId: 'B1.1', reason: 'x' }, context()))).toBe('DIRECT_DEBIT.ENDED');
    expect(await refusal(new RecordDirectDebitReturned({ directDebitId: 'B1.9', returnedOn: '2026-03-02' }, context()))).toBe('DIRECT_DEBIT.UNKNOWN');
  });

  it('leaves a cancelled debit out of the file, and collects it with the next batch', async () => {
    await does(plan('B1'));
    await does(new CancelDirectDebit({ directDebitId: 'B1.2', reason: 'pays by card' }, context()));
    expect(await file('B1')).toMatchObject({ count: 2, total: '200.00' });
    await does(plan('B2', '2026-03-11'));
    expect(await rows('B2')).toEqual([['DE~B', 'in-flight', '100.00', 'FRST']]);
  });

  it('collects nothing by a revoked mandate', async () => {
    await does(new RevokeMandate({ customerId: 'A', mandateId: 'M-A', requestId: 'r1', revokedOn: '2026-03-01', reason: 'asked' }, context()));
    await does(plan('B1'));
    expect((await rows('B1')).map(([accountId]) => accountId)).toEqual(['DE~B', 'DE~C']);
    expect(await refusal(new GiveMandate({ customerId: 'A', mandateId: 'M-A', signedOn: '2026-01-01', personal: { accountHolder: 'A', iban } }, context()))).toBe('MANDATE.CONFLICT');
    expect(await refusal(new RevokeMandate({ customerId: 'A', mandateId: 'M-A', requestId: 'r2', revokedOn: '2026-03-01', reason: 'again' }, context()))).toBe('MANDATE.REVOKED');
  });

  it.each([1, 2, 3, 4, 5])('finishes its frozen plan after a power cut at append %i, with nobody claimed twice', async (lastAppend) => {
    await ledger.readModels.catchUp();
    await ledger.close();
    const store = await openEmbeddedStore({ file: join(folder, 'events.db') });
    let appends = 0;
    const mortal: EventStore = {
      description: store.description,
      readStream: store.readStream.bind(store),
      readAll: store.readAll.bind(store),
      subscribeAll: store.subscribeAll.bind(store),
      close: store.close.bind(store),
      append: async (...given) => {
        appends += 1;
        if (appends > lastAppend) {
          throw new Error('power cut');
        }
        return store.append(...given);
      },
    };
    ledger = await open(() => Promise.resolve(mortal));
    await ledger.execute(plan('B1')).catch(() => undefined);
    await ledger.close().catch(() => undefined);
    ledger = await open();
    await sell('S-late', 'A', '2026-02-10', '1.00');
    expect(await does(plan('B1'))).toMatchObject({ planned: 3, ordered: 3, dropped: [] });
    expect((await rows('B1')).map(([accountId, state]) => [accountId, state])).toEqual([['DE~A', 'in-flight'], ['DE~B', 'in-flight'], ['DE~C', 'in-flight']]);
    const ordered: string[] = [];
    for await (const page of ledger.store.readAll(null)) {
      ordered.push(...page.filter(({ type }) => type === 'DirectDebitOrdered').map(({ stream }) => stream));
    }
    expect(ordered.sort()).toEqual(['account-DE~A', 'account-DE~B', 'account-DE~C']);
  });
});
