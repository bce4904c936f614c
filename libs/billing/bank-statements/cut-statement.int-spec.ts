import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, ImportBankStatement, MatchBankLines, openLedger, ResolveBankLine, type Ledger } from '#billing';
import { openEmbeddedStore } from '#event-store/embedded';
import type { EventStore } from '#event-store';
import { camtFile } from './camt-file.test-kit';

const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 4 }],
};

let appendsLeft = Infinity;

/** Takes so many appends to statements, then none: as if the process were killed there. */
async function cutting(file: string): Promise<EventStore> {
  const store = await openEmbeddedStore({ file });
  return {
    description: store.description,
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    close: store.close.bind(store),
    append: (stream, ...rest) => (stream.startsWith('bankstatement-') && (appendsLeft -= 1) < 0 ? Promise.reject(new Error('killed')) : store.append(stream, ...rest)),
  };
}

describe('a statement whose taking in was cut', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cut-'));
  const open = () => openLedger({ dataFolder: folder, openStore: () => cutting(join(folder, 'events.db')), leaveMilliseconds: 3_600_000 });
  const context = () => ({ actor: 'test', commandId: 'c', correlationId: 'c' });
  // A page holds some sixty kilobytes, an append four pages.
  const fees = Array.from({ length: 180 }, (_, at) => ({ amount: '-1.00', code: 'CHRG', text: `fee ${at} ${'of the month '.repeat(60)}`, bankReference: `F-${at}` }));
  const file = camtFile('ST-1', fees);
  let ledger: Ledger;
  const report = async () => {
    await ledger.readModels.catchUp();
    return (await ledger.reports.reconciliation({ from: '2011-01-01', asOf: '2011-01-31' })).body.sections[0];
  };

  beforeAll(async () => {
    ledger = await open();
    await ledger.execute(new ConfigureEntity(entity, context()));
    appendsLeft = 1;
    await ledger.execute(new ImportBankStatement({ file }, context())).catch(() => undefined);
    await ledger.close();
    appendsLeft = Infinity;
    ledger = await open();
    await ledger.readModels.catchUp();
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('counts nowhere, is named, and waits for its file', async () => {
    const [line] = (await ledger.lookups.listBankLines({}, { limit: 1000 })).items;
    const { statementId = '', lineId = '' } = line ?? {};
    expect((await ledger.lookups.listBankLines({}, { limit: 1000 })).items.length).toBeLessThan(fees.length);
    expect(await ledger.execute(new MatchBankLines({}, context()))).toMatchObject({ answer: { lines: 0, matched: 0, parked: 0, incomplete: [statementId] } });
    expect(await ledger.execute(new ResolveBankLine({ statementId, lineId, as: 'bank-fee', reason: 'a fee' }, context()))).toMatchObject({ refusal: { code: 'STATEMENT.INCOMPLETE' } });
    expect(await report()).toMatchObject({
      days: [], totals: { bank: '0.00', ledger: '0.00' }, statements: [{ statementId, complete: false, follows: null }],
      exceptions: [{ kind: 'incomplete-statement', subjectId: statementId, age: 21 }],
    });
  });

  it('is completed by the same file', async () => {
    expect(await ledger.execute(new ImportBankStatement({ file }, context()))).toMatchObject({ kind: 'accepted', answer: { statements: [{ lines: 180, known: false }] } });
    expect(await ledger.execute(new MatchBankLines({}, context()))).toMatchObject({ answer: { lines: 180, matched: 180, incomplete: [] } });
    expect(await report()).toMatchObject({ totals: { bank: '-180.00', ledger: '-180.00' }, statements: [{ complete: true }], exceptions: [{ kind: 'opening-difference', amount: '1000.00' }] });
  });
});
