import { camtFile, type MadeEntry } from '../../../libs/billing/bank-statements/camt-file.test-kit';
import { founded, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;
let uploads = 0;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
  await server.post('/sales', saleBody('C-1'));
});
afterAll(() => server.stop());

const xmlOf = (id: string, entries: readonly MadeEntry[]): Buffer => Buffer.from(camtFile(id, entries), 'base64');

async function uploaded(bytes: Buffer): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const reply = await fetch(`${server.url}/bank-statements`, {
    method: 'POST', headers: { authorization: `Bearer ${server.keys.controller}`, 'content-type': 'application/xml', 'idempotency-key': `upload-${(uploads += 1)}` }, body: new Uint8Array(bytes),
  });
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
}

describe('bank statements over HTTP', () => {
  it('from the upload of a file to the word of a person, and the reconciliation of it', async () => {
    const file = xmlOf('ST-1', [{ amount: '7.77', name: 'Nobody', text: 'hello', bankReference: 'B-1' }, { amount: '-99.00', text: 'rent', bankReference: 'B-2' }]);
    const first = await uploaded(file);
    expect([first.status < 300, first.json]).toMatchObject([true, { statements: [{ lines: 2, known: false }] }]);
    expect((await uploaded(file)).json).toMatchObject({ statements: [{ lines: 2, known: true }] });

    const run = await server.post('/bank-statements/matching', {});
    expect([run.status, run.json]).toMatchObject([200, { lines: 2, matched: 0, parked: 2 }]);
    const parked = (await server.get(`/bank-statements/lines?state=parked&min=${String(run.json['writeToken'])}`)).json as { items: { statementId: string; lineId: string; amount: string }[] };
    expect(parked.items).toMatchObject([{ amount: '-99.00', discrepancy: 'unknown-debit' }, { amount: '7.77', discrepancy: 'unknown-payer', name: 'Nobody' }]);

    const [rent, money] = parked.items.map(({ statementId, lineId }) => `/bank-statements/${statementId}/lines/${lineId}/resolution`);
    const wrong = await server.post(String(rent), { as: 'payment', accountId: 'UK~C1', reason: 'no' });
    expect([wrong.status, wrong.json['code']]).toEqual([409, 'STATEMENT.WRONG_SIGN']);
    const paid = await server.post(String(money), { as: 'payment', accountId: 'UK~C1', reason: 'told us on the telephone' });
    expect([paid.status, paid.json]).toMatchObject([200, { state: 'matched', outcome: 'payment' }]);

    const { body: report } = (await server.get(`/reports/reconciliation?from=2011-01-01&asOf=2011-01-20&min=${String(paid.json['writeToken'])}`)).json as { body: { sections: unknown[] } };
    expect(report.sections).toMatchObject([
      {
        entityId: 'UK', currency: 'GBP', days: [{ day: '2011-01-10', lines: 2, unmatched: 1, bank: '-91.23', ledger: '7.77', difference: '-99.00' }],
        exceptions: [{ kind: 'opening-difference', amount: '1000.00' }, { kind: 'unmatched-line', amount: '-99.00', age: 10 }],
      },
    ]);
  });

  it.each([['0001-01-01', 'DATE.TOO_EARLY'], ['1989-12-31', 'DATE.TOO_EARLY'], ['9999-12-31', 'DATE.TOO_FAR']])('refuses a day that is none of a bank: %s', async (day, code) => {
    const mapping = JSON.stringify({
      separator: ',', dateFormat: 'YYYY-MM-DD', columns: { bookedOn: 'Date', amount: 'Amount', name: 'Name' }, constants: { account: 'GB00', currency: 'GBP' },
    });
    const file = Buffer.from(`Date,Name,Amount\n2011-01-10,Smith,5.00\n${day},Jones,7.00\n`).toString('base64');
    const far = await server.post('/bank-statements', { file, mapping, entityId: 'UK' });
    expect(far.json).toMatchObject({ status: 422, code, detail: expect.stringContaining(day) });
  });

  it('refuses what is not base64', async () => {
    for (const file of ['@@@@', 'PEE+=PEE+', 'PEE+é']) {
      expect((await server.post('/bank-statements', { file })).json).toMatchObject({ status: 422, code: 'FILE.BASE64' });
    }
  });

  it('refuses a file with a document type, with the place', async () => {
    const bomb = await uploaded(Buffer.from('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><Document>&a;</Document>'));
    expect(bomb.status).toBe(422);
  });
});
