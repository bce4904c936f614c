import { formatMinor, knownCurrency, minorOf } from '#money';
import type { LedgerContext } from '../ledger/ledger-context';
import type { PaymentAnswer } from './payment.answer';
import type { PaymentEntering } from './payment-entering';

/**
 * The answer of a receipt as it stood after this request: what was identified with it and what that paid at first.
 *
 * @param requestId the identification to answer for; what came before it counts, what came after does not.
 */
export async function paymentResult(
  ledger: LedgerContext,
  entering: PaymentEntering,
  paymentId: string,
  requestId: string,
): Promise<PaymentAnswer> {
  const payment = await ledger.streams.payment.query(paymentId, ({ received, splits }) => {
    const last = splits.findLastIndex((split) => split.requestId === requestId);
    const counted = splits.slice(0, last + 1);
    return { received, identified: counted.reduce((sum, { amount }) => sum + amount, 0n), requestIds: new Set(counted.map((split) => split.requestId)) };
  });
  const { received } = payment;
  if (received === null) {
    throw new Error(`payment ${paymentId} was answered before it was received`);
  }
  const { digits } = knownCurrency(received.currency);
  const allocations = [];
  let unapplied = payment.identified;
  for (const identification of payment.requestIds) {
    const made = await entering.firstAllocations(paymentId, identification);
    for (const { items } of made) {
      unapplied = items.reduce((left, { amount }) => left - minorOf(amount, digits), unapplied);
    }
    allocations.push(...made);
  }
  return {
    paymentId,
    currency: received.currency,
    amount: received.amount,
    identified: formatMinor(payment.identified, digits),
    unidentified: formatMinor(minorOf(received.amount, digits) - payment.identified, digits),
    unapplied: formatMinor(unapplied, digits),
    allocations,
  };
}
