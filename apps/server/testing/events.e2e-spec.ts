import { founded, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

interface Fed {
  readonly sequence: number;
  readonly id: string;
  readonly recordedAt: string;
  readonly data: unknown;
  readonly type: string;
  readonly stream: string;
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
  for (let n = 1; n <= 5; n += 1) {
    await server.post('/sales', saleBody(`E${n}`));
  }
});
afterAll(() => server.stop());

async function page(query: string): Promise<{ readonly events: readonly Fed[]; readonly next: number; readonly atEnd: boolean }> {
  const reply = await server.get(`/events?${query}`);
  expect(reply.status).toBe(200);
  return reply.json as unknown as Awaited<ReturnType<typeof page>>;
}

/** Reads server-sent events until `enough`, then hangs up. */
async function streamed(query: string, enough: (events: readonly Fed[]) => boolean, headers: Record<string, string> = {}): Promise<readonly Fed[]> {
  const hangUp = new AbortController();
  const response = await fetch(`${server.url}/events?${query}`, {
    headers: { authorization: `Bearer ${server.keys.integrator}`, accept: 'text/event-stream', ...headers },
    signal: hangUp.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: Fed[] = [];
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) {
        const event = JSON.parse(data) as Fed;
        expect(frame).toContain(`id: ${event.sequence}\nevent: ${event.type.replace(/^daybook\.(\w+)\.v\d+$/, '$1')}\n`);
        events.push(event);
      }
    }
    if (enough(events)) {
      break;
    }
  }
  hangUp.abort();
  return events;
}

describe('GET /events', () => {
  it('gives every own event once, numbered without a gap, page by page', async () => {
    const all = (await page('limit=1000')).events;
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    const paged: Fed[] = [];
    let after = 0;
    for (let atEnd = false; !atEnd; ) {
      const part = await page(`after=${after}&limit=7`);
      paged.push(...part.events);
      after = part.next;
      atEnd = part.atEnd;
    }
    expect(paged).toEqual(all);
    expect(all[0]).toMatchObject({ type: 'LedgerFounded' });
  });

  it('filters by type, stream and category without losing the numbering', async () => {
    const invoices = (await page('type=InvoiceIssued&limit=100')).events;
    expect(invoices).toHaveLength(5);
    expect((await page('stream=invoices-&limit=100')).events).toEqual(invoices);
    expect((await page('stream=sale-E1')).events.map(({ type }) => type)).toEqual(['SaleClosed', 'BillingAssigned']);
    expect((await page('stream=sale-E9')).events).toEqual([]);
  });

  it('wraps events as CloudEvents on request: in pages, as a batch, and in streams', async () => {
    const [plain] = (await page('type=InvoiceIssued&limit=1')).events;
    const wrapped = { specversion: '1.0', id: plain!.id, type: 'daybook.InvoiceIssued.v1', subject: plain!.stream, time: plain!.recordedAt, sequence: String(plain!.sequence), data: plain!.data };
    const whole = (await server.get('/events?type=InvoiceIssued&limit=1&envelope=cloudevents')).json as { readonly events: readonly object[] };
    expect(whole.events).toMatchObject([wrapped]);
    const batch = await fetch(`${server.url}/events?type=InvoiceIssued&limit=1`, {
      headers: { authorization: `Bearer ${server.keys.integrator}`, accept: 'application/cloudevents-batch+json' },
    });
    expect([batch.status, batch.headers.get('content-type'), batch.headers.get('daybook-next')]).toEqual([200, 'application/cloudevents-batch+json; charset=utf-8', String(plain!.sequence)]);
    expect(await batch.json()).toEqual(whole.events);
    expect((await streamed('type=InvoiceIssued&envelope=cloudevents', (events) => events.length >= 1))[0]).toMatchObject(wrapped);
    expect((await server.get('/events?envelope=soap')).status).toBe(422);
  });

  it.each(['type=Nonsense', 'stream=%24all', 'after=-1', 'after=x', 'limit=0', 'limit=5000'])('refuses %s', async (query) => {
    expect((await server.get(`/events?${query}`)).status).toBe(422);
  });

  it('refuses a cursor beyond the head, which it names, and says whose ledger it is', async () => {
    const { ledgerId } = server.ledger;
    const { next: head } = await page('limit=1000');
    expect(await page(`after=${head}`)).toEqual({ ledgerId, events: [], next: head, atEnd: true });
    const stream = { accept: 'text/event-stream' };
    for (const reply of [
      await server.get('/events?after=99999999'),
      await server.get('/events?after=99999999', { headers: stream }),
      await server.get('/events', { headers: { ...stream, 'last-event-id': '99999999' } }),
    ]) {
      expect(reply.json).toMatchObject({ status: 422, code: 'EVENTS.BEYOND_HEAD', data: { ledgerId, head } });
    }
    const hangUp = new AbortController();
    const response = await fetch(`${server.url}/events?after=${head}`, {
      headers: { authorization: `Bearer ${server.keys.integrator}`, ...stream },
      signal: hangUp.signal,
    });
    expect(response.headers.get('daybook-ledger')).toBe(ledgerId);
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value as Uint8Array)).toContain(`: ledger ${ledgerId}\n`);
    hangUp.abort();
  });

  it('streams from any sequence and goes on live', async () => {
    const before = (await page('limit=1000')).next;
    const reading = streamed(`after=${before - 3}`, (events) => events.some(({ stream }) => stream === 'sale-E6'));
    await server.post('/sales', saleBody('E6'));
    const events = await reading;
    expect(events[0]?.sequence).toBe(before - 2);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => before - 2 + index));
  });

  it('resumes after Last-Event-ID without missing or repeating one', async () => {
    const first = await streamed('after=0', (events) => events.length >= 4);
    const last = first.at(-1)?.sequence ?? 0;
    const second = await streamed('after=0', (events) => events.length >= 4, { 'last-event-id': String(last) });
    expect(second[0]?.sequence).toBe(last + 1);
    expect((await server.get('/events', { headers: { accept: 'text/event-stream', 'last-event-id': 'x' } })).status).toBe(422);
  });

  it('ends streams when the server closes', async () => {
    const other = await startTestServer();
    const response = await fetch(`${other.url}/events`, { headers: { authorization: `Bearer ${other.keys.auditor}`, accept: 'text/event-stream' } });
    const ended = response.text().catch(() => 'cut');
    await other.stop();
    await expect(ended).resolves.toEqual(expect.any(String));
  });
});
