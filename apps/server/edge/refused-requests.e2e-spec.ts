import { auditStream, readAuditRecords, type AuditRecordView } from '#billing';
import type { CommandRefused } from '#ledger';
import type { StoredEvent } from '#event-store';
import { controllers } from '../routes';
import { declaredRoles } from '../security/declared-roles';
import { createApiKey } from '../security/api-key-file.adapter';
import { roles, type Role } from '../security/roles';
import { startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
/** Every look is a minute later, so that each refusal is within the budget. */
let minute = 0;

beforeAll(async () => {
  const clock = { now: () => Date.UTC(2026, 0, 5, 9, minute) };
  server = await startTestServer({}, undefined, { clock });
});
afterAll(() => server.stop());

type Refusal = CommandRefused['data'];

async function refusalsAfter(act: () => Promise<unknown>): Promise<readonly Refusal[]> {
  minute += 1;
  const before = await readAuditRecords(server.ledger, { limit: 1 });
  await act();
  const { items } = await readAuditRecords(server.ledger, { limit: 20 });
  const last = before.items[0]?.revision ?? -1;
  return items.filter(({ revision }) => revision > last).map(({ data }) => data as Refusal);
}

async function otherFacts(): Promise<string> {
  const facts: unknown[] = [];
  for await (const page of server.ledger.store.readAll(null)) {
    for (const { stream, revision, id, data, metadata } of page) if (stream !== auditStream) facts.push([stream, revision, id, data, metadata]);
  }
  return JSON.stringify(facts);
}

const writing = [...declaredRoles(controllers)].filter(([route]) => !route.startsWith('GET ')).map(([route, allowed]) => ({ route, allowed }));
const addressOf = (route: string): string => route.replace(/^\w+ /, '').replace(/:(\w+)/g, (_whole, name) => (name === 'accountId' ? 'UK~17850' : 'K-1'));
/** @returns the code of the answer. */
async function send(route: string, body: object, role: Role | null): Promise<string> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `try-${minute}`, ...(role === null ? {} : { authorization: `Bearer ${server.keys[role]}` }) };
  const answer = await fetch(`${server.url}${addressOf(route)}`, { method: route.slice(0, route.indexOf(' ')), body: JSON.stringify(body), headers });
  return ((await answer.json()) as { readonly code: string }).code;
}

const keyed = writing.filter(({ allowed }) => allowed !== 'public');

describe('every route that writes', () => {
  test('is known here', () => {
    expect(writing.length).toBeGreaterThan(90);
  });

  test.each(keyed)('$route is on record when refused to a stranger, to another role, and for its body', async ({ route, allowed }) => {
    const allowedRoles = allowed as readonly Role[];
    const other = roles.find((role) => !allowedRoles.includes(role))!;
    const before = await otherFacts();

    const [strange] = await refusalsAfter(() => send(route, {}, null));
    expect([strange?.command, strange?.kind, strange?.code, strange?.by]).toEqual([route, 'unauthenticated', 'AUTH.KEY_REQUIRED', { actor: 'unknown', channel: 'http' }]);

    const [wrong] = await refusalsAfter(() => send(route, {}, other));
    expect([wrong?.command, wrong?.kind, wrong?.code, wrong?.by.actor, wrong?.by.role]).toEqual([route, 'forbidden', 'AUTH.ROLE', `${other} key`, other]);

    let code = '';
    const found = await refusalsAfter(async () => { code = await send(route, { sentByMistake: 'Ada Lovelace, 12 St James’s Square' }, allowedRoles[0]!); });
    expect(found.map((one) => [one.command, one.code, one.by.role])).toEqual([[route, code, allowedRoles[0]]]);
    expect(JSON.stringify(found)).not.toContain('Lovelace');

    expect(await otherFacts()).toBe(before);
  });

  test.each([
    ['/c/nobody/pay', 'POST /c/:token/pay', 'HTTP.404'],
    ['/c/nobody/ask', 'POST /c/:token/ask', 'HTTP.404'],
    ['/gateway/stripe/webhook', 'TakeGatewayNotice', 'GATEWAY.NONE'],
  ])('%s, which takes no key, is on record once', async (path, command, code) => {
    const type = path.startsWith('/c/') ? 'application/x-www-form-urlencoded' : 'application/json';
    const found = await refusalsAfter(() => server.post(path, 'item=x', { role: null, headers: { 'content-type': type } }));
    expect(found.map((one) => [one.command, one.code])).toEqual([[command, code]]);
  });

  test('is in one of these tables', () => {
    const open = writing.filter(({ allowed }) => allowed === 'public').map(({ route }) => route);
    expect(open.sort()).toEqual(['POST /c/:token/ask', 'POST /c/:token/pay', 'POST /gateway/stripe/webhook']);
  });
});

