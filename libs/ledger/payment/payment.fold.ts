import { knownCurrency, minorOf } from '#money';
import { emptyTimeline, move } from '../account/timeline';
import type { StreamFold } from '../refusal';
import type { PaymentEvent, PaymentIdentificationReversed, PaymentIdentified, PaymentReceived, PaymentReversed } from './payment.events';
import { initialPayment, type PaymentState } from './payment.state';
import { latestSplits, takeFromSplits } from './split-order';

/** A payment from its events, in their order. Changes and returns the state it is given. */
export const paymentFold: StreamFold<PaymentState, PaymentEvent> = {
  initial: initialPayment,
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'PaymentReceived':
        foldReceived(state, event.data, inputHash);
        return state;
      case 'PaymentIdentified':
        foldIdentified(state, event.data, inputHash);
        return state;
      case 'PaymentIdentificationReversed':
        foldIdentificationReversed(state, event.data, inputHash);
        return state;
      case 'PaymentReversed':
        foldReversed(state, event.data, inputHash);
        return state;
    }
  },
};

interface Amounts {
  readonly amount: bigint;
  readonly baseAmount: bigint;
}

function moveUnidentified(state: PaymentState, day: string, { amount, baseAmount }: Amounts, sign: 1n | -1n): void {
  move(state.unidentified, day, sign * amount);
  state.unidentifiedLeft += sign * amount;
  state.unidentifiedBaseLeft += sign * baseAmount;
}

function moveAccount(state: PaymentState, accountId: string, day: string, amount: bigint): void {
  const timeline = state.byAccount.get(accountId) ?? emptyTimeline();
  move(timeline, day, amount);
  state.byAccount.set(accountId, timeline);
}

interface Texts {
  readonly amount: string;
  readonly baseAmount: string;
}

function amountsOf({ amount, baseAmount }: Texts, currency: string, baseCurrency: string): Amounts {
  return { amount: minorOf(amount, knownCurrency(currency).digits), baseAmount: minorOf(baseAmount, knownCurrency(baseCurrency).digits) };
}

function foldReceived(state: PaymentState, data: PaymentReceived['data'], inputHash: string): void {
  state.received = data;
  moveUnidentified(state, data.receivedOn, amountsOf(data, data.currency, data.baseCurrency), 1n);
  state.requests.set('receipt', inputHash);
}

function foldIdentified(state: PaymentState, data: PaymentIdentified['data'], inputHash: string): void {
  const { requestId, identifiedOn } = data;
  for (const split of data.splits) {
    const amounts = amountsOf(split, data.currency, data.baseCurrency);
    moveUnidentified(state, identifiedOn, amounts, -1n);
    moveAccount(state, split.accountId, identifiedOn, amounts.amount);
    const { accountId } = split;
    state.splits.push({ requestId, accountId, identifiedOn, ...amounts, left: amounts.amount, baseLeft: amounts.baseAmount });
  }
  state.requests.set(`identification:${requestId}`, inputHash);
}

function foldIdentificationReversed(state: PaymentState, data: PaymentIdentificationReversed['data'], inputHash: string): void {
  const amounts = amountsOf(data, data.currency, data.baseCurrency);
  moveAccount(state, data.accountId, data.reversedOn, -amounts.amount);
  moveUnidentified(state, data.reversedOn, amounts, 1n);
  takeFromSplits(latestSplits(state, data.accountId, data.reversedOn), amounts);
  state.requests.set(`identification-reversal:${data.requestId}`, inputHash);
}

function foldReversed(state: PaymentState, data: PaymentReversed['data'], inputHash: string): void {
  for (const part of data.parts) {
    const amounts = amountsOf(part, data.currency, data.baseCurrency);
    if (part.accountId === undefined) {
      moveUnidentified(state, data.valueDate, amounts, -1n);
    } else {
      moveAccount(state, part.accountId, data.valueDate, -amounts.amount);
      takeFromSplits(latestSplits(state, part.accountId, data.valueDate), amounts);
    }
  }
  state.reversals.set(data.reversalId, data);
  state.requests.set(`reversal:${data.reversalId}`, inputHash);
}
