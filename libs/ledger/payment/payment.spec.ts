import { Value } from '@sinclair/typebox/value';
import type { Decision } from '../refusal';
import { decideIdentifyPayment } from './identify-payment';
import { paymentEvents, type PaymentEvent } from './payment.events';
import { paymentFold } from './payment.fold';
import { receiptLeft, type PaymentState } from './payment.state';
import { decideReceivePayment, type ReceivePayment } from './receive-payment';
import { decideReverseIdentification } from './reverse-identification';
import { decideReversePayment } from './reverse-payment';
import { reversedParts } from './reversed-parts';

class PaymentUnderTest {
  readonly state: PaymentState = paymentFold.initial();

  run<Answer>(decide: (state: PaymentState) => Decision<PaymentEvent, Answer>, inputHash = 'h'): Decision<PaymentEvent, Answer> {
    const decision = decide(this.state);
    for (const event of decision.kind === 'accepted' ? decision.events : []) {
      const schema = paymentEvents.find(({ type }) => type === event.type)?.schema;
      expect(schema && [...Value.Errors(schema, event.data)]).toEqual([]);
      paymentFold.evolve(this.state, event, 0, inputHash);
    }
    return decision;
  }
}

const receipt = (over: Partial<ReceivePayment> = {}): ReceivePayment => ({
  paymentId: 'p1', entityId: 'main', receivedOn: '2010-12-10', currency: 'GBP', amount: '100', baseCurrency: 'GBP', rate: '1', method: 'bank',
  instruction: { allocate: 'auto' }, inputHash: 'h', ...over,
});

function received(over: Partial<ReceivePayment> = {}): PaymentUnderTest {
  const payment = new PaymentUnderTest();
  payment.run((state) => decideReceivePayment(receipt(over), state));
  return payment;
}

const identify = (requestId: string, splits: { accountId: string; amount?: string }[], identifiedOn?: string) => ({
  paymentId: 'p1', requestId, inputHash: 'h', splits, ...(identifiedOn === undefined ? {} : { identifiedOn }),
});

const bounce = (amount: string | undefined, valueDate = '2010-12-20', reversalId = 'r1') => ({
  paymentId: 'p1', reversalId, inputHash: 'h', valueDate, reason: 'no funds', ...(amount === undefined ? {} : { amount }),
});

