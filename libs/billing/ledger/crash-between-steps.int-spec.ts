import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloseSale, ConfigureEntity, openLedger, ReceivePayment, ReceiveReturn, RecordExternalInvoice, RegisterCustomer, ReversePayment, type Ledger,
} from '#billing';
import type { EventStore, StoredEvent } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { Command } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';

/** How the store dies at its n-th append: before anything is written, or after it is written and before the answer. */
type Death = 'before' | 'after';

class PowerCut extends Error {}

/** A store that dies at its n-th append and stays dead: what a kill between two steps leaves behind. */
function mortal(store: EventStore, lastAppend: number, death: Death): { readonly store: EventStore; readonly appends: () => number } {
  let appends = 0;
  return {
    appends: () => appends,
    store: {
      description: store.description,
      readStream: store.readStream.bind(store),
      readAll: store.readAll.bind(store),
      subscribeAll: store.subscribeAll.bind(store),
      close: store.close.bind(store),
      append: async (...args) => {
        appends += 1;
        if (appends > lastAppend || (appends === lastAppend && death === 'before')) {
          throw new PowerCut();
        }
        const outcome = await store.append(...args);
        if (appends === lastAppend) {
          throw new PowerCut();
        }
        return outcome;
      },
    },
  };
}

const rounding = { basis: 'tax-rate' as const, mode: 'half-up' as const };
const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', timeZone: 'UTC', baseCurrency: 'GBP', rounding, agingBuckets: [30], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 100, digits: 6 },
    { seriesId: 'UK-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 7, digits: 6 },
  ],
};
const lines = [{ description: 'A', productCode: 'A', quantity: '3', unitPrice: '10.00' }];
const money = { customerId: 'C', currency: 'GBP' };

/** The same commands, sent again with the same content and fresh correlation ids, as a client does. */
const commands = (attempt: number): Command<CommandResult<unknown>>[] => {
  const context = (id: string) => ({ actor: 'test', commandId: id, correlationId: `${id}-${attempt}` });
  return [
    new ConfigureEntity(entity, context('entity')),
    new RegisterCustomer({ customerId: 'C', kind: 'business', country: 'GB' }, context('customer')),
    new CloseSale({ ...money, saleId: 'S1', closedOn: '2010-12-01', lines }, context('sale-1')),
    new CloseSale({ ...money, saleId: 'S2', closedOn: '2010-12-02', lines }, context('sale-2')),
    new ReceivePayment({ ...money, paymentId: 'P', receivedOn: '2010-12-05', amount: '40.00' }, context('payment')),
    new ReceiveReturn({ ...money, returnId: 'R', receivedOn: '2010-12-06', reason: 'broken', lines }, context('return')),
    new ReversePayment({ paymentId: 'P', reversalId: 'X', valueDate: '2010-12-09', reason: 'bounced' }, context('bounce')),
    new RecordExternalInvoice(
      { ...money, source: 'old', documentNumber: '1', mode: 'history', issueDate: '2010-11-01', gross: '5.00', instalments: [{ dueDate: '2010-11-30', amount: '5.00' }] },
      context('external'),
    ),
  ];
};

describe('a crash between any two steps', () => {
  let folder: string;
  const file = () => join(folder, 'events.db');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crash-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const open = (store: EventStore): Promise<Ledger> =>
    openLedger({ dataFolder: folder, openStore: () => Promise.resolve(store), followLog: false, leaveMilliseconds: 3_600_000, onTrouble: () => undefined });

  /** Sends the commands until the store dies. */
  async function runUntilDeath(lastAppend: number, death: Death): Promise<number> {
    const { store, appends } = mortal(await openEmbeddedStore({ file: file() }), lastAppend, death);
    try {
      const ledger = await open(store);
      try {
        for (const command of commands(1)) {
          await ledger.execute(command);
        }
      } finally {
        await ledger.close();
      }
    } catch (error) {
      expect(error).toBeInstanceOf(PowerCut);
      await store.close();
    }
    return appends();
  }

  async function ownEvents(ledger: Ledger): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const page of ledger.store.readAll(null)) {
      events.push(...page.flatMap((recorded) => ledger.codec.decode(recorded) ?? []));
    }
    return events;
  }

  const told = (events: readonly StoredEvent[]): string[] =>
    events.map(({ type, stream, data }) => `${stream} ${type} ${JSON.stringify({ ...(data as object), requestId: 0 })}`).sort();

  it('leaves nothing undone, doubled or out of number, whichever append is the last', async () => {
    const all = await runUntilDeath(Number.POSITIVE_INFINITY, 'before');
    const whole = await open(await openEmbeddedStore({ file: file() }));
    const expected = told(await ownEvents(whole)).filter((line) => !line.includes('LedgerFounded'));
    await whole.close();
    expect(all).toBeGreaterThan(12);
    for (let last = 2; last <= all; last += 1) {
      for (const death of ['before', 'after'] as const) {
        rmSync(folder, { recursive: true });
        folder = mkdtempSync(join(tmpdir(), 'crash-'));
        await runUntilDeath(last, death);
        const ledger = await open(await openEmbeddedStore({ file: file() }));
        // The policy alone finishes what was begun …
        await ledger.finishFollowUps();
        const begun = await ownEvents(ledger);
        const issued = begun.filter(({ type }) => type === 'InvoiceIssued').length;
        expect(begun.filter(({ type }) => type === 'BillingAssigned')).toHaveLength(issued);
        expect(begun.filter(({ type, data }) => type === 'InvoiceEntered' && 'seriesId' in (data as object))).toHaveLength(issued);
        // … and the client that repeats itself finds the rest, once.
        for (const command of commands(2)) {
          expect(await ledger.execute(command)).toMatchObject({ kind: 'accepted' });
        }
        const events = told(await ownEvents(ledger)).filter((line) => !line.includes('LedgerFounded'));
        expect(events).toEqual(expected);
        await ledger.close();
      }
    }
  }, 300_000);
});
