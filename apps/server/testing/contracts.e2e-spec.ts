import { contractBody } from '../routes/contract-body.example';
import { accepted, customerBody, founded } from './sample';
import { startTestServer, type TestServer } from './test-server';

let server: TestServer;
let contracts = 0;

const contract = (more: object = {}): { readonly contractId: string } & Record<string, unknown> => ({ ...contractBody, customerId: 'C1', contractId: `K${(contracts += 1)}`, ...more });
const signed = async (more: object = {}): Promise<string> => {
  const body = contract(more);
  accepted(await server.post('/contracts', body));
  return body.contractId;
};
const call = (usageId: string, more: object = {}) => ({ usageId, itemId: 'platform', meter: 'api-calls', quantity: '3', on: '2010-12-03', ...more });

beforeAll(async () => {
  server = await startTestServer();
  await founded(server);
});
afterAll(() => server.stop());

const [seats] = contractBody.items as unknown as readonly [{ readonly subscription: object }];

describe('contracts', () => {
  it('signs one in all five models once, and shows it with its items and facts', async () => {
    const body = contract();
    const first = accepted(await server.post('/contracts', body, { role: 'clerk' }));
    expect(first).toMatchObject({ contractId: body.contractId, accountId: 'UK~C1', endsOn: '2011-11-30' });
    const again = await server.post('/contracts', body);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect((await server.post('/contracts', { ...body, reference: 'other' })).json).toMatchObject({ status: 409, code: 'CONTRACT.CONFLICT' });
    const read = await server.get(`/contracts/${body.contractId}`, { role: 'auditor' });
    expect(read.headers.get('etag')).toBe('"0"');
    expect(read.json).toMatchObject({ accountId: 'UK~C1', ended: false, history: [{ type: 'ContractSigned', actor: 'clerk key' }] });
    expect((read.json['items'] as { model: string }[]).map(({ model }) => model)).toEqual(['subscription', 'fixed-fee', 'hourly', 'value-based', 'retainer']);
    expect((await server.get('/contracts/nowhere')).json).toMatchObject({ status: 404, code: 'CONTRACT.NOT_FOUND' });
  });

  it('is paid by another customer’s account where that is agreed', async () => {
    accepted(await server.post('/customers', customerBody('PAYER')));
    expect(accepted(await server.post('/contracts', contract({ payerCustomerId: 'PAYER' })))).toMatchObject({ accountId: 'UK~PAYER' });
    expect((await server.post('/contracts', contract({ payerCustomerId: 'NOBODY' }))).json).toMatchObject({ status: 404, code: 'CUSTOMER.UNKNOWN' });
  });

  it('is amended, accepted and ended', async () => {
    const contractId = await signed();
    const at = `/contracts/${contractId}`;
    const amendment = { amendmentId: 'A-1', effectiveFrom: '2010-12-15', removedItems: [{ itemId: 'care' }], reason: 'not needed' };
    expect((await server.post(`${at}/amendments`, amendment, { headers: { 'if-match': '"7"' } })).status).toBe(412);
    accepted(await server.post(`${at}/amendments`, amendment, { headers: { 'if-match': '"0"' } }));
    const milestone = accepted(await server.post(`${at}/milestones/go-live/acceptance`, { itemId: 'project', acceptedOn: '2010-12-10' }));
    expect(milestone).toMatchObject({ contractId, milestoneId: 'go-live', amount: '2000.00' });
    const outcome = accepted(await server.post(`${at}/outcomes/ACC-1/acceptance`, { itemId: 'migration', acceptedOn: '2010-12-11', measuredValue: '40000.00' }));
    expect(outcome).toMatchObject({ acceptanceId: 'ACC-1', amount: '4000.00' });
    const ended = accepted(await server.post(`${at}/end`, { endsOn: '2011-06-30', reason: 'cancelled' }, { headers: { 'idempotency-key': `end-${contractId}` } }));
    expect(ended).toMatchObject({ contractId, endsOn: '2011-06-30' });
    const read = await server.get(at);
    expect(read.json).toMatchObject({ ended: true, endsOn: '2011-06-30' });
    expect((read.json['history'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'ContractSigned', 'ContractAmended', 'MilestoneAccepted', 'RevenueRecognised', 'OutcomeAccepted', 'RevenueRecognised', 'ContractEnded',
    ]);
  });

  it.each<[string, (body: Record<string, unknown>) => object, string]>([
    ['no items', (body) => ({ ...body, items: [] }), 'items'],
    ['a model of no name', (body) => ({ ...body, items: [{ ...contractBody.items[0], model: 'barter' }] }), 'items[0].model'],
    ['a day that is none', (body) => ({ ...body, startsOn: '2010-02-30' }), 'startsOn'],
    ['a price with an exponent', (body) => ({ ...body, items: [{ ...seats, subscription: { ...seats.subscription, unitPrice: '1e9' } }] }), 'items[0].subscription.unitPrice'],
    ['an unknown field', (body) => ({ ...body, discount: '5' }), 'discount'],
  ])('refuses %s, and names the field', async (_what, change, field) => {
    expect((await server.post('/contracts', change(contract()))).json).toMatchObject({ status: 422, errors: [{ field }] });
  });

  it('is for clerks and controllers to sign', async () => {
    expect((await server.post('/contracts', contract(), { role: 'integrator' })).status).toBe(403);
    expect((await server.post('/contracts', contract(), { role: 'auditor' })).status).toBe(403);
  });
});

describe('usage', () => {
  it('counts each record once, and answers a batch sent again the same', async () => {
    const at = `/contracts/${await signed()}/usage`;
    const body = { batchId: 'B1', records: [call('1'), call('2'), call('1')] };
    expect(accepted(await server.post(at, body, { role: 'integrator' }))).toMatchObject({ batchId: 'B1', recorded: 2, duplicates: 1 });
    const again = await server.post(at, body, { role: 'clerk' });
    expect([again.json['recorded'], again.headers.get('idempotent-replayed')]).toEqual([2, 'true']);
    const differs = await server.post(at, { records: [call('3'), call('2', { quantity: '4' })] });
    expect(differs.json).toMatchObject({ status: 409, code: 'USAGE.CONFLICT', detail: expect.stringContaining('Record 2, usage "2"') as string });
    expect(accepted(await server.post(at, { records: [call('3')] }))).toMatchObject({ recorded: 1 });
    expect((await server.post(at, { records: [call('4')] }, { role: 'auditor' })).status).toBe(403);
  });

  it.each<[string, unknown, string, string]>([
    ['a negative quantity', call('x', { quantity: '-1' }), 'records[1].quantity', 'FIELD.DECIMAL'],
    ['a quantity that is a number', call('x', { quantity: 3 }), 'records[1].quantity', 'FIELD.DECIMAL'],
    ['an exponent bomb', call('x', { quantity: '1e100000000' }), 'records[1].quantity', 'FIELD.DECIMAL'],
    ['a day that is none', call('x', { on: '2010-12-32' }), 'records[1].on', 'FIELD.DAY'],
    ['no id', call('x', { usageId: undefined }), 'records[1].usageId', 'FIELD.MISSING'],
    ['an id with a line break', call('a\nb'), 'records[1].usageId', 'FIELD.ID'],
    ['null for a meter', call('x', { meter: null }), 'records[1].meter', 'FIELD.ID'],
    ['an unknown field', call('x', { amount: '1.00' }), 'records[1].amount', 'FIELD.UNKNOWN'],
    ['a list for a record', [], 'records[1]', 'FIELD.OBJECT'],
    ['null for a record', null, 'records[1]', 'FIELD.OBJECT'],
  ])('refuses %s, by place', async (_what, record, field, code) => {
    const reply = await server.post('/contracts/K1/usage', { records: [call('1'), record] });
    expect(reply.json).toMatchObject({ status: 422, errors: [{ field, code, rule: expect.any(String) as string, remedy: expect.any(String) as string }] });
  });

  it('refuses no list, an empty one and too long a one', async () => {
    for (const records of [undefined, 'x', [], Array.from({ length: 5_001 }, (_, index) => call(`u${index}`))]) {
      const reply = await server.post('/contracts/K1/usage', { records });
      expect([400, 422]).toContain(reply.status);
    }
    expect((await server.post('/contracts/K1/usage', { records: [] })).json).toMatchObject({ errors: [{ field: 'records', code: 'FIELD.LIST' }] });
  });

  it('takes thousands of records of many contracts in one request above 1 MiB, and nothing above 4 MiB', async () => {
    const ids = [await signed(), await signed(), await signed()];
    const many = (contractId: string) => ({ contractId, records: Array.from({ length: 4_000 }, (_, index) => call(`a-long-id-of-a-call-${index}`, { text: 'x'.repeat(20) })) });
    const body = JSON.stringify({ batches: [...ids.map(many), { contractId: 'nowhere', records: [call('1')] }] });
    expect(body.length).toBeGreaterThan(1_048_576);
    const answer = await server.post('/usage', body, { role: 'integrator' });
    expect(answer.json).toMatchObject({ recorded: 12_000, duplicates: 0, refused: 1, results: [{ state: 'recorded' }, {}, {}, { state: 'refused', code: 'CONTRACT.UNKNOWN' }] });
    expect((await server.post('/usage', `{"batches":"${'x'.repeat(4_194_304)}"}`)).json).toMatchObject({ status: 413, code: 'REQUEST.TOO_LARGE' });
    expect((await server.post('/contracts', `{"contractId":"${'x'.repeat(1_048_576)}"}`)).status).toBe(413);
  });

  it('recognises what is not billed yet, through a day that has come', async () => {
    const contractId = await signed();
    accepted(await server.post(`/contracts/${contractId}/usage`, { records: [{ usageId: 'h1', itemId: 'advice', meter: 'senior', quantity: '1.5', on: '2010-12-07' }] }));
    const recognised = await server.post('/revenue-recognitions', { requestId: 'r1', contractId, through: '2010-12-31' });
    expect(recognised.json).toMatchObject({ contracts: 1, items: expect.arrayContaining([expect.objectContaining({ itemId: 'advice', cause: 'accrual', amount: '180.00' })]) as object });
    expect((await server.post('/revenue-recognitions', { requestId: 'r2', contractId, through: '2999-12-31' })).json).toMatchObject({ status: 422, code: 'DATE.IN_FUTURE' });
    const all = await server.post('/revenue-recognitions', { requestId: 'r3', through: '2010-12-31' });
    expect(all.json).toMatchObject({ through: '2010-12-31', refused: [] });
  });
});