describe('receiving a payment', () => {
  it('records it at the currency’s scale, identified in the same append when known', () => {
    const decision = new PaymentUnderTest().run((state) =>
      decideReceivePayment(receipt({ identification: { requestId: 'i', splits: [{ accountId: 'main~c1' }] } }), state),
    );
    expect(decision).toMatchObject({
      events: [
        { type: 'PaymentReceived', data: { amount: '100.00', baseAmount: '100.00' } },
        { type: 'PaymentIdentified', data: { identifiedOn: '2010-12-10', splits: [{ accountId: 'main~c1', amount: '100.00', baseAmount: '100.00' }] } },
      ],
    });
  });

  it('counts a bank line once: the same again changes nothing, other content is a conflict', () => {
    const payment = received();
    expect(payment.run((state) => decideReceivePayment(receipt(), state))).toEqual({ kind: 'accepted', events: [], answer: { paymentId: 'p1' } });
    expect(payment.run((state) => decideReceivePayment(receipt({ inputHash: 'other' }), state))).toMatchObject({ refusal: { code: 'PAYMENT.CONFLICT', kind: 'conflict' } });
  });

  it.each([
    ['0', 'PAYMENT.ZERO_AMOUNT'],
    ['-5', 'PAYMENT.NEGATIVE_AMOUNT'],
    ['1.001', 'PAYMENT.AMOUNT'],
    ['1e100000000', 'PAYMENT.AMOUNT'],
    ['NaN', 'PAYMENT.AMOUNT'],
  ])('refuses %s', (amount, code) => {
    expect(new PaymentUnderTest().run((state) => decideReceivePayment(receipt({ amount }), state))).toMatchObject({ refusal: { code } });
  });

  it.each<[string, Partial<ReceivePayment>]>([
    ['RATE.OUT_OF_RANGE', { currency: 'EUR', amount: '1000000.00', rate: '900000000000' }],
    ['RATE.OUT_OF_RANGE', { currency: 'EUR', rate: '0.0000000009' }],
    ['RATE.NOT_ONE', { rate: '2' }],
    ['PAYMENT.TOO_LARGE', { currency: 'EUR', amount: '1000000.00', rate: '1000000000' }],
    ['PAYMENT.TOO_LARGE', { currency: 'JPY', amount: '1000000000000000', rate: '1' }],
    ['PAYMENT.ZERO_IN_BASE', { currency: 'IDR', amount: '10.00', rate: '0.000048' }],
  ])('refuses, as %s, a base amount that the books cannot hold or show', (code, over) => {
    expect(new PaymentUnderTest().run((state) => decideReceivePayment(receipt(over), state))).toMatchObject({ refusal: { code, kind: 'invalid' } });
  });

  const naming = (...items: NonNullable<ReceivePayment['instruction']['items']>) => receipt({ instruction: { allocate: 'auto', items } });

  it.each<[string, string, NonNullable<ReceivePayment['instruction']['items']>]>([
    ['PAYMENT.ITEM_AMOUNT', 'items[1].amount', [{ invoiceId: 'a' }, { invoiceId: 'b', amount: '0.001' }]],
    ['PAYMENT.ITEM_AMOUNT', 'items[0].amount', [{ invoiceId: 'a', amount: '0.00' }]],
    ['PAYMENT.ITEM_AMOUNT', 'items[0].amount', [{ invoiceId: 'a', amount: '-1' }]],
    ['PAYMENT.ITEM_UNNAMED', 'items[0].invoiceId', [{ invoiceId: '' }]],
    ['PAYMENT.ITEM_TWICE', 'items[1]', [{ invoiceId: 'a', instalment: 1, amount: '6' }, { invoiceId: 'a', instalment: 1, amount: '6' }]],
    ['PAYMENT.ITEM_TWICE', 'items[1]', [{ invoiceId: 'a' }, { invoiceId: 'a', instalment: 1 }]],
  ])('refuses, as %s, an instruction that no account could follow: %s', (code, field, items) => {
    expect(new PaymentUnderTest().run((state) => decideReceivePayment(naming(...items), state))).toMatchObject({ refusal: { code, data: { field } } });
  });

  it('keeps the amounts of an instruction at the currency’s scale', () => {
    const decision = new PaymentUnderTest().run((state) => decideReceivePayment(naming({ invoiceId: 'a', instalment: 1, amount: '6' }, { invoiceId: 'a', instalment: 2 }), state));
    expect(decision).toMatchObject({ events: [{ data: { instruction: { items: [{ amount: '6.00' }, { instalment: 2 }] } } }] });
  });

  it('refuses a day that does not exist', () => {
    const wrong = receipt({ receivedOn: '2010-02-30' });
    expect(new PaymentUnderTest().run((state) => decideReceivePayment(wrong, state))).toMatchObject({ refusal: { code: 'PAYMENT.DATE' } });
  });
});

describe('identifying', () => {
  it('splits no more than is unidentified, and the last split closes the base amount', () => {
    const payment = received({ currency: 'USD', rate: '0.6667', amount: '100' });
    payment.run((state) => decideIdentifyPayment(identify('i1', [{ accountId: 'x', amount: '33.33' }, { accountId: 'y', amount: '33.33' }]), state));
    payment.run((state) => decideIdentifyPayment(identify('i2', [{ accountId: 'z' }]), state));
    expect(payment.state).toMatchObject({ unidentifiedLeft: 0n, unidentifiedBaseLeft: 0n });
    expect(payment.run((state) => decideIdentifyPayment(identify('i3', [{ accountId: 'z', amount: '0.01' }]), state))).toMatchObject({
      refusal: { code: 'PAYMENT.EXCEEDS_UNIDENTIFIED', data: { available: '0.00' } },
    });
    expect(payment.run((state) => decideIdentifyPayment(identify('i2', [{ accountId: 'z' }]), state))).toMatchObject({ events: [], answer: { splits: [{ amount: '33.34' }] } });
  });

  it('takes effect no earlier than the receipt, and only once it is received', () => {
    const early = identify('i1', [{ accountId: 'x' }], '2010-12-09');
    expect(received().run((state) => decideIdentifyPayment(early, state))).toMatchObject({ refusal: { code: 'PAYMENT.IDENTIFIED_BEFORE_RECEIPT' } });
    expect(new PaymentUnderTest().run((state) => decideIdentifyPayment(early, state))).toMatchObject({ refusal: { code: 'PAYMENT.UNKNOWN' } });
  });

  it('is taken back up to what the account has of it', () => {
    const payment = received();
    payment.run((state) => decideIdentifyPayment(identify('i1', [{ accountId: 'x', amount: '60' }]), state));
    const back = { paymentId: 'p1', requestId: 'b1', inputHash: 'h', accountId: 'x', amount: '60.01', today: '2010-12-15', reason: 'wrong customer' };
    expect(payment.run((state) => decideReverseIdentification(back, state))).toMatchObject({ refusal: { code: 'PAYMENT.EXCEEDS_IDENTIFIED', data: { available: '60.00' } } });
    payment.run((state) => decideReverseIdentification({ ...back, amount: '60' }, state));
    const before = identify('i2', [{ accountId: 'y', amount: '60' }], '2010-12-14');
    expect(payment.run((state) => decideIdentifyPayment(before, state))).toMatchObject({ refusal: { code: 'PAYMENT.EXCEEDS_UNIDENTIFIED', data: { lowestOn: '2010-12-14' } } });
    expect(payment.run((state) => decideIdentifyPayment(identify('i3', [{ accountId: 'y' }], '2010-12-15'), state))).toMatchObject({ answer: { splits: [{ amount: '100.00' }] } });
  });
});

