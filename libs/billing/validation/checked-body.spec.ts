import { CloseSaleBody } from '../sales/sale.dto';
import { ReceivePaymentBody } from '../payments/payment.dto';
import { RegisterCustomerBody } from '../customers/customer.dto';
import { ConfigureEntityBody } from '../entities/entity.dto';
import { checkedBody, type FieldProblem } from './checked-body';

const sale = (line: object = {}, rest: object = {}): object => ({
  saleId: '536365',
  customerId: '17850',
  currency: 'GBP',
  lines: [{ description: 'Lantern', quantity: '6', unitPrice: '2.55', ...line }],
  ...rest,
});

const payment = (rest: object): object => ({ paymentId: 'P1', receivedOn: '2010-12-20', currency: 'GBP', amount: '1.00', ...rest });

function problemsOf<Body extends object>(kind: new () => Body, plain: unknown): readonly FieldProblem[] {
  const checked = checkedBody(kind, plain);
  return checked.ok ? [] : checked.problems;
}

describe('checkedBody', () => {
  it('takes a plain sale', () => {
    const checked = checkedBody(CloseSaleBody, sale());
    expect(checked).toMatchObject({ ok: true, body: { saleId: '536365' } });
  });

  const badAmounts = [
    '1e100000000', 'NaN', 'Infinity', '-Infinity', '0x10', '1_000', '1234567890123456789', '1.005', '+1', ' 1', '1,00', '.5', '1.', '00', '', '-1', '0', '0.00', '١',
  ];
  it.each(badAmounts)('refuses the payment amount %j in under a millisecond and names field, value, rule and remedy', (amount) => {
    const [problem, ...more] = problemsOf(ReceivePaymentBody, payment({ amount }));
    // The quickest of many: what the refusal costs, not what else the machine is doing.
    const took = Math.min(...Array.from({ length: 30 }, () => {
      const began = process.hrtime.bigint();
      problemsOf(ReceivePaymentBody, payment({ amount }));
      return Number(process.hrtime.bigint() - began) / 1e6;
    }));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ field: 'amount', code: 'FIELD.AMOUNT', value: amount, remedy: 'Send text such as "1234.50".' });
    expect(problem?.rule).toContain('at most 2 decimals (GBP)');
    expect(took).toBeLessThan(1);
  });

  it.each([1, 1.5, null, true, {}, [], ['1.00']])('refuses the amount %j, which is not text', (amount) => {
    expect(problemsOf(ReceivePaymentBody, payment({ amount }))[0]).toMatchObject({ field: 'amount', code: 'FIELD.AMOUNT' });
  });

  it('holds amounts to the scale of their currency', () => {
    expect(problemsOf(ReceivePaymentBody, payment({ currency: 'JPY', amount: '100' }))).toEqual([]);
    expect(problemsOf(ReceivePaymentBody, payment({ currency: 'JPY', amount: '100.5' }))[0]?.rule).toContain('at most 0 decimals (JPY)');
  });

  const hostileIds = ['', ' a', 'a ', 'a\u0000b', 'a\nb', 'a\u202Eb', 'a\uD800', 'a\u200Bb', 'x'.repeat(65), '字'.repeat(20)];
  it.each(hostileIds)('refuses the hostile id %j', (saleId) => {
    expect(problemsOf(CloseSaleBody, sale({}, { saleId }))).toMatchObject([{ field: 'saleId', code: 'FIELD.ID' }]);
  });

  it('makes canonically equal ids one id', () => {
    expect(checkedBody(CloseSaleBody, sale({}, { saleId: 'Cafe\u0301' }))).toMatchObject({ ok: true, body: { saleId: 'Café' } });
  });

  it('names the line and field of a nested problem', () => {
    expect(problemsOf(CloseSaleBody, sale({ quantity: '-6' }))).toMatchObject([
      { field: 'lines[0].quantity', code: 'FIELD.DECIMAL', value: '-6' },
    ]);
  });

  it('refuses unknown fields at every depth', () => {
    expect(problemsOf(CloseSaleBody, sale({ colour: 'red' }, { paid: true }))).toMatchObject([
      { field: 'paid', code: 'FIELD.UNKNOWN' },
      { field: 'lines[0].colour', code: 'FIELD.UNKNOWN' },
    ]);
  });

  it('tells a missing field from a wrong one, and null from absent', () => {
    expect(problemsOf(ReceivePaymentBody, { paymentId: 'P1', currency: 'GBP', amount: '1.00' })).toMatchObject([{ field: 'receivedOn', code: 'FIELD.MISSING' }]);
    expect(problemsOf(ReceivePaymentBody, payment({ reference: null }))).toMatchObject([{ field: 'reference', code: 'FIELD.TEXT', value: null }]);
  });

  it('takes one discount, not two', () => {
    expect(problemsOf(CloseSaleBody, sale({ discountPercent: '10' }))).toEqual([]);
    expect(problemsOf(CloseSaleBody, sale({ discountAmount: '1.00' }))).toEqual([]);
    expect(problemsOf(CloseSaleBody, sale({ discountPercent: '10', discountAmount: '1.00' }))).toMatchObject([{ field: 'lines[0].discountPercent' }]);
  });

  const lists = [
    [ReceivePaymentBody, 'items'], [ConfigureEntityBody, 'series'], [ConfigureEntityBody, 'policies'], [ConfigureEntityBody, 'waysToPay'],
    [RegisterCustomerBody, 'terms'], [CloseSaleBody, 'lines'],
  ] as const;
  it.each(lists.flatMap(([kind, list]) => [[], [{}], null, 'text', 3, true].map((element) => [kind.name, list, element, kind] as const)))(
    'refuses in %s.%s the element %j and names its place',
    (_name, list, element, kind) => {
      const problems = problemsOf<object>(kind, { [list]: [{}, element] }).filter(({ field }) => field.startsWith(`${list}[1]`));
      expect(problems).toMatchObject([{ field: `${list}[1]`, code: 'FIELD.OBJECT', rule: 'an object' }]);
    },
  );

  it.each([[[]], [[{}]], ['text'], [3]])('refuses %j for one nested object', (part) => {
    expect(problemsOf(ConfigureEntityBody, { rounding: part }).find(({ field }) => field === 'rounding')).toMatchObject({ code: 'FIELD.OBJECT' });
    expect(problemsOf(RegisterCustomerBody, { terms: [{ terms: part }] }).find(({ field }) => field === 'terms[0].terms')).toMatchObject({ code: 'FIELD.OBJECT' });
  });

  it('wants an item to pay named once', () => {
    expect(problemsOf(ReceivePaymentBody, payment({ items: [{ invoiceId: 'I' }, { documentNumber: 'N' }] }))).toEqual([]);
    for (const item of [{}, { amount: '1.00' }, { invoiceId: 'I', documentNumber: 'N' }]) {
      expect(problemsOf(ReceivePaymentBody, payment({ items: [item] }))).toMatchObject([{ field: 'items[0].invoiceId', remedy: 'Send one of invoiceId and documentNumber.' }]);
    }
  });

  it.each(['x', '~', 'é', 'SHOP~', '~C1', 'é~C1', 'SHOP~ C1', 'SHOP', `SHOP~${'x'.repeat(65)}`])('refuses the account %j', (accountId) => {
    expect(problemsOf(ReceivePaymentBody, payment({ accountId }))).toMatchObject([{ field: 'accountId', code: 'FIELD.ACCOUNT_ID', value: expect.any(String) }]);
  });

  it.each(['UK~17850', 'UK~a~b', 'shop.1~é'])('takes the account %j', (accountId) => {
    expect(problemsOf(ReceivePaymentBody, payment({ accountId }))).toEqual([]);
  });

  it('echoes no personal value', () => {
    const [problem] = problemsOf(ReceivePaymentBody, payment({ payerName: 'Ada\nSample' }));
    expect(problem).toMatchObject({ field: 'payerName', code: 'FIELD.TEXT' });
    expect(problem).not.toHaveProperty('value');
  });

  it.each([null, [], 'text', 3])('refuses %j as a body', (body) => {
    expect(problemsOf(CloseSaleBody, body)).toMatchObject([{ field: '', code: 'FIELD.OBJECT' }]);
  });

  it.each([[[30, 30]], [[]], [['30']], [[0]], ['30']])('refuses the aging buckets %j', (agingBuckets) => {
    expect(problemsOf(ConfigureEntityBody, { agingBuckets }).find(({ field }) => field === 'agingBuckets')).toMatchObject({ code: 'FIELD.BUCKETS' });
  });
});