describe('a refusal of the ledger', () => {
  test('names the command, the ids it was about, who asked, and under which key; once', async () => {
    const body = { requestId: 'cancel-1', reason: 'Ada asked for it' };
    const found = await refusalsAfter(() => server.post('/sales/S-404/cancellation', body, { role: 'clerk', headers: { 'idempotency-key': 'try-cancel' } }));
    expect(found).toEqual([
      {
        command: 'CancelSale', kind: 'invalid', code: 'ENTITY.NONE', requestId: 'try-cancel',
        subjects: expect.arrayContaining([{ field: 'saleId', id: 'S-404' }]) as unknown,
        by: { actor: 'clerk key', role: 'clerk', keyId: expect.stringMatching(/^[0-9a-f]{12}$/) as string, channel: 'http' },
      },
    ]);
  });

  test('leaves its key free for the corrected request', async () => {
    await refusalsAfter(() => server.post('/sales/S-404/cancellation', { requestId: 'c', reason: 'x' }, { role: 'clerk', headers: { 'idempotency-key': 'try-again' } }));
    const restarted = await server.restarted({ clock: { now: () => Date.UTC(2026, 0, 5, 9, minute) } });
    server = restarted;
    const { json } = await server.post('/sales/S-405/cancellation', { requestId: 'd', reason: 'x' }, { role: 'clerk', headers: { 'idempotency-key': 'try-again' } });
    expect(json['code']).not.toBe('IDEMPOTENCY.KEY_REUSED');
  });
});

describe('what is read', () => {
  test('is on record where it was not allowed, and not where there was nothing', async () => {
    expect((await refusalsAfter(() => server.get('/audit-records', { role: 'clerk' }))).map(({ command, code }) => [command, code])).toEqual([['GET /audit-records', 'AUTH.ROLE']]);
    expect(await refusalsAfter(() => server.get('/sales/S-404'))).toEqual([]);
    expect(await refusalsAfter(() => server.post('/no-such-route', {}))).toEqual([]);
  });

  test('tells a key that is not taken any more; one that never was tells nothing', async () => {
    const { key, record } = createApiKey(server.dataDir, { name: 'lost', role: 'clerk', expiresAt: '2020-01-01T00:00:00Z' });
    const [expired] = await refusalsAfter(() => server.post('/sales', {}, { key }));
    expect([expired?.code, expired?.by]).toEqual(['AUTH.KEY_REQUIRED', { actor: 'unknown', keyId: record.id, channel: 'http' }]);
    const [made] = await refusalsAfter(() => server.post('/sales', {}, { key: 'dbk_Ada' }));
    expect(made?.by).toEqual({ actor: 'unknown', channel: 'http' });
  });

  test('comes in pages, by kind, actor, code and time', async () => {
    const read = async (query: string): Promise<{ readonly items: readonly AuditRecordView[]; readonly next: number | null }> =>
      (await server.get(`/audit-records?${query}`, { role: 'auditor' })).json as never;
    const all: AuditRecordView[] = [];
    for (let after = ''; ; ) {
      const { items, next } = await read(`limit=50${after}`);
      all.push(...items);
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(all.map(({ revision }) => revision)).toEqual(Array.from({ length: all.length }, (_one, index) => all.length - 1 - index));
    const forbidden = (await read('code=AUTH.ROLE&actor=auditor%20key&limit=1000')).items;
    expect(forbidden.length).toBeGreaterThan(5);
    expect(forbidden.every(({ actor, data }) => actor === 'auditor key' && (data as Refusal).code === 'AUTH.ROLE')).toBe(true);
    expect((await read('kind=export')).items).toEqual([]);
    expect((await read('until=2000-01-01')).items).toEqual([]);
    expect((await read('from=2000-01-01&limit=1')).items).toHaveLength(1);
    expect((await server.get('/audit-records?from=yesterday', { role: 'auditor' })).status).toBe(422);
  });
});

test('records are facts like any other: own, sealed by their content hash, in the feed', async () => {
  const { json } = await server.get('/events?type=CommandRefused&limit=1', { role: 'auditor' });
  const [event] = json['events'] as readonly StoredEvent[];
  expect([event?.type, event?.stream]).toEqual(['CommandRefused', auditStream]);
  for await (const recorded of server.ledger.store.readStream(auditStream, { maxCount: 5 })) expect(server.ledger.codec.verifyContentHash(recorded)).toBe(true);
});
