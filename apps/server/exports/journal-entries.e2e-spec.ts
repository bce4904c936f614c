import { entryLines, journalEntries, placedFacts, type PublicEntry } from '#exports';
import { minorOf } from '#money';
import { accepted, founded, paymentBody, saleBody } from '../testing/sample';
import { startTestServer, type TestServer } from '../testing/test-server';

interface Page {
  readonly ledgerId: string;
  readonly entries: readonly PublicEntry[];
  readonly next: number;
  readonly atEnd: boolean;
}

let server: TestServer;
let min = '';

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
  for (const number of [1, 2, 3, 4, 5, 6]) accepted(await server.post('/sales', saleBody(`J${number}`, { closedOn: `2010-12-0${number}` })));
  // One invoice books an entry for every month that its service counts in.
  const service = { description: 'Care', quantity: '1', unitPrice: '31.00', recognition: 'daily', servicePeriod: { from: '2010-12-01', to: '2011-02-28' } };
  accepted(await server.post('/sales', saleBody('J7', { lines: [service] })));
  accepted(await server.post('/payments', paymentBody('JP1', { amount: '60.00' })));
  accepted(await server.post('/period-closings', { requestId: 'c1', period: '2010-12', reason: 'month end' }));
  min = accepted(await server.post('/payments', paymentBody('JP2', { receivedOn: '2010-12-30', amount: '0.35', customerId: undefined }))).writeToken ?? '';
});
afterAll(() => server.stop());

const page = async (query: string): Promise<Page> => {
  const reply = await server.get(`/journal-entries?${query}&min=${min}`, { role: 'integrator' });
  expect([query, reply.status]).toEqual([query, 200]);
  return reply.json as unknown as Page;
};

async function follow(limit: number, rest = ''): Promise<PublicEntry[]> {
  const entries: PublicEntry[] = [];
  for (let after = 0; ; ) {
    const { entries: more, next, atEnd } = await page(`after=${after}&limit=${limit}${rest}`);
    entries.push(...more);
    if (atEnd) return entries;
    expect(next).toBeGreaterThan(after);
    after = next;
  }
}

/** What `daybook export journal --format jsonl` writes, straight from the log. */
async function exported(after = 0): Promise<PublicEntry[]> {
  const lines: PublicEntry[] = [];
  for await (const line of entryLines(journalEntries(placedFacts(server.ledger)), after)) lines.push(JSON.parse(line) as PublicEntry);
  return lines;
}

describe('the journal back to another program', () => {
  it('comes in pages of any size, each entry once, the same that the file holds', async () => {
    const expected = await exported();
    expect(expected.length).toBeGreaterThan(12);
    for (const limit of [1, 2, 3, 100]) expect(await follow(limit)).toEqual(expected);
    expect(new Set(expected.map(({ entryId }) => entryId)).size).toBe(expected.length);
    const [middle] = expected.slice(6);
    expect(await exported(middle!.sequence)).toEqual(expected.filter(({ sequence }) => sequence > middle!.sequence));
  });

  it('balances entry by entry, ties to the trial balance, and tells the month a late fact was booked in', async () => {
    const sums = new Map<string, bigint>();
    for (const { entryId, lines } of await follow(4)) {
      let balance = 0n;
      for (const { accountCode, debit, credit } of lines) {
        const booked = minorOf(debit, 2) - minorOf(credit, 2);
        sums.set(accountCode, (sums.get(accountCode) ?? 0n) + booked);
        balance += booked;
      }
      expect([entryId, balance]).toEqual([entryId, 0n]);
    }
    const { body } = (await server.get(`/reports/trial-balance?entityId=UK&asOf=2999-12-31&min=${min}`)).json as {
      body: { sections: { rows: { accountCode: string; base: { closing: string } }[] }[] };
    };
    const rows = body.sections.flatMap(({ rows: own }) => own);
    expect(new Map(rows.map(({ accountCode, base }) => [accountCode, minorOf(base.closing, 2)]))).toEqual(sums);
    expect((await follow(50)).find(({ document }) => document === 'JP2')).toMatchObject({ effectiveDate: '2010-12-30', postingDate: '2011-01-01' });
  });

  it('gives the same page for the same cursor after more was booked, and only the new entries after the last', async () => {
    const before = await page('after=3&limit=5');
    const { next } = await page('after=0&limit=1000');
    min = accepted(await server.post('/sales', saleBody('J8'))).writeToken ?? '';
    expect(await page('after=3&limit=5')).toEqual(before);
    const { entries } = await page(`after=${next}`);
    expect(entries.map(({ eventType }) => eventType)).toEqual(['InvoiceIssued']);
    expect(await page(`after=${(await page('after=0&limit=1000')).next}`)).toMatchObject({ entries: [], atEnd: true });
  });

  it('keeps to one legal entity, and refuses what is not there', async () => {
    expect(await follow(3, '&entityId=UK')).toEqual(await follow(100));
    expect((await server.get('/journal-entries?entityId=FR')).json).toMatchObject({ status: 404, code: 'ENTITY.UNKNOWN' });
    expect((await server.get('/journal-entries?after=99999')).json).toMatchObject({ status: 422, code: 'EVENTS.BEYOND_HEAD' });
    expect((await server.get('/journal-entries', { role: 'clerk' })).status).toBe(403);
  });
});
