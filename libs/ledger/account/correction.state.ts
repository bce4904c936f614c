import type { Static } from '@sinclair/typebox';
import type { OpenItem, Source } from './account.state';
import type { DeductionAccepted, DeductionReversed, InvoiceWrittenOff, TaxShare } from './correction.events';
import type { Timeline } from './timeline';

/** Money reserved for a refund, and what became of it. Amounts are minor units. */
export interface Refund {
  readonly refundId: string;
  readonly source: Source;
  readonly requestedOn: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  status: 'requested' | 'paid' | 'failed' | 'returned';
  /** The gateway that was told to pay it out; null: none was, or it did not take the order. */
  orderedAt: string | null;
  /** The day it was paid. */
  paidOn: string | null;
  /** Who paid it out; null: the bank, or nobody yet. */
  heldBy: 'gateway' | null;
  /** The day it failed or came back: from then on the source has the money again. */
  endedOn: string | null;
  /** What is gone from the source by it, dated: less what came back, and less what the customer owes for it as a debit. */
  readonly timeline: Timeline;
  /** The same after every movement on record. */
  left: bigint;
  baseLeft: bigint;
  readonly debits: ReversalDebit[];
}

/** An open item in place of refunded money. */
export interface ReversalDebit {
  readonly debitId: string;
  readonly paymentId: string;
  readonly item: OpenItem;
  readonly raisedOn: string;
  /** Not withdrawn. */
  left: bigint;
  baseLeft: bigint;
}

export interface Deduction {
  readonly item: OpenItem;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly data: DeductionAccepted['data'];
  reversed: DeductionReversed['data'] | null;
}

export interface WrittenOffPart {
  readonly item: OpenItem;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  left: bigint;
  baseLeft: bigint;
}

/** Tax of one category and rate that was relieved on what of an invoice was written off. */
export interface RelievedTax {
  /** Null: of all that was written off together. */
  readonly invoiceId: string | null;
  readonly share: Static<typeof TaxShare>;
  left: bigint;
  baseLeft: bigint;
}

export interface WriteOff {
  readonly writeOffId: string;
  readonly writtenOffOn: string;
  readonly parts: WrittenOffPart[];
  readonly data: InvoiceWrittenOff['data'];
  /** Null until relief is claimed. */
  relief: { readonly reliefId: string; readonly relievedOn: string; readonly taxes: RelievedTax[] } | null;
}
