import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { mailFolder } from '#delivery';
import { stripeApiVersion, StripeGateway } from '#gateway';
import { signatureHeader, StripeStandIn } from '../../../libs/gateway/testing';
import { verifyLedger } from '../../cli/verify/verify-ledger';
import { startTestServer, type TestServer } from '../../server/testing/test-server';
import { operationsOf, requestsOf, type ApiDocument, type Operation, type Sent } from './described-requests';

const root = join(__dirname, '../../..');
const document = JSON.parse(readFileSync(join(root, 'docs/contract/openapi.json'), 'utf8')) as ApiDocument;
const operations = operationsOf(document);
const codes = new Set([...readFileSync(join(root, 'docs/refusals.md'), 'utf8').matchAll(/^\| `([A-Z_0-9.]+)` \|/gm)].map(([, code]) => code));

/** The same requests every time, so that what fails is found again; bounded, so that it is looked at with every change. */
const [seed, runs] = [20_110_201, 8];
const secret = 'whsec_testsecretnew';
const now = Date.parse('2011-02-01T12:00:00Z');

const ids: Record<string, string[]> = {
  entityId: ['UK'], customerId: ['17850', 'forgotten', 'nobody'], accountId: ['UK~17850', 'UK~nobody', 'DE~17850'], paymentId: ['BANK-2010-12-20-0001'], saleId: ['536365'],
  allocationId: ['req-2010-12-21-1'], disputeId: ['D-1'], idOrNumber: ['INV-000001', 'CN-000001', 'INV-999999'], draftId: ['Q-1001'], promiseId: ['P-1'], handoverId: ['H-1'],
  reminderId: ['UK~17850~standard~2011-01-10'], inquiryId: ['Q-1'], holdId: ['audit-2026'], contractId: ['K-2010-001'], milestoneId: ['go-live'], acceptanceId: ['ACC-1'],
  batchId: ['DD-2026-03-10'], directDebitId: ['DD-2026-03-10.1'], runId: ['billing-2010-12'], returnId: ['C536379'], deductionId: ['DED-1'], refundId: ['REF-1'], writeOffId: ['WO-1'],
};

let server: TestServer;
let mails: string;
let standIn: StripeStandIn;

beforeAll(async () => {
  standIn = new StripeStandIn('sk_test_4eC39HqLyjWDarjtT1zdp7dc', stripeApiVersion);
  const gateway = new StripeGateway({ apiKey: 'sk_test_4eC39HqLyjWDarjtT1zdp7dc', webhookSecrets: [secret], url: await standIn.start(), retries: 0 });
  mails = mkdtempSync(join(tmpdir(), 'hostile-requests-'));
  const mail = mailFolder(mails, { address: 'billing@sample.example' });
  server = await startTestServer({}, undefined, { gateway: { gateway }, mail, publicUrl: 'https://bills.example', clock: { now: () => now } });
  // The story of the API reference, as far as it goes in the order of the addresses; twice, since some of it needs what comes later.
  const steps = operations.filter(({ walk }) => walk !== undefined);
  for (const { path, walk } of [...steps, ...steps, ...steps]) {
    await server.post(path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(ids[name]?.[0] ?? name)), walk);
  }
  const link = await server.ledger.links.linkTo({ accountId: 'UK~17850' });
  ids['token'] = [new URL(link?.url ?? '').pathname.slice(3)];
}, 60_000);
afterAll(async () => {
  await server.stop();
  await standIn.stop();
  rmSync(mails, { recursive: true, force: true });
});

const isPage = ({ path }: Operation): boolean => path.startsWith('/c/');

function keyFor({ path, described: { security } }: Operation): Readonly<Record<string, string>> {
  if (security?.length === 0) {
    return { origin: 'https://bills.example' };
  }
  return { authorization: `Bearer ${['/health', '/metrics'].includes(path) ? server.keys.admin : server.keys.controller}` };
}

async function exchange(operation: Operation, { method, address, headers, body }: Sent): Promise<{ readonly status: number; readonly type: string; readonly text: string }> {
  const signed: Record<string, string> = operation.path === '/gateway/stripe/webhook' && body !== undefined ? { 'stripe-signature': signatureHeader(body, [secret], Math.floor(now / 1000)) } : {};
  const reply = await fetch(`${server.url}${address}`, { method, headers: { ...keyFor(operation), ...signed, ...headers }, ...(body === undefined ? {} : { body }), redirect: 'manual' });
  return { status: reply.status, type: reply.headers.get('content-type') ?? '', text: await reply.text() };
}

/** An answer, or a refusal with a code of the page of refusals. */
function expectTold(operation: Operation, { status, type, text }: { readonly status: number; readonly type: string; readonly text: string }): void {
  if (status < 400) {
    return;
  }
  if (isPage(operation) && type.startsWith('text/html')) {
    expect([400, 403, 404, 409, 410, 413, 415, 422, 429]).toContain(status);
    return;
  }
  expect([type, text.slice(0, 400)]).toEqual([expect.stringMatching(/^application\/problem\+json(; charset=utf-8)?$/), text.slice(0, 400)]);
  const { code, detail, status: told } = JSON.parse(text) as { readonly code: string; readonly detail: string; readonly status: number };
  expect(told).toBe(status);
  expect(detail.length).toBeGreaterThan(0);
  expect([code, codes.has(code)]).toEqual([code, true]);
  expect([code, status]).not.toEqual(['SERVER.INTERNAL', 500]);
}

describe('whatever is sent to', () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))('%s is answered, or refused with a code that is listed', async (_name, operation) => {
    await fc.assert(
      fc.asyncProperty(requestsOf(operation, document, ids), async (sent) => expectTold(operation, await exchange(operation, sent))),
      { seed, numRuns: runs, interruptAfterTimeLimit: 1_500 },
    );
  }, 60_000);

  it('leaves the server alive and every check of the ledger holding', async () => {
    expect((await server.get('/health/live', { role: null })).status).toBe(200);
    expect((await server.get('/health', { role: 'admin' })).json).toMatchObject({ status: 'ready', reasons: [], stuckFollowUps: 0 });
    expect(server.logLines.filter((line) => /request failed|customer page failed/.test(line))).toEqual([]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    await server.ledger.readModels.catchUp();
    const failed = (await verifyLedger(server.ledger)).filter(({ ok }) => !ok);
    expect(failed.map(({ name, problems }) => `${name}: ${problems.join()}`)).toEqual([]);
  }, 60_000);
});
