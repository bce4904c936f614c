import { accepted, founded, paymentBody, saleBody } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;
let invoiceId = '';

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
  invoiceId = accepted(await server.post('/sales', saleBody('M1'))).invoiceId ?? '';
});
afterAll(() => server.stop());

const fresh = (answer: Record<string, string>): string => `min=${String(answer.writeToken)}&wait=20000`;
const post = (path: string, body: object, key?: string) => server.post(path, body, key === undefined ? {} : { headers: { 'idempotency-key': key } });

describe('payments', () => {
  it('allocates what is known, and what is identified later', async () => {
    const known = accepted(await post('/payments', paymentBody('M-known', { reference: 'INV-000001' })));
    expect(known).toMatchObject({ paymentId: 'M-known', amount: '10.00', identified: '10.00', unapplied: '0.00' });
    expect(known).toMatchObject({ allocations: [{ accountId: 'UK~C1', items: [{ invoiceId, amount: '10.00' }] }] });
    const unknown = accepted(await post('/payments', { paymentId: 'M-unknown', receivedOn: '2010-12-20', currency: 'GBP', amount: '5.00' }));
    expect(unknown).toMatchObject({ unidentified: '5.00', allocations: [] });
    expect((await server.get(`/payments?unidentifiedOnly=true&${fresh(unknown)}`)).json).toMatchObject({ items: [{ paymentId: 'M-unknown' }] });
    const identified = accepted(await post('/payments/M-unknown/identifications', { splits: [{ customerId: 'C1' }] }, 'identify-1'));
    expect(identified).toMatchObject({ unidentified: '0.00', identified: '5.00' });
    const read = await server.get(`/payments/M-unknown?${fresh(identified)}`);
    expect(read.json).toMatchObject({ state: 'identified' });
    expect((read.json['history'] as { type: string }[]).map(({ type }) => type)).toEqual(expect.arrayContaining(['PaymentReceived', 'PaymentIdentified', 'PaymentEntered']));
  });

  it('reopens the invoice when the bank takes the money back', async () => {
    const reversed = accepted(await post('/payments/M-known/reversals', { reversalId: 'bounce-1', valueDate: '2010-12-23', reason: 'insufficient funds' }));
    expect(reversed).toMatchObject({ reversalId: 'bounce-1', amount: '10.00', reversed: [{ items: [{ invoiceId, amount: '10.00' }] }] });
    expect((await server.get(`/invoices/${invoiceId}?${fresh(reversed)}`)).json).toMatchObject({ open: '34.71' });
    expect((await post('/payments/M-none/reversals', { reversalId: 'x', valueDate: '2010-12-23', reason: 'x' })).status).toBe(404);
  });

  it('refuses the same payment with another amount', async () => {
    expect((await post('/payments', paymentBody('M-known', { reference: 'INV-000001', amount: '11.00' }))).status).toBe(409);
  });
});

describe('allocations', () => {
  it('applies by hand, undoes, and refuses to go beyond either side', async () => {
    accepted(await post('/payments', paymentBody('M-hand', { amount: '20.00', allocate: 'none' })));
    const body = { accountId: 'UK~C1', source: { kind: 'receipt', id: 'M-hand' }, allocatedOn: '2010-12-24', items: [{ invoiceId, amount: '8.00' }] };
    expect((await post('/allocations', body)).json).toMatchObject({ status: 422, code: 'IDEMPOTENCY.KEY_REQUIRED' });
    const allocated = accepted(await post('/allocations', body, 'alloc-1'));
    expect(allocated).toMatchObject({ allocationId: 'alloc-1', unapplied: '12.00', items: [{ invoiceId, amount: '8.00' }] });
    const beyond = await post('/allocations', { ...body, items: [{ invoiceId, amount: '999.00' }] }, 'alloc-2');
    expect([409, 422]).toContain(beyond.status);
    const early = await post('/allocations', { ...body, allocatedOn: '2010-12-01' }, 'alloc-3');
    expect([409, 422]).toContain(early.status);
    const undone = accepted(await post('/allocations/alloc-1/reversals', { accountId: 'UK~C1', reversedOn: '2010-12-25', reason: 'wrong invoice' }, 'undo-1'));
    expect(undone).toMatchObject({ allocationId: 'alloc-1', items: [{ amount: '8.00' }] });
    const items = (await server.get(`/accounts/UK~C1/items?openOnly=true&${fresh(undone)}`)).json['items'];
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'receipt', documentId: 'M-hand', open: '20.00' })]));
  });
});

