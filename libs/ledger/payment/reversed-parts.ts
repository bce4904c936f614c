import type { EnterPaymentReversal } from '../account/enter-payment-reversal';
import type { PaymentEvent } from './payment.events';

/**
 * What the accounts have to enter because of an event of a payment: one command per account for what the bank took
 * back there; none for events that take nothing from an account. The ids follow from the event, so a repeat after a
 * crash enters nothing twice.
 */
export function reversedParts({ type, data }: PaymentEvent): EnterPaymentReversal[] {
  if (type === 'PaymentReversed') {
    const { paymentId, reversalId, valueDate, currency, baseCurrency, reason } = data;
    return data.parts.flatMap(({ accountId, amount, baseAmount }) =>
      accountId === undefined ? [] : [{ accountId, paymentId, reversalId, valueDate, currency, amount, baseCurrency, baseAmount, reason }],
    );
  }
  if (type === 'PaymentIdentificationReversed' && data.reversalId !== undefined) {
    const { accountId, paymentId, requestId, reversedOn, currency, amount, baseCurrency, baseAmount, reason } = data;
    return [{ accountId, paymentId, reversalId: requestId, valueDate: reversedOn, currency, amount, baseCurrency, baseAmount, reason }];
  }
  return [];
}
