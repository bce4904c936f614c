import { stripeApiVersion, StripeGateway } from '#gateway';
import { signatureHeader, StripeStandIn } from '../../../libs/gateway/testing';
import { accepted, customerBody, entityBody, saleBody } from '../testing/sample';
import { startTestServer, type Reply, type TestServer } from '../testing/test-server';

const apiKey = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc';
const [newSecret, oldSecret] = ['whsec_testsecretnew', 'whsec_testsecretold'];
/** Noon of 20 December 2010 in London. */
let now = Date.UTC(2010, 11, 20, 12);
let server: TestServer;
let standIn: StripeStandIn;
let invoices: Record<string, string>[];

const seconds = (): number => Math.floor(now / 1000);

beforeEach(async () => {
  now = Date.UTC(2010, 11, 20, 12);
  standIn = new StripeStandIn(apiKey, stripeApiVersion);
  const gateway = new StripeGateway({ apiKey, webhookSecrets: [newSecret, oldSecret], url: await standIn.start(), retries: 0 });
  server = await startTestServer({}, undefined, { gateway: { gateway }, publicUrl: 'https://bills.example', clock: { now: () => now } });
  const bankAccount = { accountHolder: 'Sample Retail Ltd', iban: 'GB33BUKB20201555555555' };
  accepted(await server.post('/entities', { ...entityBody, bankAccount }));
  accepted(await server.post('/customers', customerBody('C1')));
  accepted(await server.post('/customers', customerBody('C2')));
  invoices = [accepted(await server.post('/sales', saleBody('S1'))), accepted(await server.post('/sales', saleBody('S2'))), accepted(await server.post('/sales', saleBody('S3')))];
});
afterEach(async () => {
  await server.stop();
  await standIn.stop();
});

const tell = (body: string, signature = signatureHeader(body, [newSecret], seconds())): Promise<Reply> =>
  server.post('/gateway/stripe/webhook', body, { role: null, headers: { 'stripe-signature': signature } });

const pageOf = async (documentId: string): Promise<string> => {
  const link = await server.ledger.links.linkTo({ accountId: 'UK~C1', documentId, kind: 'invoice' });
  return new URL(link?.url ?? '').pathname;
};

const form = (path: string, fields: string): Promise<Reply> =>
  server.post(path, fields, { role: null, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url } });

/** From the button on the page to the payer's payment at the stand-in. */
async function paid(invoice: Record<string, string>) {
  const page = await pageOf(invoice['invoiceId'] ?? '');
  const reply = await form(`${page}/pay`, `item=${invoice['invoiceId']}:1`);
  expect(reply.status).toBe(200);
  const sessionId = /checkout\.example\/c\/pay\/(cs_test\d+)/.exec(reply.text)?.[1] ?? '';
  return standIn.books.pay(sessionId);
}

async function open(index: number): Promise<string> {
  await server.ledger.readModels.catchUp();
  return String((await server.get(`/invoices/${invoices[index]?.['invoiceId']}`)).json['open']);
}

async function clearing(): Promise<string> {
  await server.ledger.readModels.catchUp();
  const { body } = (await server.get('/reports/trial-balance?entityId=UK&from=2010-01-01&asOf=2011-12-31')).json as {
    body: { sections: { rows: { role: string; closing: string }[] }[] };
  };
  return body.sections[0]?.rows.find(({ role }) => role === 'gateway-clearing')?.closing ?? 'none';
}

const created = (type: string, object: object, more = {}): string => standIn.event(type, object, { created: seconds(), ...more });