describe('corrections', () => {
  const at = '/accounts/UK~C1';
  const reason = 'test';
  it.each([
    ['a deduction of an unknown kind', `${at}/deductions`, { deductionId: 'X', invoiceId: 'I', kind: 'gift', reason }, 'kind'],
    ['a deduction that names no invoice', `${at}/deductions`, { deductionId: 'X', kind: 'tolerance', reason }, 'invoiceId'],
    ['a write-off without a reason code', `${at}/write-offs`, { writeOffId: 'X', reason }, 'reasonCode'],
    ['a write-off of less than nothing', `${at}/write-offs`, { writeOffId: 'X', reasonCode: 'other', reason, items: [{ invoiceId: 'I', amount: '-1.00' }] }, 'items[0].amount'],
    ['a refund of nothing', `${at}/refunds`, { refundId: 'X', source: { kind: 'receipt', id: 'P' }, amount: '0.00', reason }, 'amount'],
    ['a refund from no source', `${at}/refunds`, { refundId: 'X', source: { kind: 'gift', id: 'P' }, reason }, 'source.kind'],
    ['late charges through a day that does not exist', `${at}/late-charges`, { requestId: 'X', through: '2011-02-30' }, 'through'],
    ['a move to what is no account', '/payments/P/moves', { requestId: 'X', fromAccountId: 'UK~C1', toAccountId: 'C2', reason }, 'toAccountId'],
    ['an unknown field', `${at}/write-offs/W/tax-relief`, { reliefId: 'X', amount: '1.00' }, 'amount'],
  ])('refuses %s and names the field', async (_what, path, body, field) => {
    expect((await post(path, body)).json).toMatchObject({ status: 422, errors: expect.arrayContaining([expect.objectContaining({ field })]) });
  });

  it('refuses what is not on record, and unnamed requests', async () => {
    expect((await post(`${at}/refunds/none/payment`, {})).json).toMatchObject({ status: 404, code: 'REFUND.UNKNOWN' });
    expect((await post(`${at}/write-offs/none/reversals`, { reason }, 'w-1')).json).toMatchObject({ status: 404, code: 'WRITE_OFF.UNKNOWN' });
    expect((await post(`${at}/late-charges`, {})).json).toMatchObject({ status: 422, code: 'IDEMPOTENCY.KEY_REQUIRED' });
    expect((await post(`${at}/late-charges`, {}, 'late-1')).json).toMatchObject({ status: 409, code: 'LATE_CHARGE.NOT_CONFIGURED' });
  });
});

describe('accounts', () => {
  it('holds and releases: sales wait meanwhile', async () => {
    accepted(await post('/accounts/UK~C2/hold', { reason: 'under review', heldOn: '2010-12-01' }, 'hold-1'));
    const waiting = accepted(await post('/sales', saleBody('M2', { customerId: 'C2' })));
    expect(waiting).toMatchObject({ state: 'waiting' });
    const read = await server.get(`/accounts/UK~C2?${fresh(waiting)}`);
    expect(read.json).toMatchObject({ accountId: 'UK~C2', customerId: 'C2', held: true });
    expect(read.headers.get('etag')).toMatch(/^"\d+"$/);
    const stale = await server.post('/accounts/UK~C2/release', { reason: 'done', requestId: 'release-0' }, { headers: { 'if-match': '"77"' } });
    expect(stale.status).toBe(412);
    accepted(await post('/accounts/UK~C2/release', { reason: 'done', releasedOn: '2010-12-02' }, 'release-1'));
    expect((await server.get('/accounts/UK~nobody')).json).toMatchObject({ status: 404, code: 'ACCOUNT.NOT_FOUND' });
  });

  it('opens and settles disputes', async () => {
    expect(accepted(await post('/accounts/UK~C1/disputes', { invoiceId, disputeId: 'D1', openedOn: '2010-12-26', reason: 'two missing' }))).toMatchObject({ state: 'open' });
    expect(accepted(await post('/accounts/UK~C1/disputes/D1/resolution', { outcome: 'credited', resolvedOn: '2010-12-27' }, 'settle-1'))).toMatchObject({ state: 'resolved' });
  });
});

describe('reminder runs', () => {
  it('sends a letter once, however often the run is asked for', async () => {
    const run = accepted(await post('/reminder-runs', { entityId: 'UK', runDate: '2011-01-10' }, 'run-1'));
    expect(run).toMatchObject({ sent: 1 });
    expect(accepted(await post('/reminder-runs', { entityId: 'UK', runDate: '2011-01-10' }, 'run-2'))).toMatchObject({ sent: 0 });
    const letters = (await server.get(`/reminders?state=sent&${fresh(run)}`)).json;
    expect(letters).toMatchObject({ items: [{ accountId: 'UK~C1', state: 'sent', items: [{ step: 'friendly' }] }] });
    expect((await server.get('/reminders/skipped')).status).toBe(200);
  });
});

describe('operations', () => {
  it('tells health and lag of each projection, and metrics', async () => {
    expect((await server.get('/health/live', { role: null })).json).toEqual({ status: 'live' });
    expect((await server.get('/health/ready', { role: null })).json).toEqual({ status: 'ready' });
    const { json } = await server.get('/health', { role: 'admin' });
    expect(json).toMatchObject({ status: 'ready', projections: expect.arrayContaining([expect.objectContaining({ projection: 'receivables', sequence: expect.any(Number) })]) });
    const metrics = await server.get('/metrics', { role: 'admin' });
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(metrics.text).toContain('daybook_projection_lag_events{projection="receivables"}');
    expect(metrics.text).toMatch(/daybook_commands_total\{command="CloseSale",outcome="accepted"\} \d+/);
  });
});