describe('a reversal by the bank', () => {
  it('takes unidentified money first, then the splits, the latest first', () => {
    const payment = received();
    payment.run((state) => decideIdentifyPayment(identify('i1', [{ accountId: 'x', amount: '40' }]), state));
    payment.run((state) => decideIdentifyPayment(identify('i2', [{ accountId: 'y', amount: '40' }], '2010-12-12'), state));
    expect(payment.run((state) => decideReversePayment(bounce('70'), state))).toMatchObject({
      events: [{ data: { amount: '70.00', parts: [{ amount: '20.00' }, { accountId: 'y', amount: '40.00' }, { accountId: 'x', amount: '10.00' }] } }],
    });
    expect(receiptLeft(payment.state)).toBe(3000n);
    expect(payment.run((state) => decideReversePayment(bounce('30.01', '2010-12-21', 'r2'), state))).toMatchObject({ refusal: { code: 'PAYMENT.EXCEEDS_RECEIPT' } });
    expect(payment.run((state) => decideReversePayment(bounce('70'), state))).toMatchObject({ events: [], answer: { amount: '70.00' } });
    expect(payment.run((state) => decideReversePayment({ ...bounce('30'), inputHash: 'other' }, state))).toMatchObject({ refusal: { code: 'PAYMENT.REVERSAL_CONFLICT' } });
    expect(payment.run((state) => decideReversePayment(bounce(undefined, '2010-12-21', 'r3'), state))).toMatchObject({ answer: { amount: '30.00' } });
  });

  it('before the identification counts, undoes that identification on its own day', () => {
    const payment = received();
    payment.run((state) => decideIdentifyPayment(identify('i1', [{ accountId: 'x' }], '2010-12-15'), state));
    const decision = payment.run((state) => decideReversePayment(bounce('100', '2010-12-12'), state));
    expect(decision).toMatchObject({
      events: [
        { type: 'PaymentIdentificationReversed', data: { reversedOn: '2010-12-15', accountId: 'x', amount: '100.00', reversalId: 'r1' } },
        { type: 'PaymentReversed', data: { valueDate: '2010-12-12', parts: [{ amount: '100.00' }] } },
      ],
    });
    const events = decision.kind === 'accepted' ? decision.events : [];
    expect(events.flatMap(reversedParts)).toMatchObject([{ accountId: 'x', valueDate: '2010-12-15', amount: '100.00', reversalId: 'r1~1' }]);
  });

  it('is not before the receipt, and not of money that has moved on since', () => {
    const payment = received();
    expect(payment.run((state) => decideReversePayment(bounce('1', '2010-12-09'), state))).toMatchObject({ refusal: { code: 'PAYMENT.REVERSED_BEFORE_RECEIPT' } });
    payment.run((state) => decideIdentifyPayment(identify('i1', [{ accountId: 'x' }]), state));
    const back = { paymentId: 'p1', requestId: 'b1', inputHash: 'h', accountId: 'x', reversedOn: '2010-12-15', today: '2010-12-15', reason: '' };
    payment.run((state) => decideReverseIdentification(back, state));
    const early = payment.run((state) => decideReversePayment(bounce('100', '2010-12-12'), state));
    expect(early).toMatchObject({ refusal: { code: 'PAYMENT.MOVED_SINCE', data: { available: '0.00' } } });
    expect(payment.run((state) => decideReversePayment(bounce('100', '2010-12-15', 'r2'), state))).toMatchObject({ kind: 'accepted' });
  });
});
