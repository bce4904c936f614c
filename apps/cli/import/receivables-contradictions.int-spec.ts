import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, openLedger, type Ledger } from '#billing';
import { currency, type Currency } from '#money';
import { accepted, contextOf } from '../command-runner';
import { ownEvents } from '../log/own-events';
import { importReceivables, type ReceivablesImport } from './import-receivables';
import { receivablesSummary } from './import-receivables.command';
import type { LineProblem } from './line-problem';
import { readReceivablesFile } from './receivables-file';

const header = 'customer_id,invoice_number,invoice_date,due_date,invoice_amount,disputed,settled_date\n';
const entity = {
  entityId: 'LTD', name: 'Ltd', country: 'US', timeZone: 'America/New_York', baseCurrency: 'USD', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30, 60, 90], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'LTD-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const mapping = { entityId: 'LTD', currency: 'USD', source: 'old', mode: 'history' as const, today: '2014-01-01' };
const row = (customer: string, number: string, disputed = 'No', settled = ''): string => `${customer},${number},2013-01-02,2013-02-01,10.00,${disputed},${settled}\n`;

describe('importing invoices issued elsewhere that say something else the second time', () => {
  let folder: string;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-contradictions-'));
    ledger = await openLedger({ dataFolder: join(folder, 'data'), followLog: false });
    await accepted(ledger, () => new ConfigureEntity(entity, contextOf('test', 'test', 'entity')));
  });
  afterEach(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  async function bring(rows: string, run = 'test'): Promise<{ result: ReceivablesImport; problems: readonly LineProblem[] }> {
    const path = join(folder, 'r.csv');
    await writeFile(path, header + rows);
    const file = await readReceivablesFile(path, currency('USD') as Currency);
    const result = await importReceivables(ledger, file, mapping, { run, onProgress: () => undefined });
    return { result, problems: [...file.problems, ...result.refused] };
  }
  async function types(): Promise<string[]> {
    const found: string[] = [];
    for await (const { fact } of ownEvents(ledger)) found.push(fact.type);
    return found;
  }

  it('counts what is new apart from what is known', async () => {
    await bring(row('a', '1') + row('a', '2', 'Yes') + row('b', '3', 'No', '2013-01-20') + row('b', '4'));
    const { result, problems } = await bring(row('a', '1') + row('a', '2', 'Yes') + row('b', '3', 'No', '2013-01-20') + row('b', '4') + row('c', '5', 'Yes'), 'longer');
    expect(problems).toEqual([]);
    expect(result).toEqual({ customers: 1, recorded: 1, known: 4, payments: 0, disputes: 1, refused: [] });
    expect(receivablesSummary(result, 4)).toMatch(/^Recorded 1 new, 4 known/);
  });

  it('names rows of one file that contradict each other; the first stands and the others have no effect', async () => {
    const { result, problems } = await bring(row('a', '1') + row('a', '1', 'Yes') + row('a', '1', 'No', '2013-01-20') + row('z', '1') + row('a', '1'));
    expect(problems.map(({ line, field, rule }) => [line, field, /contradicts line 2/.test(rule)])).toEqual([[3, 'disputed', true], [4, 'settled_date', true], [5, 'customer_id', true]]);
    expect(result).toMatchObject({ customers: 1, recorded: 1, known: 1, payments: 0, disputes: 0 });
  });

  it('names rows that contradict the ledger, and writes nothing for them', async () => {
    await bring(row('a', '1') + row('a', '2', 'Yes', '2013-01-20'));
    const before = await types();
    const { result, problems } = await bring(row('a', '1', 'Yes') + row('z', '1') + row('a', '2', 'No', '2013-01-20') + row('a', '2', 'Yes', '2013-01-21'), 'other');
    expect([...problems].sort((a, b) => a.line - b.line).map(({ line, field }) => [line, field])).toEqual([[2, 'disputed'], [3, 'customer_id'], [4, 'disputed'], [5, 'disputed']]);
    expect(result).toMatchObject({ customers: 0, recorded: 0, known: 0 });
    expect(await types()).toEqual(before);
  });

  it('refuses what lies in the future before anything of the row is written', async () => {
    const before = await types();
    const { problems } = await bring(`${row('a', '1', 'No', '2014-01-02')}b,2,2014-01-02,2014-02-01,10.00,No,\n`);
    expect(problems.map(({ field, rule }) => [field, rule])).toEqual([
      ['settled_date', 'lies after today, 2014-01-01 where the legal entity is'], ['invoice_date', 'lies after today, 2014-01-01 where the legal entity is'],
    ]);
    expect(await types()).toEqual(before);
  });
});