describe('paying online, all the way round', () => {
  it('pays, refunds, is charged back and paid out, and nothing stays in clearing', async () => {
    const intent = await paid(invoices[0] ?? {});
    expect(intent.metadata).toMatchObject({ daybook_ledger: server.ledger.ledgerId, daybook_account: 'UK~C1' });
    const succeeded = created('payment_intent.succeeded', StripeStandIn.intentObject(intent));
    expect((await tell(succeeded)).json).toEqual({ received: true, outcome: 'recorded' });
    expect(await open(0)).toBe('0.00');
    expect(await open(1)).not.toBe('0.00');
    // The same event, and the same payment under another event, change nothing.
    expect((await tell(succeeded)).json).toMatchObject({ outcome: 'known' });
    expect((await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(intent)))).json).toMatchObject({ outcome: 'known' });

    // The payment is given back by a refund of ours: the invoice is credited first, so that money is free.
    const sum = intent.amount;
    accepted(await server.post(`/invoices/${invoices[0]?.['invoiceId']}/cancellation`, { requestId: 'X1', reason: 'not wanted' }));
    await server.ledger.readModels.catchUp();
    const credits = (await server.get('/credit-notes')).json as { items?: { creditNoteId: string }[] };
    const source = { kind: 'credit', id: credits.items?.[0]?.creditNoteId };
    accepted(await server.post('/accounts/UK~C1/refunds', { refundId: 'R1', source, reason: 'cancelled' }));
    const placed = accepted(await server.post('/gateway/refunds', { accountId: 'UK~C1', refundId: 'R1', paymentId: `stripe:${intent.id}` }, { headers: { 'idempotency-key': 'refund-R1' } }));
    const refund = standIn.books.refunds.get(placed['gatewayRefundId'] ?? '');
    expect(refund).toMatchObject({ amount: sum });
    // Until the gateway says what came of it, nobody pays it in another way or frees the money.
    for (const [outcome, body] of [['payment', {}], ['failure', { reason: 'changed our mind' }]] as const) {
      expect(await server.post(`/accounts/UK~C1/refunds/R1/${outcome}`, body)).toMatchObject({ status: 409, json: { code: 'REFUND.AT_GATEWAY' } });
    }
    const refunded = created('refund.updated', refund ?? {});
    expect((await tell(refunded)).json).toMatchObject({ outcome: 'recorded' });
    expect((await tell(created('refund.created', refund ?? {}))).json).toMatchObject({ outcome: 'known' });

    // The second invoice is paid, charged back, won back.
    const second = await paid(invoices[1] ?? {});
    const dispute = standIn.books.dispute(second, 'needs_response', -1);
    // The chargeback is told before the payment: it is refused until the payment is there.
    const withdrawn = created('charge.dispute.funds_withdrawn', dispute);
    expect(await tell(withdrawn)).toMatchObject({ status: 409, json: { code: 'GATEWAY.NOT_YET' } });
    expect((await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(second)))).json).toMatchObject({ outcome: 'recorded' });
    expect(await open(1)).toBe('0.00');
    expect((await tell(withdrawn)).json).toMatchObject({ outcome: 'recorded' });
    expect((await tell(created('charge.dispute.closed', { ...dispute, status: 'lost' }))).json).toMatchObject({ outcome: 'known' });
    expect(await open(1)).not.toBe('0.00');

    // Everything is paid out, less the fees; nothing stays in clearing.
    const third = await paid(invoices[2] ?? {});
    expect((await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(third)))).json).toMatchObject({ outcome: 'recorded' });
    // The other two came and went: the third payment is all that is held, and fees are nobody's yet.
    expect((await clearing()).replace('.', '')).toBe(String(third.amount));
    now = Date.UTC(2010, 11, 24, 12);
    const payout = standIn.books.payout('gbp', Date.UTC(2010, 11, 24) / 1000);
    const paidOut = created('payout.paid', payout);
    expect((await tell(paidOut)).json).toMatchObject({ outcome: 'recorded' });
    expect((await tell(paidOut)).json).toMatchObject({ outcome: 'known' });
    expect(await clearing()).toBe('0.00');

    // Won after all: the money is back, and pays the invoice again.
    standIn.books.dispute(second, 'won', 1, String(dispute['id']));
    expect((await tell(created('charge.dispute.funds_reinstated', { ...dispute, status: 'won' }))).json).toMatchObject({ outcome: 'recorded' });
    expect(await open(1)).toBe('0.00');
    const later = standIn.books.payout('gbp', Date.UTC(2010, 11, 24) / 1000);
    expect((await tell(created('payout.paid', later))).json).toMatchObject({ outcome: 'recorded' });
    expect(await clearing()).toBe('0.00');
    // A payout that the bank sends back: the money lies at the gateway again.
    expect((await tell(created('payout.failed', { ...later, status: 'failed' }))).json).toMatchObject({ outcome: 'recorded' });
    expect(await clearing()).not.toBe('0.00');
    const ties = (await server.get('/reports/tie-out?entityId=UK&asOf=2011-12-31')).json;
    expect(JSON.stringify(ties)).not.toContain('"ties":false');
  });

  it('records no payout that is not the sum of its transactions, and says so', async () => {
    const intent = await paid(invoices[0] ?? {});
    await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(intent)));
    const payout = standIn.books.payout('gbp', Date.UTC(2010, 11, 20) / 1000);
    expect(await tell(created('payout.paid', { ...payout, amount: payout.amount + 1 }))).toMatchObject({ status: 409, json: { code: 'GATEWAY.PAYOUT_MISMATCH' } });
    expect(server.logLines.some((line) => line.includes('GATEWAY.PAYOUT_MISMATCH'))).toBe(true);
  });

  it('makes one payment of two clicks', async () => {
    const page = await pageOf(invoices[0]?.['invoiceId'] ?? '');
    const [first, second] = [await form(`${page}/pay`, `item=${invoices[0]?.['invoiceId']}:1`), await form(`${page}/pay`, `item=${invoices[0]?.['invoiceId']}:1`)];
    expect(first.text).toBe(second.text);
    expect(standIn.seen).toHaveLength(1);
  });

  it('takes a refund made at the gateway itself as money taken back', async () => {
    const intent = await paid(invoices[0] ?? {});
    await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(intent)));
    const refund = standIn.books.refund(intent, 100, {});
    expect((await tell(created('refund.created', refund))).json).toMatchObject({ outcome: 'recorded' });
    expect(await open(0)).toBe('1.00');
    expect((await tell(created('refund.failed', { ...refund, status: 'failed' }))).json).toMatchObject({ outcome: 'recorded' });
  });

  it('books nothing of a refund, dispute or payout in another currency than what it belongs to, and says so loudly', async () => {
    const intent = await paid(invoices[0] ?? {});
    await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(intent)));
    const held = await clearing();
    const refused = async (type: string, object: object): Promise<void> => {
      expect(await tell(created(type, object))).toMatchObject({ status: 409, json: { code: 'GATEWAY.OTHER_CURRENCY', detail: expect.stringContaining('Nothing was recorded') as string } });
      expect(await clearing()).toBe(held);
    };
    const refund = standIn.books.refund(intent, 100, {});
    for (const currency of ['usd', 'jpy', 'kwd']) {
      await refused('refund.created', { ...refund, currency, amount: 1000 });
      await refused('charge.dispute.funds_withdrawn', { ...standIn.books.dispute(intent, 'needs_response', -1), currency, amount: 1000 });
    }
    expect(server.logLines.some((line) => line.includes('GATEWAY.OTHER_CURRENCY'))).toBe(true);
    // What was taken in pounds comes back in pounds, and not more of it.
    expect((await tell(created('refund.created', refund))).json).toMatchObject({ outcome: 'recorded' });
    expect(await tell(created('refund.failed', { ...refund, status: 'failed', currency: 'usd' }))).toMatchObject({ status: 409, json: { code: 'GATEWAY.OTHER_CURRENCY' } });
    expect(await tell(created('refund.failed', { ...refund, status: 'failed', amount: 101 }))).toMatchObject({ status: 409, json: { code: 'GATEWAY.RETURN_EXCEEDS' } });
    expect((await tell(created('refund.failed', { ...refund, status: 'failed' }))).json).toMatchObject({ outcome: 'recorded' });
    expect(await tell(created('refund.failed', { ...refund, status: 'failed', amount: 99 }))).toMatchObject({ status: 409, json: { code: 'PAYMENT.CONFLICT' } });
    expect(await clearing()).toBe(held);
  });

  it('knows a payout by its currency too', async () => {
    const intent = await paid(invoices[0] ?? {});
    await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(intent)));
    const payout = standIn.books.payout('gbp', Date.UTC(2010, 11, 20) / 1000);
    expect(await tell(created('payout.paid', { ...payout, currency: 'usd' }))).toMatchObject({ status: 409, json: { code: 'GATEWAY.CONVERTED' } });
    expect((await tell(created('payout.paid', payout))).json).toMatchObject({ outcome: 'recorded' });
    expect(await tell(created('payout.paid', { ...payout, currency: 'usd' }))).toMatchObject({ status: 409, json: { code: 'PAYOUT.CONFLICT' } });
  });

  it('takes partial refunds one by one, never more than came, and none without a sign of money', async () => {
    const intent = await paid(invoices[0] ?? {});
    await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(intent)));
    for (const amount of [100, 250]) {
      expect((await tell(created('refund.created', standIn.books.refund(intent, amount, {})))).json).toMatchObject({ outcome: 'recorded' });
    }
    expect(await open(0)).toBe('3.50');
    const held = await clearing();
    const tooMuch = await tell(created('refund.created', standIn.books.refund(intent, intent.amount, {})));
    expect(tooMuch.status).toBe(409);
    for (const amount of [0, -100]) {
      expect(await tell(created('refund.created', { ...standIn.books.refund(intent, 1, {}), amount }))).toMatchObject({ status: 400, json: { code: 'GATEWAY.UNREADABLE' } });
    }
    expect(await clearing()).toBe(held);
    // Money back before its withdrawal was told is refused until it was.
    const dispute = { ...standIn.books.dispute(intent, 'won', -1), amount: 200 };
    expect(await tell(created('charge.dispute.funds_reinstated', dispute))).toMatchObject({ status: 409, json: { code: 'GATEWAY.NOT_YET' } });
    expect((await tell(created('charge.dispute.funds_withdrawn', dispute))).json).toMatchObject({ outcome: 'recorded' });
    expect((await tell(created('charge.dispute.funds_reinstated', dispute))).json).toMatchObject({ outcome: 'recorded' });
    expect(await clearing()).toBe(held);
  });

  it('keeps money nobody told the purpose of as unidentified, and leaves another ledger’s alone', async () => {
    const stranger = standIn.books.payIntent({ amount: 500, currency: 'gbp', metadata: {} });
    expect((await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(stranger)))).json).toMatchObject({ outcome: 'recorded' });
    await server.ledger.readModels.catchUp();
    expect((await server.get(`/payments/stripe:${stranger.id}`)).json).toMatchObject({ state: 'unidentified', amount: '5.00' });
    const other = standIn.books.payIntent({ amount: 500, currency: 'gbp', metadata: { daybook_ledger: 'other', daybook_entity: 'UK', daybook_account: 'UK~C1' } });
    expect((await tell(created('payment_intent.succeeded', StripeStandIn.intentObject(other)))).json).toMatchObject({ outcome: 'nothing' });
  });
});

