import { renderReceipt } from '#documents';
import { accountParts, dayInZone, refusal, type Checked } from '#ledger';
import { formatMinor, knownCurrency } from '#money';
import { notFound, passed, type DocumentFacts, type DocumentSource } from './document-facts';
import { pdfDocument, type MadeDocument } from './made-document';
import { paymentEvents, shareOf, splitsOf } from './receipt-share';

interface ReceiptAsked {
  readonly paymentId: string;
  readonly accountId?: string;
}

/** A receipt for one account: another customer's share of the same money is not shown. */
export async function makeReceipt(source: DocumentSource, facts: DocumentFacts, { paymentId, accountId }: ReceiptAsked): Promise<Checked<MadeDocument>> {
  const { received, recordedAt, events } = await paymentEvents(source, facts, paymentId);
  if (received === undefined) {
    return notFound('payment', paymentId);
  }
  const splits = splitsOf(events);
  const account = accountId ?? splits[0]?.accountId;
  if (account === undefined || !splits.some((split) => split.accountId === account)) {
    const message = `payment ${paymentId} is not known to be ${accountId === undefined ? 'anybody’s' : `of account ${accountId}`} yet. Identify it first.`;
    return { ok: false, refusal: refusal('conflict', 'RECEIPT.NOT_IDENTIFIED', message, { paymentId }) };
  }
  const { entityId, customerId } = accountParts(account);
  const found = await facts.addressee(customerId);
  if (found === undefined) {
    return notFound('customer', customerId);
  }
  const { digits } = knownCurrency(received.currency);
  const share = await shareOf(source, events, { account, digits });
  const profile = await facts.configuration(entityId);
  const bytes = await renderReceipt({
    profile,
    language: found.language ?? profile.language ?? 'en',
    customer: found.customer,
    paymentId,
    receivedOn: received.receivedOn,
    method: received.method,
    ...(received.reference === undefined ? {} : { reference: received.reference }),
    currency: received.currency,
    amount: formatMinor(share.amount, digits),
    ...(received.receivedOn > dayInZone(recordedAt, profile.timeZone) ? { isPostDated: true as const } : {}),
    paid: share.paid,
    changes: share.changes,
    standing: share.standing,
    unapplied: formatMinor(share.unapplied, digits),
  });
  return passed(pdfDocument(`receipt-${paymentId}`, bytes));
}
