import * as fc from 'fast-check';
import { addDays } from '../dates';
import type { Decision } from '../refusal';
import { decideIdentifyPayment } from './identify-payment';
import type { PaymentEvent } from './payment.events';
import { paymentFold } from './payment.fold';
import { receiptLeft, type PaymentState } from './payment.state';
import { decideReceivePayment } from './receive-payment';
import { decideReversePayment } from './reverse-payment';

const receivedOn = '2010-03-05';
const on = (days: number): string => addDays(receivedOn, days);
const pence = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

function apply(state: PaymentState, decision: Decision<PaymentEvent, unknown>): boolean {
  if (decision.kind === 'refused') {
    return false;
  }
  decision.events.forEach((event) => paymentFold.evolve(state, event, 0, 'h'));
  return true;
}

function received(amount: string): PaymentState {
  const state = paymentFold.initial();
  const receipt = { paymentId: 'p', entityId: 'main', receivedOn, currency: 'GBP', amount, baseCurrency: 'GBP', rate: '1', method: 'bank', instruction: { allocate: 'auto' as const }, inputHash: 'h' };
  apply(state, decideReceivePayment(receipt, state));
  return state;
}

const identify = (state: PaymentState, requestId: string, days: number, split: { accountId: string; amount: string }): boolean =>
  apply(state, decideIdentifyPayment({ paymentId: 'p', requestId, inputHash: 'h', identifiedOn: on(days), splits: [split] }, state));

const reverse = (state: PaymentState, reversalId: string, days: number, amount?: string) =>
  decideReversePayment({ paymentId: 'p', reversalId, inputHash: 'h', valueDate: on(days), reason: 'no funds', ...(amount === undefined ? {} : { amount }) }, state);

describe('a reversal of all that is left of a receipt', () => {
  it.each([['x', 'x'], ['x', 'y']])('takes an identification on its own day and leaves %s what is %s’s from earlier on', (early, late) => {
    const state = received('5.00');
    identify(state, 'i1', 57, { accountId: late, amount: '4.00' });
    identify(state, 'i2', 0, { accountId: early, amount: '1.00' });
    expect(reverse(state, 'r', 1)).toMatchObject({
      events: [
        { type: 'PaymentIdentificationReversed', data: { accountId: late, amount: '4.00', reversedOn: '2010-05-01' } },
        { type: 'PaymentReversed', data: { amount: '5.00', parts: [{ amount: '4.00' }, { accountId: early, amount: '1.00' }] } },
      ],
    });
  });

  const step = fc.oneof(
    fc.record({ kind: fc.constant('identify' as const), account: fc.constantFrom('x', 'y', 'z'), days: fc.nat(9), amount: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ kind: fc.constant('bounce' as const), account: fc.constant(''), days: fc.nat(9), amount: fc.integer({ min: 1, max: 200 }) }),
  );

  it('is never refused while no money has moved from one account to another', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat(10), (steps, days) => {
        const state = received('5.00');
        for (const [index, { kind, account, days: day, amount }] of steps.entries()) {
          if (kind === 'identify') {
            identify(state, `i${index}`, day, { accountId: account, amount: pence(amount) });
          } else {
            apply(state, reverse(state, `b${index}`, day, pence(amount)));
          }
        }
        fc.pre(receiptLeft(state) > 0n);
        const decision = reverse(state, 'all', days);
        expect(decision).toMatchObject({ kind: 'accepted' });
        apply(state, decision);
        expect(receiptLeft(state)).toBe(0n);
        expect([state.unidentifiedBaseLeft, ...state.splits.map(({ baseLeft }) => baseLeft)].every((left) => left === 0n)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
