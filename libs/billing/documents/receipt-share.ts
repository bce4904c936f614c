import type { ReceiptDocument } from '#documents';
import {
  reversedParts, type AllocationReversed, type PaymentAllocated, type PaymentIdentificationReversed, type PaymentIdentified, type PaymentReceived, type PaymentReversed,
  type RefundPaid, type RefundReturned, type ReversalDebitRaised, type ReversalDebitWithdrawn,
} from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { DocumentFacts, DocumentSource } from './document-facts';

type OfPayment =
  | PaymentIdentified | PaymentIdentificationReversed | PaymentReversed | PaymentAllocated | AllocationReversed | RefundPaid | RefundReturned
  | ReversalDebitRaised | ReversalDebitWithdrawn;

const typesOfPayment: ReadonlySet<string> = new Set<OfPayment['type']>([
  'PaymentIdentified', 'PaymentIdentificationReversed', 'PaymentReversed', 'PaymentAllocated', 'AllocationReversed', 'RefundPaid', 'RefundReturned',
  'ReversalDebitRaised', 'ReversalDebitWithdrawn',
]);

export interface PaymentEvents {
  readonly received: PaymentReceived['data'] | undefined;
  /** When the payment was recorded, in milliseconds. */
  readonly recordedAt: number;
  readonly events: readonly OfPayment[];
}

const pageSize = 1000;

/** Everything known of a payment, in log order. */
export async function paymentEvents(source: DocumentSource, facts: DocumentFacts, paymentId: string): Promise<PaymentEvents> {
  let received: PaymentReceived['data'] | undefined;
  let receivedAt = 0;
  const events: OfPayment[] = [];
  for (let after: number | null | undefined; after !== null; ) {
    const page = await source.lookups.eventsOf({ paymentId }, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const { sequence, stream, revision, type, recordedAt } of page.items) {
      if (facts.knownAt !== undefined && sequence > facts.knownAt) {
        return { received, recordedAt: receivedAt, events };
      }
      if (type === 'PaymentReceived') {
        received = await facts.eventAt<PaymentReceived>(stream, revision, type);
        receivedAt = recordedAt;
      } else if (typesOfPayment.has(type)) {
        // The type that the index names says whose data it is.
        events.push({ type, data: await facts.eventAt<OfPayment>(stream, revision, type as OfPayment['type']) } as OfPayment);
      }
    }
    after = page.next;
  }
  return { received, recordedAt: receivedAt, events };
}

export const splitsOf = (events: readonly OfPayment[]): PaymentIdentified['data']['splits'] =>
  events.flatMap((event) => (event.type === 'PaymentIdentified' ? event.data.splits : []));

/** What of a payment belongs to one account, what it paid there, and what was taken from it since. */
export interface AccountShare {
  readonly amount: bigint;
  readonly paid: ReceiptDocument['paid'];
  readonly changes: ReceiptDocument['changes'];
  readonly standing: ReceiptDocument['standing'];
  readonly unapplied: bigint;
}

interface Share {
  readonly account: string;
  readonly digits: number;
}

export async function shareOf(source: DocumentSource, events: readonly OfPayment[], share: Share): Promise<AccountShare> {
  const { account, digits } = share;
  const amount = splitsOf(events).reduce((sum, split) => (split.accountId === account ? sum + minorOf(split.amount, digits) : sum), 0n);
  const { paid, applied } = await paidBy(source, events, share);
  const changes = events.flatMap((event) => changesBy(event, share));
  const sumOf = (kind: string): bigint => changes.reduce((sum, change) => (change.kind === kind ? sum - change.minor : sum), 0n);
  const left = amount + changes.reduce((sum, { minor }) => sum + minor, 0n);
  const back = sumOf('payment-reversed');
  const here = amount - sumOf('payment-released');
  return {
    amount,
    paid,
    changes: changes.map(({ kind, on, minor }) => ({ kind, on, amount: formatMinor(minor, digits) })),
    standing: here <= 0n ? 'moved' : back >= here ? 'taken-back' : back > 0n ? 'part-taken-back' : 'stands',
    unapplied: left - applied,
  };
}

interface Change {
  /** As in a statement of account. */
  readonly kind: ReceiptDocument['changes'][number]['kind'];
  readonly on: string;
  readonly minor: bigint;
}

/** What an event takes from the account's share, or gives it back. */
function changesBy(event: OfPayment, { account, digits }: Share): Change[] {
  const one = (kind: Change['kind'], on: string, sign: 1n | -1n, { accountId, amount }: { readonly accountId: string; readonly amount: string }): Change[] =>
    accountId === account ? [{ kind, on, minor: sign * minorOf(amount, digits) }] : [];
  switch (event.type) {
    case 'PaymentReversed':
    case 'PaymentIdentificationReversed': {
      const reversed = reversedParts(event).flatMap((part) => one('payment-reversed', part.valueDate, -1n, part));
      const isMove = event.type === 'PaymentIdentificationReversed' && event.data.reversalId === undefined;
      return isMove ? one('payment-released', event.data.reversedOn, -1n, event.data) : reversed;
    }
    case 'RefundPaid':
      return one('refund', event.data.paidOn, -1n, event.data);
    case 'RefundReturned':
      return one('refund', event.data.returnedOn, 1n, event.data);
    case 'ReversalDebitRaised':
      return one('reversal-debit', event.data.raisedOn, 1n, event.data);
    case 'ReversalDebitWithdrawn':
      return one('reversal-debit', event.data.withdrawnOn, -1n, event.data);
    case 'PaymentIdentified':
    case 'PaymentAllocated':
    case 'AllocationReversed':
      return [];
  }
}

interface PaidInvoice {
  allocatedOn: string;
  amount: bigint;
}

async function paidBy(source: DocumentSource, events: readonly OfPayment[], share: Share): Promise<{ readonly paid: ReceiptDocument['paid']; readonly applied: bigint }> {
  const byInvoice = new Map<string, PaidInvoice>();
  for (const event of events) {
    if ((event.type === 'PaymentAllocated' || event.type === 'AllocationReversed') && event.data.accountId === share.account && event.data.source.kind === 'receipt') {
      count(byInvoice, event, share.digits);
    }
  }
  const paid: ReceiptDocument['paid'][number][] = [];
  for (const [invoiceId, entry] of byInvoice) {
    if (entry.amount !== 0n) {
      const record = await source.lookups.findInvoice(invoiceId);
      paid.push({ documentNumber: record?.documentNumber ?? invoiceId, allocatedOn: entry.allocatedOn, amount: formatMinor(entry.amount, share.digits) });
    }
  }
  return { paid, applied: [...byInvoice.values()].reduce((sum, { amount }) => sum + amount, 0n) };
}

function count(byInvoice: Map<string, PaidInvoice>, { type, data }: PaymentAllocated | AllocationReversed, digits: number): void {
  for (const { invoiceId, amount } of data.items) {
    const entry = byInvoice.get(invoiceId) ?? { allocatedOn: '', amount: 0n };
    entry.amount += minorOf(amount, digits) * (type === 'PaymentAllocated' ? 1n : -1n);
    entry.allocatedOn = type === 'PaymentAllocated' ? data.allocatedOn : entry.allocatedOn;
    byInvoice.set(invoiceId, entry);
  }
}
