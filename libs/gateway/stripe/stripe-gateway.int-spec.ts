import { stripeApiVersion, StripeGateway, type PaymentOrder } from '../index';
import { StripeStandIn } from '../testing';

const apiKey = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc';
const order: PaymentOrder = {
  orderId: 'order-1', ledgerId: 'L1', entityId: 'UK', accountId: 'UK~C1', currency: 'GBP', amount: '139.12', description: 'INV-000001 & <b>Söhne</b>', language: 'de',
  items: [{ invoiceId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', instalment: 1, amount: '139.12' }],
  returnUrl: 'https://pay.example/c/token?paid=1', cancelUrl: 'https://pay.example/c/token',
};

describe('payments through Stripe’s published format', () => {
  let standIn: StripeStandIn;
  let gateway: StripeGateway;

  beforeEach(async () => {
    standIn = new StripeStandIn(apiKey, stripeApiVersion);
    gateway = new StripeGateway({ apiKey, webhookSecrets: ['whsec_testsecret1'], url: await standIn.start(), retries: 0, timeoutMs: 400 });
  });
  afterEach(() => standIn.stop());

  it('asks for a payment page with the amount in the smallest unit, once per order', async () => {
    const first = await gateway.createPayment(order);
    expect(first).toEqual({ ok: true, value: { id: expect.stringMatching(/^cs_/), url: expect.stringMatching(/^https:/) } });
    expect(await gateway.createPayment(order)).toEqual(first);
    expect(standIn.seen).toEqual([
      expect.objectContaining({
        path: '/v1/checkout/sessions',
        idempotencyKey: 'order-1',
        form: expect.objectContaining({
          'line_items[0][price_data][unit_amount]': '13912',
          'line_items[0][price_data][currency]': 'gbp',
          'payment_intent_data[metadata][daybook_account]': 'UK~C1',
          'payment_intent_data[metadata][daybook_item_1]': '139.12 1 0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11',
        }),
      }),
    ]);
  });

  it('is refused other content under the same order', async () => {
    await gateway.createPayment(order);
    expect(await gateway.createPayment({ ...order, amount: '1.00' })).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'GATEWAY.REFUSED' } });
  });

  it.each([
    ['JPY', '500', '500'], ['KWD', '5.120', '5120'], ['ISK', '5', '500'], ['UGX', '700', '70000'], ['MGA', '12.00', '12'], ['EUR', '0.50', '50'],
  ])('sends %s %s as %s', async (currency, amount, sent) => {
    expect(await gateway.createPayment({ ...order, currency, amount, items: [] })).toMatchObject({ ok: true });
    expect(standIn.seen[0]?.form['line_items[0][price_data][unit_amount]']).toBe(sent);
  });

  it.each([['KWD', '5.124'], ['MGA', '12.50'], ['EUR', '0.00'], ['EUR', '-1.00'], ['EUR', '1000000.00'], ['XXX', '1']])('sends nothing for %s %s', async (currency, amount) => {
    expect(await gateway.createPayment({ ...order, currency, amount, items: [] })).toMatchObject({ ok: false, failure: { code: 'GATEWAY.AMOUNT' } });
    expect(standIn.seen).toEqual([]);
  });

  it.each([[429, 'busy'], [500, 'unavailable'], [503, 'unavailable'], ['hang', 'unavailable']] as const)('says so on %s: %s', async (trouble, kind) => {
    standIn.troubles.push(trouble);
    expect(await gateway.createPayment(order)).toMatchObject({ ok: false, failure: { kind } });
    expect(await gateway.createPayment(order)).toMatchObject({ ok: true });
  });

  it('says that its key is refused, and tells nobody the key', async () => {
    const other = new StripeGateway({ apiKey: 'sk_test_another000', webhookSecrets: ['whsec_testsecret1'], url: await standInUrl(), retries: 0 });
    const answer = await other.createPayment(order);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'GATEWAY.KEY' } });
    expect(JSON.stringify(answer)).not.toContain('another000');
  });

  const standInUrl = async (): Promise<string> => {
    await standIn.stop();
    return standIn.start();
  };

  it('refunds once per refund, and no more than was paid', async () => {
    const page = await gateway.createPayment(order);
    const intent = standIn.books.pay(page.ok ? page.value.id : '');
    const refund = { ledgerId: 'L1', accountId: 'UK~C1', refundId: 'R1', paymentId: intent.id, currency: 'GBP', amount: '100.00' };
    const placed = await gateway.refund(refund);
    expect(placed).toEqual({ ok: true, value: { id: expect.stringMatching(/^re_/), status: 'succeeded' } });
    expect(await gateway.refund(refund)).toEqual(placed);
    expect(await gateway.refund({ ...refund, refundId: 'R2' })).toMatchObject({ ok: false, failure: { code: 'GATEWAY.REFUSED' } });
    expect(intent.refunded).toBe(10_000);
  });

  const payout = (paid: { readonly id: string; readonly amount: number }, amount: string) => ({ payoutId: paid.id, currency: 'GBP', amount, arrivesOn: '2010-12-24', automatic: true });

  it('adds up a payout of payments, refunds, a chargeback, its fee and other adjustments, over several pages', async () => {
    const intent = standIn.books.payIntent({ amount: 13_912, currency: 'gbp', metadata: {} });
    standIn.books.payIntent({ amount: 10_000, currency: 'gbp', metadata: {} });
    standIn.books.refund(intent, 912, {});
    standIn.books.dispute(standIn.books.payIntent({ amount: 5_000, currency: 'gbp', metadata: {} }), 'needs_response', -1);
    standIn.books.enter({ amount: -300, fee: 0, category: 'fee', currency: 'gbp' });
    standIn.books.enter({ amount: 11, fee: 0, category: 'other_adjustment', currency: 'gbp' });
    const paid = standIn.books.payout('gbp', 1_293_148_800);
    // By hand: 139.12 + 100.00 + 50.00 − 9.12 − 50.00 = 230.00; fees 2.15 + 1.60 + 0.90 + 15.00 + 3.00 − 0.11 = 22.54.
    expect(await gateway.payoutContent(payout(paid, '207.46'))).toEqual({ ok: true, value: { currency: 'GBP', gross: '230.00', fees: '22.54', net: '207.46', transactions: 7 } });
    expect(standIn.seen.filter(({ path }) => path === '/v1/balance_transactions').length).toBeGreaterThan(3);
    expect(await gateway.payoutContent(payout(paid, '207.47'))).toMatchObject({ ok: false, failure: { code: 'GATEWAY.PAYOUT_MISMATCH' } });
    expect(await gateway.payoutContent({ ...payout(paid, '207.46'), automatic: false })).toMatchObject({ failure: { code: 'GATEWAY.MANUAL_PAYOUT' } });
  });

  it('books no payout with a transaction it does not know, or one that was converted', async () => {
    standIn.books.enter({ amount: -300, fee: 0, category: 'risk_reserved_funds', currency: 'gbp' });
    expect(await gateway.payoutContent(payout(standIn.books.payout('gbp', 1_293_148_800), '-3.00'))).toMatchObject({ failure: { code: 'GATEWAY.UNKNOWN_CATEGORY' } });
    standIn.books.enter({ amount: 300, fee: 0, category: 'charge', currency: 'eur' });
    expect(await gateway.payoutContent(payout(standIn.books.payout('gbp', 1_293_148_800), '3.00'))).toMatchObject({ failure: { code: 'GATEWAY.CONVERTED' } });
  });

  it.each([['pk_test_123456', undefined], [apiKey, 'http://pay.example']])('is not opened with the key %s at %s', (key, url) => {
    expect(() => new StripeGateway({ apiKey: key, webhookSecrets: ['whsec_testsecret1'], ...(url === undefined ? {} : { url }) })).toThrow(RangeError);
  });
});
