import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepted, customerBody, founded } from '../testing/sample';
import { startTestServer, type TestServer } from '../testing/test-server';
import { Receiver, verifies, type Answering, type Received } from '../../../libs/integration/testing';

const allow = ['127.0.0.0/8'];
let server: TestServer;
const receivers: Receiver[] = [];

async function receiver(answering?: Answering): Promise<Receiver> {
  const opened = await Receiver.open(answering);
  receivers.push(opened);
  return opened;
}

/** Registers an endpoint and gives its secret. */
async function register(endpointId: string, { url }: { readonly url: string }, more: object = {}): Promise<string> {
  return accepted(await server.post('/webhook-endpoints', { endpointId, url, ...more }))['secret'] ?? '';
}
const customer = async (customerId: string): Promise<number> => Number(accepted(await server.post('/customers', customerBody(customerId)))['sequence']);
const change = async (endpointId: string, what: string, body: object, key: string) =>
  server.post(`/webhook-endpoints/${endpointId}/${what}`, body, { headers: { 'idempotency-key': key } });
const of = (type: string) => (all: readonly Received[]) => all.some(({ body }) => body.type === type);

/** Asks for an endpoint until it is as expected. */
async function endpoint(endpointId: string, holds: (view: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
  for (;;) {
    const { json } = await server.get(`/webhook-endpoints/${endpointId}`);
    if (holds(json)) {
      return json;
    }
  }
}

beforeEach(async () => {
  server = await startTestServer({ webhooks: { allow } });
});
afterEach(async () => {
  await server.stop();
  await Promise.all(receivers.splice(0).map((each) => each.close()));
});

describe('an endpoint', () => {
  it('is told of every fact from the first, signed, in the feed’s own words', async () => {
    await founded(server);
    const crm = await receiver();
    const secret = await register('crm', crm, { after: 0 });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await crm.until(of('WebhookEndpointRegistered'));
    const standing = await endpoint('crm', ({ lag }) => lag === 0);
    const { events } = (await server.get('/events')).json as { events: { id: string; sequence: number }[] };
    expect(crm.all.map(({ body }) => body).sort((one, other) => one.sequence - other.sequence)).toEqual(events);
    expect(crm.all.map(({ id, body }) => [id, body.sequence])).toEqual(expect.arrayContaining(events.map(({ id, sequence }) => [id, sequence])));
    expect(crm.all.every((each) => verifies(secret, each))).toBe(true);
    expect(standing).toMatchObject({ state: 'active', cursor: events.length, delivered: events.length, waiting: 0, dead: 0, lastFailure: null });
  });

  it('is told only of what comes after it was registered, of the types it asked for, as CloudEvents on request', async () => {
    await founded(server);
    const [one, other] = [await receiver(), await receiver()];
    await register('one', one, { eventTypes: ['CustomerRegistered'] });
    await register('other', other, { eventTypes: ['ContactChanged'], envelope: 'cloudevents' });
    const sequence = await customer('C3');
    accepted(await server.post('/customers/C3/contact', { requestId: 'r', country: 'GB', personal: { name: 'Ada' } }));
    await one.until(of('CustomerRegistered'));
    expect((await other.until((all) => all.length > 0)).map(({ body }) => body)).toEqual([expect.objectContaining({ specversion: '1.0', type: 'daybook.ContactChanged.v1' })]);
    await endpoint('one', ({ lag }) => lag === 0);
    expect(one.sequences).toEqual([sequence]);
  });

  it('shows its secret once, and stands the same when it is registered again', async () => {
    const crm = await receiver();
    const body = { endpointId: 'crm', url: crm.url };
    const first = accepted(await server.post('/webhook-endpoints', body));
    const again = accepted(await server.post('/webhook-endpoints', body));
    expect(Object.keys(first)).toContain('secret');
    expect(Object.keys(again)).not.toContain('secret');
    expect((await server.post('/webhook-endpoints', { ...body, order: 'per-stream' })).json).toMatchObject({ status: 409, code: 'WEBHOOK.CONFLICT' });
    const everywhere = [server.logLines.join('\n'), readFileSync(join(server.dataDir, 'events.db'), 'latin1'), readFileSync(join(server.dataDir, 'events.db-wal'), 'latin1')].join('\n');
    expect(everywhere).toContain('WebhookEndpointRegistered');
    expect(everywhere).not.toContain('whsec_');
    expect((await server.get('/webhook-endpoints')).text).not.toContain('whsec_');
  });

  it('is signed to with both secrets while one replaces the other', async () => {
    const crm = await receiver();
    const old = await register('crm', crm, { eventTypes: ['CustomerRegistered'] });
    const fresh = accepted(await change('crm', 'secrets', {}, 'rotate-1'))['secret'] ?? '';
    await founded(server);
    for (const each of (await crm.until((all) => all.length >= 2)).slice(0, 2)) {
      expect([old, fresh].map((secret) => verifies(secret, each))).toEqual([true, true]);
    }
    const last = accepted(await change('crm', 'secrets', { overlapHours: 0 }, 'rotate-2'))['secret'] ?? '';
    await customer('C3');
    await crm.until((all) => all.length >= 3);
    expect([old, fresh, last].map((secret) => verifies(secret, crm.all[2]!))).toEqual([false, false, true]);
    expect((await server.get('/events?type=WebhookSecretRotated')).json['events']).toMatchObject([
      { data: { endpointId: 'crm', secretNumber: 2, overlapHours: 24 } }, { data: { secretNumber: 3, overlapHours: 0 } },
    ]);
  });

  it('is slowed down by no other that hangs, fails or is not there', async () => {
    const [hangs, fails, good] = [await receiver(() => 'hang'), await receiver(() => ({ status: 500 })), await receiver()];
    const gone = await Receiver.open();
    await gone.close();
    await register('hangs', hangs, { after: 0 });
    await register('fails', fails, { after: 0 });
    await register('away', gone, { after: 0 });
    await register('good', good, { after: 0 });
    for (let n = 0; n < 30; n += 1) {
      await customer(`N${n}`);
    }
    const { cursor } = await endpoint('good', ({ lag }) => lag === 0);
    expect(cursor).toBeGreaterThan(34);
    expect(new Set(good.sequences).size).toBe(cursor);
    expect(await endpoint('fails', ({ lag }) => lag === 0)).toMatchObject({ lastFailure: 'answered 500', delivered: 0, waiting: cursor });
    expect(await endpoint('away', ({ lag }) => lag === 0)).toMatchObject({ lastFailure: 'could not be reached: ECONNREFUSED', waiting: cursor });
    // No more of them are under way than the bound allows, and the cursor waits for the first.
    expect(hangs.all.length).toBeLessThanOrEqual(8);
    expect((await server.get('/webhook-endpoints/hangs')).json).toMatchObject({ cursor: 0, delivered: 0 });
  });

  it('goes on where it stopped after a pause, a change and a restart, and ends when it is removed', async () => {
    const [crm, elsewhere] = [await receiver(), await receiver()];
    await register('crm', crm, { eventTypes: ['CustomerRegistered'] });
    const first = await customer('P1');
    await crm.until((all) => all.length === 1);
    expect(accepted(await change('crm', 'pause', { reason: 'moving' }, 'p1'))).toMatchObject({ state: 'paused' });
    const second = await customer('P2');
    expect((await change('crm', 'settings', { url: elsewhere.url }, 'c1')).json).toMatchObject({ url: elsewhere.url, state: 'paused' });
    server = await server.restarted();
    expect((await server.get('/webhook-endpoints/crm')).json).toMatchObject({ state: 'paused', delivered: 1, hasSecret: true });
    expect(accepted(await change('crm', 'resumption', {}, 'r1'))).toMatchObject({ state: 'active' });
    await elsewhere.until((all) => all.length === 1);
    expect([crm.sequences, elsewhere.sequences]).toEqual([[first], [second]]);
    expect(accepted(await change('crm', 'removal', {}, 'x1'))).toMatchObject({ state: 'removed' });
    expect((await server.get('/webhook-endpoints')).json).toEqual({ items: [] });
    expect((await change('crm', 'pause', {}, 'p2')).json).toMatchObject({ status: 409, code: 'WEBHOOK.REMOVED' });
    expect((await server.get('/webhook-endpoints/crm')).json).toMatchObject({ state: 'removed', hasSecret: false });
  });

  it('is paused when it answers 410, and told what it missed when it is resumed', async () => {
    const crm = await receiver(() => ({ status: 410 }));
    await register('crm', crm, { eventTypes: ['CustomerRegistered'] });
    const sequence = await customer('G1');
    expect(await endpoint('crm', ({ state }) => state === 'gone')).toMatchObject({ lastFailure: 'answered 410', waiting: 1, dead: 0 });
    expect((await server.get('/events?type=WebhookEndpointPaused')).json['events']).toMatchObject([{ actor: 'policy:webhooks', data: { cause: 'gone' } }]);
    crm.answer(() => ({ status: 204 }));
    const before = crm.all.length;
    accepted(await change('crm', 'resumption', {}, 'r1'));
    await endpoint('crm', ({ delivered }) => delivered === 1);
    expect(crm.sequences.slice(before)).toEqual([sequence]);
  });

  it('is tested on request, and says what it answered', async () => {
    const crm = await receiver();
    const secret = await register('crm', crm, { eventTypes: ['CustomerErased'] });
    expect(accepted(await change('crm', 'test', {}, 't1'))).toEqual({ endpointId: 'crm', status: 200, failure: null });
    expect(crm.all.map((each) => [each.body.type, verifies(secret, each)])).toEqual([['WebhookTest', true]]);
    crm.answer(() => ({ status: 500 }));
    expect(accepted(await change('crm', 'test', {}, 't2'))).toEqual({ endpointId: 'crm', status: 500, failure: 'answered 500' });
  });
});

describe('what is refused', () => {
  it('every target inside where the operator allowed no net', async () => {
    const strict = await startTestServer();
    const inside = ['http://127.0.0.1:8080/', 'https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest', 'https://localhost/', 'https://2130706433/'];
    try {
      for (const url of [...inside, 'ftp://example.com/', 'https://u:p@example.com/', 'no url']) {
        expect([url, (await strict.post('/webhook-endpoints', { endpointId: 'e', url })).json]).toMatchObject([url, { status: 422, code: 'WEBHOOK.TARGET_REFUSED' }]);
      }
      expect((await strict.get('/events?stream=webhookendpoint-')).json).toMatchObject({ events: [] });
    } finally {
      await strict.stop();
    }
  });

  it('a name that leads inside only later: nothing is connected to', async () => {
    const inside = await receiver();
    let asked = 0;
    const resolve = () => Promise.resolve([{ address: (asked += 1) === 1 ? '93.184.216.34' : '127.0.0.1', family: 4 }]);
    const strict = await startTestServer({ webhooks: { resolve } });
    try {
      const url = inside.url.replace('http://127.0.0.1', 'https://hooks.example');
      accepted(await strict.post('/webhook-endpoints', { endpointId: 'e', url }));
      await founded(strict);
      for (;;) {
        const { lastFailure } = (await strict.get('/webhook-endpoints/e')).json;
        if (lastFailure !== null) {
          expect(lastFailure).toContain('leads to 127.0.0.1, which is not a public address');
          break;
        }
      }
      expect(inside.all).toEqual([]);
    } finally {
      await strict.stop();
    }
  });

  it('unknown endpoints, types, versions and unclear requests', async () => {
    expect((await server.get('/webhook-endpoints/none')).json).toMatchObject({ status: 404, code: 'WEBHOOK_ENDPOINT.NOT_FOUND' });
    expect((await change('none', 'pause', {}, 'p')).json).toMatchObject({ status: 404, code: 'WEBHOOK.UNKNOWN' });
    const crm = await receiver();
    const body = { endpointId: 'crm', url: crm.url };
    for (const more of [{ eventTypes: ['Nonsense'] }, { contractVersion: 2 }, { order: 'some' }, { envelope: 'xml' }, { after: -1 }]) {
      expect((await server.post('/webhook-endpoints', { ...body, ...more })).status).toBe(422);
    }
    await register('crm', crm);
    expect((await change('crm', 'settings', {}, 's')).json).toMatchObject({ code: 'WEBHOOK.NOTHING_TO_CHANGE' });
    expect((await change('crm', 'replays', {}, 'r')).json).toMatchObject({ code: 'WEBHOOK.REPLAY_UNCLEAR' });
    expect((await change('crm', 'replays', { fromSequence: 1, sequences: [1] }, 'r2')).json).toMatchObject({ code: 'WEBHOOK.REPLAY_UNCLEAR' });
  });
});
