import type { MatchReason, StatementLineParked } from '../bank-statement/bank-statement.events';

/** One part of an invoice that is open. Amounts are minor units of `currency`. */
export interface OpenItemDraft {
  readonly invoiceId: string;
  readonly number: string;
  readonly instalment: number;
  readonly accountId: string;
  readonly currency: string;
  readonly open: bigint;
  readonly dueDate: string;
  /** Its creditor reference; default: the one made from the number. */
  readonly reference?: string;
  /** What may be kept back by whoever pays until that day. */
  readonly discount?: { readonly amount: bigint; readonly until: string };
}

/** An invoice that nothing is open of any more: money that names it was paid before. */
export interface SettledInvoice {
  readonly invoiceId: string;
  readonly number: string;
  readonly accountId: string;
  readonly currency: string;
  /** What it was for. */
  readonly amount: bigint;
  readonly reference?: string;
}

/** Who may pay: names and bank accounts known of one account. */
export interface KnownPayer {
  readonly accountId: string;
  readonly names: readonly string[];
  /** Seen on earlier payments, or set. */
  readonly ibans: readonly string[];
}

export interface MatchingFacts {
  readonly items: readonly OpenItemDraft[];
  readonly settled?: readonly SettledInvoice[];
  readonly payers: readonly KnownPayer[];
}

/** A booked credit. `amount` is more than zero, in minor units. */
export interface BankLine {
  readonly lineId: string;
  readonly bookedOn: string;
  readonly valueDate: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly reference?: string;
  readonly endToEndId?: string;
  /** What banks kept of it, as the line says. */
  readonly charges?: bigint;
  readonly original?: { readonly currency: string; readonly amount: bigint };
  readonly name?: string;
  readonly iban?: string;
  readonly text: string;
}

export type Reason = MatchReason;
export type DiscrepancyKind = StatementLineParked['data']['discrepancy'];

export interface MatchedItem {
  readonly invoiceId: string;
  readonly instalment: number;
  readonly amount: bigint;
}

/** Part of an item that is given up because the payer was allowed to keep it, or a bank kept it. */
export interface MatchedDeduction {
  readonly invoiceId: string;
  readonly instalment: number;
  readonly kind: 'early-payment-discount' | 'bank-charge';
  readonly amount: bigint;
}

/** One way to read a line. Items and rest together are the line's amount. */
export interface Proposal {
  readonly accountId: string;
  readonly items: readonly MatchedItem[];
  readonly deductions: readonly MatchedDeduction[];
  /** Stays on the account, unapplied. */
  readonly rest: bigint;
  /** Percent. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  readonly discrepancy?: DiscrepancyKind;
}

export type MatchResult =
  | { readonly lineId: string; readonly kind: 'automatic'; readonly match: Proposal }
  | {
      readonly lineId: string;
      readonly kind: 'parked';
      readonly discrepancy: DiscrepancyKind;
      /** What a person is to do. */
      readonly resolution: string;
      /** Best first, at most five. */
      readonly proposals: readonly Proposal[];
    };

export interface MatchingOptions {
  /** Percent from which a match needs no person. */
  readonly threshold: number;
}

export const defaultMatching: MatchingOptions = { threshold: 90 };
