import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EndContract, type Ledger } from '#billing';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { accepted, context, foundCompany, openCompanyLedger, ownEvents, run, runBilling } from './billing-company.test-kit';

class PowerCut extends Error {}

/** A store that dies at its n-th append, before or after it is written, and stays dead. */
function mortal(store: EventStore, lastAppend: number, death: 'before' | 'after'): { readonly store: EventStore; readonly appends: () => number } {
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
        if (appends > lastAppend || (appends === lastAppend && death === 'before')) throw new PowerCut();
        const outcome = await store.append(...args);
        if (appends === lastAppend) throw new PowerCut();
        return outcome;
      },
    },
  };
}

const asked = { through: '2026-02-28' };

describe('a run whose process dies', () => {
  let scratch: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'crash-in-run-'));
  });
  afterEach(() => {
    rmSync(scratch, { recursive: true });
  });

  const open = (folder: string, store?: EventStore): Promise<Ledger> => openCompanyLedger(folder, store === undefined ? undefined : () => Promise.resolve(store));

  /** A company that was billed once, and whose contract ended early since: the next run bills and credits. */
  async function before(folder: string): Promise<void> {
    const ledger = await open(folder);
    await foundCompany(ledger);
    await runBilling(ledger, 'R0', { through: '2026-02-01', customerIds: ['B'] });
    await accepted(ledger, new EndContract({ contractId: 'K3', requestId: 'end', endsOn: '2026-02-14', reason: 'leaves' }, context()));
    await ledger.readModels.catchUp();
    await ledger.close();
  }

  async function runUntilDeath(folder: string, lastAppend: number, death: 'before' | 'after'): Promise<number> {
    const { store, appends } = mortal(await openEmbeddedStore({ file: join(folder, 'events.db') }), lastAppend, death);
    const ledger = await open(folder, store);
    try {
      await ledger.execute(run('R', asked));
    } catch (error) {
      expect(error).toBeInstanceOf(PowerCut);
    }
    await ledger.close();
    return appends();
  }

  /** What came to be, whoever was numbered first: the steps of one page go side by side. */
  const told = async (ledger: Ledger): Promise<string[]> => {
    const events = await ownEvents(ledger);
    return events
      .map(({ type, stream, data }) => {
        const { number: _number, documentNumber: _printed, revision: _revision, ...content } = data as Record<string, unknown>;
        return `${stream} ${type} ${JSON.stringify(content)}`;
      })
      .sort();
  };

  it('is finished exactly once, without a gap, whichever append was its last', async () => {
    const template = join(scratch, 'before');
    await before(template);
    const undisturbed = join(scratch, 'undisturbed');
    cpSync(template, undisturbed, { recursive: true });
    const appends = await runUntilDeath(undisturbed, Number.POSITIVE_INFINITY, 'before');
    const whole = await open(undisturbed);
    const expected = await told(whole);
    await whole.close();
    expect(expected.filter((line) => line.includes(' CreditNoteIssued '))).toHaveLength(1);
    expect(appends).toBeGreaterThan(15);
    for (let last = 1; last <= appends; last += 1) {
      for (const death of ['before', 'after'] as const) {
        const folder = join(scratch, `${last}-${death}`);
        cpSync(template, folder, { recursive: true });
        await runUntilDeath(folder, last, death);
        const ledger = await open(folder);
        // The policy alone finishes what was begun, and the client that repeats itself gets the same run.
        await ledger.finishFollowUps();
        if (last > 1 || death === 'after') {
          expect(await told(ledger)).toEqual(expected);
        }
        expect(await ledger.execute(run('R', asked))).toMatchObject({ kind: 'accepted', answer: { state: 'completed', dropped: 0 } });
        expect(await told(ledger)).toEqual(expected);
        await ledger.close();
        rmSync(folder, { recursive: true });
      }
    }
  }, 600_000);
});
