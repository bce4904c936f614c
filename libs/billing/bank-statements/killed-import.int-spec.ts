import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigureEntity, ImportBankStatement, MatchBankLines, openLedger, type Ledger } from '#billing';
import { startChild } from '../../event-store/embedded/testing/child-process';
import { camtFile } from './camt-file.test-kit';

const program = resolve(__dirname, '../../../dist/libs/billing/testing/import-statement.child.js');
const entity = {
  entityId: 'UK', name: 'Sample Retail Ltd', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 4 }],
};
/** Some forty lines a page, four pages an append: a dozen appends or so. */
const entries = Array.from({ length: 2_000 }, (_, at) => ({ amount: '1.00', text: `money ${at} ${'of many words '.repeat(45)}`, bankReference: `M-${at}` }));
const file = camtFile('ST-1', entries);
/** After so many appends of each start. */
const kills = [1, 2];

describe('a process killed while it takes a bank statement in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-import-'));
  const statement = join(folder, 'statement.xml');
  const context = () => ({ actor: 'test', commandId: 'c', correlationId: 'c' });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function opened<Answer>(work: (ledger: Ledger) => Promise<Answer>): Promise<Answer> {
    const ledger = await openLedger({ dataFolder: folder, leaveMilliseconds: 3_600_000 });
    try {
      await ledger.readModels.catchUp();
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  /** How many lines are on record, whether they stand more than once, and what matching and the report say of the statement. */
  const standing = () =>
    opened(async (ledger) => {
      const lineIds: string[] = [];
      for (let after: number | null | undefined; after !== null; ) {
        const page = await ledger.lookups.listBankLines({}, { limit: 1_000, oldestFirst: true, ...(after === undefined ? {} : { after }) });
        lineIds.push(...page.items.map(({ lineId }) => lineId));
        after = page.next;
      }
      const [section] = (await ledger.reports.reconciliation({ from: '2011-01-01', asOf: '2011-01-31' })).body.sections;
      return {
        lines: lineIds.length, doubled: lineIds.length - new Set(lineIds).size, complete: section?.statements.map(({ complete }) => complete), bank: section?.totals.bank,
        exceptions: [...new Set(section?.exceptions.map(({ kind }) => kind))],
      };
    });

  it('leaves it incomplete, counted nowhere; the same file carries it on, and doubles nothing', async () => {
    writeFileSync(statement, Buffer.from(file, 'base64'));
    await opened((ledger) => ledger.execute(new ConfigureEntity(entity, context())));
    let before = 0;
    for (const appends of kills) {
      const child = startChild(process.execPath, [program, folder, statement]);
      await child.line((_, count) => count >= appends);
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
      const left = await standing();
      expect(left).toMatchObject({ doubled: 0, complete: [false], bank: '0.00', exceptions: ['incomplete-statement'] });
      expect(left.lines).toBeGreaterThan(before);
      expect(left.lines).toBeLessThan(entries.length);
      before = left.lines;
    }
    expect(await opened((ledger) => ledger.execute(new MatchBankLines({}, context())))).toMatchObject({ answer: { lines: 0, incomplete: [expect.any(String)] } });
    const again = () => opened((ledger) => ledger.execute(new ImportBankStatement({ file }, context())));
    expect(await again()).toMatchObject({ kind: 'accepted', repeated: false, answer: { statements: [{ lines: entries.length, known: false }] } });
    const whole = { lines: entries.length, doubled: 0, complete: [true], bank: '2000.00' };
    expect(await standing()).toMatchObject(whole);
    expect(await again()).toMatchObject({ kind: 'accepted', repeated: true, answer: { statements: [{ known: true }] } });
    expect(await standing()).toMatchObject(whole);
  }, 240_000);
});
