import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { streamName, type LedgerEvent } from '#ledger';
import { chartMapped, identified, makeLog, openingItem, received } from '../log/made-log.test-kit';
import type { Check } from './check';
import { folderPlace } from '../ledger-place';
import { verifyPlace } from './verify-place';

const ledgerId = '7c9b62f0-2f3c-4a3e-9d55-2e3f0a6f3b10';
const account = 'account-UK~1';

const configured: LedgerEvent = {
  type: 'EntityConfigured',
  data: {
    entityId: 'UK', name: 'UK', country: 'GB', timeZone: 'Europe/London', baseCurrency: 'GBP', rounding: { basis: 'line', mode: 'half-up' },
    agingBuckets: [30], defaultTerms: { netDays: 30 }, waysToPay: [],
  },
};
const registered: LedgerEvent = {
  type: 'CustomerRegistered',
  data: { customerId: '1', kind: 'business', country: 'GB', personal: { name: 'One' } },
};
const gbp = { currency: 'GBP', baseCurrency: 'GBP' } as const;
const invoiceEntered: LedgerEvent = {
  type: 'InvoiceEntered',
  data: {
    accountId: 'UK~1', invoiceId: 'ext~old~1', origin: 'external', documentNumber: '1', issueDate: '2010-12-01', ...gbp, gross: '10.00', baseGross: '10.00',
    instalments: [{ number: 1, dueDate: '2010-12-31', amount: '10.00' }], remind: true,
  },
};
const paymentEntered: LedgerEvent = {
  type: 'PaymentEntered',
  data: { accountId: 'UK~1', paymentId: 'p', identificationId: 'r', receivedOn: '2010-12-20', identifiedOn: '2010-12-20', ...gbp, amount: '4.00', baseAmount: '4.00' },
};
const reversed: LedgerEvent = {
  type: 'PaymentReversed',
  data: {
    paymentId: 'p', entityId: 'UK', reversalId: 'v', valueDate: '2010-12-22', ...gbp, amount: '1.00', baseAmount: '1.00', reason: 'bounced',
    parts: [{ accountId: 'UK~1', amount: '1.00', baseAmount: '1.00' }],
  },
};
type Facts = readonly (readonly [string, LedgerEvent])[];
const whole: Facts = [
  [streamName('ledger', 'identity'), { type: 'LedgerFounded', data: { ledgerId } }],
  ['entity-UK', configured], ['entity-UK', chartMapped('UK')], ['customer-1', registered],
  ['external-old', openingItem('1', '10.00')], [account, invoiceEntered],
  ['payment-p', received('p', '4.00')], ['payment-p', identified('p', '4.00')], [account, paymentEntered],
];

