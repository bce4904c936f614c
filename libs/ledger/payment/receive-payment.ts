import { decimalOf, fitsAmount, isZero, knownCurrency, parseAmount, roundToMoney, toAmount, type Money } from '#money';
import { isRealDay } from '../dates';
import { recall } from '../account/repeated-request';
import { checkRate } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import { planIdentification, type AskedSplit } from './identify-payment';
import { checkNamedItems } from './instructed-items';
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
 * Precondition: currency and base currency are in ISO 4217.
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
  const baseAmount = baseAmountOf(parsed.money, command);
  if ('code' in baseAmount) {
    return refuse(baseAmount);
  }
  const instruction = checkNamedItems(command.instruction, { paymentId, currency });
  if ('code' in instruction) {
    return refuse(instruction);
  }
  const data = { ...content, amount: toAmount(parsed.money), baseAmount: toAmount(baseAmount), instruction };
  const received: PaymentReceived = { type: 'PaymentReceived', data };
  if (identification === undefined) {
    return accept([received], { paymentId });
  }
  // The identification is decided on the payment as it stands after its receipt, in a state of our own.
  const after = paymentFold.evolve(paymentFold.initial(), received, 0, inputHash);
  const identified = planIdentification({ paymentId, ...identification }, after);
  return 'code' in identified ? refuse(identified) : accept([received, identified], { paymentId });
}

/** A base amount that the books can hold, and that does not vanish in rounding; or why not. */
function baseAmountOf(money: Money, { paymentId, currency, baseCurrency, rate }: ReceivePayment): Money | Refusal {
  const checked = checkRate(currency, baseCurrency, rate);
  if (!checked.ok) {
    return checked.refusal;
  }
  const base = roundToMoney(decimalOf(toAmount(money)).times(decimalOf(checked.value)), knownCurrency(baseCurrency), 'half-up');
  if (fitsAmount(base) && !isZero(base)) {
    return base;
  }
  const what = `Payment ${paymentId} of ${toAmount(money)} ${currency} is ${toAmount(base)} ${baseCurrency} at rate ${rate}`;
  const data = { paymentId, field: 'rate', baseAmount: toAmount(base) };
  return isZero(base)
    ? refusal('invalid', 'PAYMENT.ZERO_IN_BASE', `${what}; the books cannot show it. Check the rate.`, data)
    : refusal('invalid', 'PAYMENT.TOO_LARGE', `${what}; that is more than one receipt may be. Check amount and rate.`, data);
}
