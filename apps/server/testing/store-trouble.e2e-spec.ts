import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '#event-store/embedded';
import { founded, saleBody } from './sample';
import { startTestServer } from './test-server';

describe('a store in trouble', () => {
  it('that is full refuses with 503 and goes on reading', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-full-'));
    const server = await startTestServer({}, folder, { openStore: () => openEmbeddedStore({ file: join(folder, 'events.db'), pageLimit: 60 }) });
    await founded(server);
    let refused;
    for (let n = 1; refused === undefined && n < 500; n += 1) {
      const reply = await server.post('/sales', saleBody(`F${n}`, { billing: 'later' }));
      refused = reply.status === 201 ? undefined : reply;
    }
    expect(refused?.json).toMatchObject({ status: 503, code: 'STORE_FULL', detail: expect.stringContaining('Free space') });
    expect(refused?.headers.get('retry-after')).toBe('5');
    expect((await server.get('/events?limit=1')).status).toBe(200);
    await server.stop();
  });

  it('that has been out of reach for a while is not waited for: the answer comes at once, and later it is back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-away-'));
    let awayMs: number | null = null;
    const store = await openEmbeddedStore({ file: join(folder, 'events.db') });
    const server = await startTestServer({}, folder, { openStore: () => Promise.resolve(Object.assign(store, { outOfReachMs: () => awayMs })) });
    await founded(server);
    awayMs = 12_345;
    const refused = await server.post('/sales', saleBody('A1', { billing: 'later' }));
    expect(refused.json).toMatchObject({ status: 503, code: 'STORE_UNAVAILABLE', detail: expect.stringContaining('Repeat the request') });
    expect(refused.headers.get('retry-after')).toBe('5');
    awayMs = null;
    expect((await server.post('/sales', saleBody('A1', { billing: 'later' }))).status).toBe(201);
    await server.stop();
  });
});
