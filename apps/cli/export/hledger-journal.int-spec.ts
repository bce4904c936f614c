import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allocated, chartMapped, identified, makeLog, openingItem, received, type MadeLog } from '../log/made-log.test-kit';
import { hledgerBalances, hledgerVersion } from './hledger';
import { hledgerJournal } from './hledger-journal';

describe('the journal for hledger', () => {
  let folder: string;
  let log: MadeLog;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-hledger-'));
    log = await makeLog(join(folder, 'events.db'), [
      ['entity-UK', chartMapped('UK', { receivables: 'Trade; receivables:  (all)', revenue: 'Sales' })],
      ['external-old~1', openingItem('INV|1 ; =x', '1234.50')],
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

  it('is one transaction per event and effective date, debit positive', async () => {
    const parts: string[] = [];
    for await (const part of hledgerJournal(log)) parts.push(part);
    expect(parts[1]).toBe('commodity 1000.00 GBP\n');
    expect(parts[2]).toBe(
      '\n2010-12-01 ExternalInvoiceRecorded INV 1 x  ; sequence 2, external-old~1 revision 0\n' +
        '    UK:1000 Trade receivables all  1234.50 GBP  ; UK~1\n' +
        '    UK:1500 Sales  -1234.50 GBP\n',
    );
    expect(parts).toHaveLength(7);
  });

  it('is accepted by the real hledger, with the balances of our postings', async () => {
    const version = await hledgerVersion();
    if (version === null) {
      console.warn('skipped: hledger is not on the PATH (Debian: apt-get install hledger)');
      return;
    }
    expect(Object.fromEntries(await hledgerBalances(hledgerJournal(log)))).toEqual({
      'UK:1000 Trade receivables all': '334.45 GBP',
      'UK:1100 unapplied-receipts': '-99.90 GBP',
      'UK:1200 unidentified-receipts': '0',
      'UK:1400 bank': '1000.00 GBP',
      'UK:1500 Sales': '-1234.55 GBP',
    });
  });

  it('stops at a sequence and leaves other legal entities out', async () => {
    const count = async (options: object): Promise<number> => {
      let transactions = 0;
      for await (const part of hledgerJournal(log, options)) transactions += part.startsWith('\n') ? 1 : 0;
      return transactions;
    };
    expect(await count({ untilSequence: 3 })).toBe(2);
    expect(await count({ entityId: 'DE' })).toBe(0);
  });
});
