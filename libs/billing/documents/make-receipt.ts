import { renderReceipt, type ReceiptDocument } from '#documents';
import { accountParts, refusal, type AllocationReversed, type Checked, type PaymentAllocated, type PaymentIdentified, type PaymentReceived } from '#ledger';
import { formatMinor, knownCurrency, minorOf } from '#money';
import { notFound, passed, type DocumentFacts, type DocumentSource } from './document-facts';
import { pdfDocument, type MadeDocument } from './made-document';

interface ReceiptAsked {
  readonly paymentId: string;
  readonly accountId?: string;
}

/** What of a payment belongs to one account, and what it paid there. */
interface AccountShare {
  readonly amount: bigint;
  readonly paid: ReceiptDocument['paid'];
  readonly applied: bigint;
}

/** A receipt for one account: another customer's share of the same money is not shown. */
export async function makeReceipt(source: DocumentSource, facts: DocumentFacts, { paymentId, accountId }: ReceiptAsked): Promise<Checked<MadeDocument>> {
  const events = await eventsOf(source, facts, paymentId);
  const received = events.received;
  if (received === undefined) {
    return notFound('payment', paymentId);
  }
  const splits = events.identified.flatMap((each) => each.splits);
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
  const amount = splits.filter((split) => split.accountId === account).reduce((sum, split) => sum + minorOf(split.amount, digits), 0n);
  const share = await shareOf(source, events, { account, amount, digits });
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
    paid: share.paid,
    unapplied: formatMinor(share.amount - share.applied, digits),
  });
  return passed(pdfDocument(`receipt-${paymentId}`, bytes));
}

interface PaymentEvents {
  readonly received: PaymentReceived['data'] | undefined;
  readonly identified: readonly PaymentIdentified['data'][];
  readonly allocations: readonly (PaymentAllocated | AllocationReversed)[];
}

const pageSize = 1000;

async function eventsOf(source: DocumentSource, facts: DocumentFacts, paymentId: string): Promise<PaymentEvents> {
  let received: PaymentReceived['data'] | undefined;
  const identified: PaymentIdentified['data'][] = [];
  const allocations: (PaymentAllocated | AllocationReversed)[] = [];
  for (let after: number | null | undefined; after !== null; ) {
    const page = await source.lookups.eventsOf({ paymentId }, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const { sequence, stream, revision, type } of page.items) {
      if (facts.knownAt !== undefined && sequence > facts.knownAt) {
        return { received, identified, allocations };
      }
      if (type === 'PaymentReceived') {
        received = await facts.eventAt<PaymentReceived>(stream, revision, type);
      } else if (type === 'PaymentIdentified') {
        identified.push(await facts.eventAt<PaymentIdentified>(stream, revision, type));
      } else if (type === 'PaymentAllocated' || type === 'AllocationReversed') {
        allocations.push({ type, data: await facts.eventAt<PaymentAllocated | AllocationReversed>(stream, revision, type) } as PaymentAllocated | AllocationReversed);
      }
    }
    after = page.next;
  }
  return { received, identified, allocations };
}

async function shareOf(
  source: DocumentSource,
  { allocations }: PaymentEvents,
  { account, amount, digits }: { readonly account: string; readonly amount: bigint; readonly digits: number },
): Promise<AccountShare> {
  const byInvoice = new Map<string, { allocatedOn: string; amount: bigint }>();
  let applied = 0n;
  for (const { type, data } of allocations.filter((each) => each.data.accountId === account && each.data.source.kind === 'receipt')) {
    for (const item of data.items) {
      const signed = minorOf(item.amount, digits) * (type === 'PaymentAllocated' ? 1n : -1n);
      const entry = byInvoice.get(item.invoiceId) ?? { allocatedOn: '', amount: 0n };
      entry.amount += signed;
      entry.allocatedOn = type === 'PaymentAllocated' ? data.allocatedOn : entry.allocatedOn;
      byInvoice.set(item.invoiceId, entry);
      applied += signed;
    }
  }
  const paid: ReceiptDocument['paid'][number][] = [];
  for (const [invoiceId, entry] of byInvoice) {
    if (entry.amount !== 0n) {
      const record = await source.lookups.findInvoice(invoiceId);
      paid.push({ documentNumber: record?.documentNumber ?? invoiceId, allocatedOn: entry.allocatedOn, amount: formatMinor(entry.amount, digits) });
    }
  }
  return { amount, paid, applied };
}