describe('the webhook', () => {
  const event = (): string => created('customer.created', { id: 'cus_1', object: 'customer' });

  it('acknowledges what it does not know, and any of its secrets', async () => {
    expect((await tell(event())).json).toEqual({ received: true, outcome: 'nothing' });
    const body = event();
    expect((await tell(body, signatureHeader(body, [oldSecret], seconds()))).status).toBe(200);
    expect((await tell(body, signatureHeader(body, ['whsec_unknown00', newSecret], seconds()))).status).toBe(200);
  });

  it.each([
    ['five minutes old', -300, 200], ['older', -301, 400], ['five minutes ahead', 300, 200], ['further ahead', 301, 400],
  ])('takes signatures of five minutes either way: %s', async (_what, offset, status) => {
    const body = event();
    expect((await tell(body, signatureHeader(body, [newSecret], seconds() + offset))).status).toBe(status);
  });

  it.each([
    ['another secret', (body: string) => signatureHeader(body, ['whsec_unknown00'], seconds())],
    ['another body', () => signatureHeader('{}', [newSecret], seconds())],
    ['another time', (body: string) => signatureHeader(body, [newSecret], seconds()).replace(/t=\d+/, `t=${seconds() - 1}`)],
    ['a later time beside the signed one', (body: string) => `${signatureHeader(body, [newSecret], seconds() - 1000)},t=${seconds()}`],
    ['no time', (body: string) => signatureHeader(body, [newSecret], seconds()).replace(/t=\d+,/, '')],
    ['the old scheme only', (body: string) => signatureHeader(body, [newSecret], seconds()).replaceAll('v1=', 'v2=')],
    ['nothing', () => ''],
    ['a very long header', (body: string) => signatureHeader(body, [newSecret], seconds()) + ',v1=00'.repeat(2_000)],
  ])('is refused without detail when signed with %s', async (_what, sign) => {
    const body = event();
    const reply = await tell(body, sign(body));
    expect(reply).toMatchObject({ status: 400, json: { code: 'GATEWAY.UNSIGNED', detail: 'This is not signed by a secret that is known here, or not within five minutes.' } });
  });

  it('refuses live events in a test ledger, bodies that are too big, broken ones and other media', async () => {
    const live = created('payment_intent.succeeded', {}, { livemode: true });
    expect((await tell(live)).status).toBe(400);
    const odd = created('customer.created', {}, { livemode: true });
    expect((await tell(odd)).json).toMatchObject({ code: 'GATEWAY.OTHER_MODE' });
    expect((await tell('x'.repeat(600_000))).status).toBe(413);
    expect((await tell('{"id":')).status).toBe(400);
    expect((await tell(JSON.stringify({ object: 'event' }))).json).toMatchObject({ code: 'GATEWAY.UNREADABLE' });
    const broken = created('payment_intent.succeeded', { id: 'pi_1', object: 'payment_intent', status: 'succeeded', amount_received: 1.5, currency: 'gbp' });
    expect((await tell(broken)).json).toMatchObject({ code: 'GATEWAY.UNREADABLE' });
    expect((await form('/gateway/stripe/webhook', 'a=1')).status).toBe(415);
  });
});
