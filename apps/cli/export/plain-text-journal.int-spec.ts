import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placedFacts, plainTextFormats, plainTextJournal, type JournalScope, type PlainTextFormat } from '#exports';
import { allocated, chartMapped, identified, makeLog, openingItem, received, type MadeLog } from '../log/made-log.test-kit';
import { bookkeepingTools } from './bookkeeping-tools';

describe('the journal for plain-text bookkeeping', () => {
  let folder: string;
  let log: MadeLog;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-plain-text-'));
    log = await makeLog(join(folder, 'events.db'), [
      ['entity-UK', chartMapped('UK', { receivables: 'Trade; receivables:  (all)', revenue: 'Sales' })],
      ['external-old~1', openingItem('INV|1 ; =x "q\\', '1234.50')],
      ['external-old~2', openingItem('2', '0.05')],
      ['payment-p', received('p', '1000.00')],
      ['payment-p', identified('p', '1000.00')],
      ['account-UK~1', allocated('p', 'ext~old~1', '900.10')],
    ]);
  });
  afterAll(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const journal = (format: PlainTextFormat, scope: JournalScope = {}) => plainTextJournal(format, placedFacts(log), scope);

  async function parts(format: PlainTextFormat): Promise<string[]> {
    const all: string[] = [];
    for await (const part of journal(format)) all.push(part);
    return all;
  }

  it('is one transaction per event and effective date, debit positive', async () => {
    const all = await parts('hledger');
    expect(all[1]).toBe('commodity 1000.00 GBP\n');
    expect(all[2]).toBe(
      '\n2010-12-01 ExternalInvoiceRecorded INV 1 x q\\  ; sequence 2, external-old~1 revision 0\n' +
        '    UK:1000 Trade receivables all  1234.50 GBP  ; UK~1\n' +
        '    UK:1500 Sales  -1234.50 GBP\n',
    );
    expect(all).toHaveLength(7);
  });

  it('declares accounts for ledger, and gives beancount its roots and its text in quotes', async () => {
    const forLedger = (await parts('ledger')).join('');
    expect(forLedger).toContain('commodity GBP\n    format 1000.00 GBP\naccount UK:1000 Trade receivables all\naccount UK:1500 Sales\n');
    const forBeancount = (await parts('beancount')).join('');
    expect(forBeancount).toContain('1900-01-01 open Assets:UK:1000\n1900-01-01 open Income:UK:1500\n');
    expect(forBeancount).toContain(
      '\n2010-12-01 * "ExternalInvoiceRecorded INV|1 ; =x \\"q\\\\"\n  sequence: 2\n  stream: "external-old~1"\n  revision: 0\n' +
        '  Assets:UK:1000  1234.50 GBP\n    debtor: "UK~1"\n  Income:UK:1500  -1234.50 GBP\n',
    );
  });

  const names: Record<PlainTextFormat, readonly string[]> = {
    hledger: ['UK:1000 Trade receivables all', 'UK:1100 unapplied-receipts', 'UK:1400 bank', 'UK:1500 Sales'],
    ledger: ['UK:1000 Trade receivables all', 'UK:1100 unapplied-receipts', 'UK:1400 bank', 'UK:1500 Sales'],
    beancount: ['Assets:UK:1000', 'Liabilities:UK:1100', 'Assets:UK:1400', 'Income:UK:1500'],
  };

  it.each(plainTextFormats)('is accepted by the real %s, with the balances of our postings', async (format) => {
    if ((await bookkeepingTools[format].version()) === null) {
      console.warn(`skipped: ${format} is not on the PATH (Debian: apt-get install ${format})`);
      return;
    }
    const balances = [...(await bookkeepingTools[format].balances(journal(format)))].filter(([, balance]) => balance !== '0' && !/^0\.00/.test(balance));
    const [receivables, unapplied, bank, sales] = names[format];
    expect(Object.fromEntries(balances)).toEqual({
      [receivables!]: '334.45 GBP', [unapplied!]: '-99.90 GBP', [bank!]: '1000.00 GBP', [sales!]: '-1234.55 GBP',
    });
  });

  it('stops at a sequence and leaves other legal entities out', async () => {
    const count = async (scope: JournalScope): Promise<number> => {
      let transactions = 0;
      for await (const part of journal('hledger', scope)) transactions += part.startsWith('\n') ? 1 : 0;
      return transactions;
    };
    expect(await count({ untilSequence: 3 })).toBe(2);
    expect(await count({ entityId: 'DE' })).toBe(0);
  });
});
