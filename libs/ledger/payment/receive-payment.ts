import { decimalOf, knownCurrency, parseAmount, roundToMoney, toAmount, type Money } from '#money';
import { isRealDay } from '../dates';
import { recall } from '../account/repeated-request';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { planIdentification, type AskedSplit } from './identify-payment';
import type { PaymentIdentified, PaymentReceived } from './payment.events';
import { paymentFold } from './payment.fold';
import type { PaymentState } from './payment.state';

/** Money came in. The payment id is the bank's reference, or made from the bank's line. */
export type ReceivePayment = Omit<PaymentReceived['data'], 'baseAmount'> & {
  readonly inputHash: string;
  /** Whose money it is, when known; recorded in the same append. */
  readonly identification?: {
    readonly requestId: string;
    /** Default: the receipt's date. */
    readonly identifiedOn?: string;
    readonly splits: readonly AskedSplit[];
  };
};

export interface PaymentReceivedAnswer {
  readonly paymentId: string;
}

/**
 * Records a receipt once. Sent again with the same content it changes nothing; with other content it is a conflict.
 *
 * Precondition: currency and base currency are in ISO 4217, the rate is a positive decimal and "1" within one currency.
 */
export function decideReceivePayment(
  command: ReceivePayment,
  state: PaymentState,
): Decision<PaymentReceived | PaymentIdentified, PaymentReceivedAnswer> {
  const { inputHash, identification, ...content } = command;
  const { paymentId } = command;
  const known = recall(state.requests, { key: 'receipt', code: 'PAYMENT.CONFLICT', what: `Payment ${paymentId}` }, inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], { paymentId });
  }
  const currency = knownCurrency(command.currency);
  const parsed = parseAmount(command.amount, currency);
  if (!parsed.ok) {
    return refuse(refusal('invalid', 'PAYMENT.AMOUNT', `Payment ${paymentId}, amount: ${parsed.problem.message}.`, { paymentId, field: 'amount' }));
  }
  if (parsed.money.minor <= 0n) {
    const code = parsed.money.minor === 0n ? 'PAYMENT.ZERO_AMOUNT' : 'PAYMENT.NEGATIVE_AMOUNT';
    const message = `Payment ${paymentId} of ${command.amount} ${command.currency}: a receipt is more than zero; money that went back is a reversal.`;
    return refuse(refusal('invalid', code, message, { paymentId, amount: command.amount }));
  }
  if (!isRealDay(command.receivedOn)) {
    const message = `Payment ${paymentId}, receivedOn "${command.receivedOn}" is no day of the calendar; write YYYY-MM-DD.`;
    return refuse(refusal('invalid', 'PAYMENT.DATE', message, { paymentId, field: 'receivedOn' }));
  }
  const data = { ...content, amount: toAmount(parsed.money), baseAmount: baseAmountOf(parsed.money, command) };
  const received: PaymentReceived = { type: 'PaymentReceived', data };
  if (identification === undefined) {
    return accept([received], { paymentId });
  }
  // The identification is decided on the payment as it stands after its receipt, in a state of our own.
  const after = paymentFold.evolve(paymentFold.initial(), received, 0, inputHash);
  const identified = planIdentification({ paymentId, ...identification }, after);
  return 'code' in identified ? refuse(identified) : accept([received, identified], { paymentId });
}

function baseAmountOf(money: Money, { baseCurrency, rate }: ReceivePayment): string {
  return toAmount(roundToMoney(decimalOf(toAmount(money)).times(decimalOf(rate)), knownCurrency(baseCurrency), 'half-up'));
}