describe('verify', () => {
  let root: string;
  let sound: string;
  let copies = 0;

  const made = async (facts: Facts): Promise<string> => {
    const folder = join(root, `made-${(copies += 1)}`);
    const log = await makeLog(join(folder, 'events.db'), facts);
    await log.close();
    return folder;
  };
  /** A copy of the sound folder with a fault planted by SQL. */
  const planted = async (file: 'events.db' | 'read-models.db', statement: string): Promise<readonly Check[]> => {
    const folder = join(root, `copy-${(copies += 1)}`);
    await cp(sound, folder, { recursive: true });
    const database = new Database(join(folder, file));
    database.exec(statement);
    database.close();
    return verifyPlace(folderPlace(folder));
  };
  const failed = (checks: readonly Check[]): Record<string, string> =>
    Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, problems }) => [name, problems.join('\n')]));

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'daybook-verify-'));
    sound = await made(whole);
    expect(failed(await verifyPlace(folderPlace(sound)))).toEqual({});
  });
  afterAll(() => rm(root, { recursive: true }));

  it('names what the end of the log has lost, after the checks of the log', async () => {
    const checks = await planted('events.db', 'delete from events where position = (select max(position) from events)');
    expect(checks[0]?.name).toBe('log file');
    const faults = failed(checks);
    expect(faults['read model journal']).toMatch(/the log no longer holds revision 1 of stream account-UK~1, which the read model had read as event 9/);
    expect(faults['read model journal']).toMatch(/Keep both files/);
    expect(faults['money entered']).toMatch(/identifies 4.00 of payment p \(r\) for account UK~1, which was never entered/);
  });

  it('names rows deleted in the middle, and that the read models had counted them', async () => {
    const faults = failed(await planted('events.db', 'delete from events where position = 6'));
    expect(faults['log file']).toMatch(/row 6 is missing/);
    expect(faults['read model journal']).toMatch(/says sequence 9, .* the log gives sequence 8/);
  });

  it('names rows changed in any column', async () => {
    for (const change of ['created_at = created_at + 1', 'checksum = 5', "data = replace(data, '10.00', '10.01')"]) {
      expect(failed(await planted('events.db', `update events set ${change} where position = 5`))['log file']).toMatch(/position 5: the row of external-old@0/);
    }
  });

  it('names rows that are not of this ledger', async () => {
    const other = `update events set metadata = replace(metadata, '${ledgerId}', 'other') where position = 9`;
    expect(failed(await planted('events.db', other))['foreign events']).toMatch(/"account-UK~1" revision 1 .* carries the ledger id "other"/);
    expect(failed(await planted('events.db', "update events set type = '$x' where position = 9"))['foreign events']).toMatch(/is a system event/);
  });

  it('names every damaged event and goes on to the end', async () => {
    const faultySql = [
      "update events set data = '{' where position = 4",
      "update events set type = 'Nope' where position = 6",
      "update events set data = cast(x'ff' as text) where position = 8",
    ].join('; ');
    const faults = failed(await planted('events.db', faultySql));
    expect(faults['events readable']).toMatch(/sequence 4: customer-1@0 CustomerRegistered cannot be read.*\n.*sequence 6: account-UK~1@0 Nope/);
    expect(faults['log file']).toMatch(/position 8: the row of payment-p@1 holds text that is not UTF-8/);
    expect(faults['subjects known']).toMatch(/customer 1/);
    expect(faults['read model journal']).toMatch(/could not be replayed: .*a row holds text that is not UTF-8/);
    expect(Object.values(faults).join()).not.toMatch(/run verify|DEBUG/);
  });

  it('goes on without its founding event, and without read models that open', async () => {
    expect(failed(await planted('events.db', "update events set data = '{' where position = 1"))['founding event']).toMatch(/cannot be read/);
    expect(failed(await planted('events.db', 'delete from events where position = 1'))['founding event']).toMatch(new RegExp(`ledger ${ledgerId}`));
    expect(failed(await planted('read-models.db', 'drop table checkpoint; create table checkpoint (x)'))['read models']).toBeDefined();
  });

  it('names a read model whose checkpoint was edited, or that stands before the end', async () => {
    expect(failed(await planted('read-models.db', "update checkpoint set recorded_at = 5 where name = 'revenue'"))).toEqual({ 'read model revenue': expect.stringContaining('recorded at 5 ms') });
    expect(failed(await planted('read-models.db', "update checkpoint set event_id = 'x' where name = 'revenue'"))['read model revenue']).toMatch(/was edited/);
    expect(failed(await planted('read-models.db', "update checkpoint set ledger_id = 'x' where name = 'revenue'"))['read model revenue']).toMatch(/names ledger x/);
    // Without a chart of accounts nothing can be booked: the journal stops there, and it alone is at fault.
    const folder = await made([...whole.filter(([, { type }]) => type !== 'ChartMapped')]);
    expect(failed(await verifyPlace(folderPlace(folder)))['read model journal']).toMatch(/stands at 0 of 8 events; the log could not be replayed: at sequence 4 \(ExternalInvoiceRecorded/);
  });

  it('names steps that were not followed, and money taken from what was not there', async () => {
    const faultsOf = async (facts: Facts): Promise<Record<string, string>> => failed(await verifyPlace(folderPlace(await made(facts))));
    expect((await faultsOf([...whole, ['payment-p', reversed]]))['money entered']).toMatch(/takes 1.00 of payment p \(v\) back from account UK~1/);
    expect((await faultsOf([...whole, ['payment-p', identified('p', '0.01')]]))['never negative']).toMatch(/the unidentified part of p stands at -0.01 GBP/);
    expect((await faultsOf(whole.filter(([stream]) => stream !== 'customer-1')))['subjects known']).toMatch(/customer 1, named first at sequence 4/);
    expect((await faultsOf(whole.filter(([, { type }]) => type !== 'InvoiceEntered')))['documents entered']).toMatch(/1 of old/);
  });
});
