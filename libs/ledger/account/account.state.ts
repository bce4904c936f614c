import type { Static } from '@sinclair/typebox';
import type { PaymentInstruction } from '../payment/payment.events';
import type { AllocationReversed, CreditNoteRequested, ReminderDue } from './account.events';
import { initialCare, type CareState } from './care.state';
import type { WriteOffReversed } from './correction.events';
import type { Deduction, Refund, WriteOff } from './correction.state';
import type { DueQueue } from './due-queue';
import type { LateChargeClaimed } from './late-charge.events';
import type { SettledAmounts, SettledLeft } from './settled-amounts';
import type { Timeline } from './timeline';

export type Instruction = Static<typeof PaymentInstruction>;
export type SourceKind = 'receipt' | 'credit';

/** One instalment of one invoice: what is owed, and every dated movement of it. Amounts are minor units. */
export interface OpenItem {
  readonly invoiceId: string;
  readonly instalment: number;
  readonly documentNumber: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly remind: boolean;
  /** Place among the items of the account, in order of entry. */
  readonly order: number;
  readonly timeline: Timeline;
  /** What is open after every movement on record, whatever its date. */
  open: bigint;
  baseOpen: bigint;
  /** Which reminder steps count as taken: `policyId:step` → the letter. Absent: none yet. */
  reminded?: Map<string, string>;
  /** The last run that claimed a step of this item. */
  remindedOn?: string;
  /** What write-offs took of it and did not give back. Absent: never written off. */
  writtenOff?: bigint;
}

export interface EnteredInvoice {
  readonly invoiceId: string;
  readonly documentNumber: string;
  readonly issueDate: string;
  readonly currency: string;
  readonly gross: bigint;
  readonly items: readonly OpenItem[];
  /** Where an invoice of our own stands, so that its lines are found by a point read; null for one issued elsewhere. */
  readonly register: { readonly seriesId: string; readonly revision: number } | null;
  /** The dispute that is open now, if one is. */
  disputeId: string | null;
  /** It asks for a fee or interest, which are never charged on again. */
  readonly isCharge?: boolean;
  /** No document: what a customer owes since a refunded receipt was taken back. */
  readonly isDebit?: boolean;
}

/** A receipt or a credit: money of this account to be applied. Amounts are minor units. */
export interface Source {
  readonly kind: SourceKind;
  readonly id: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly timeline: Timeline;
  /** From when on all its money may be applied: its latest identification, or the issue of the credit note. */
  from: string;
  /** Value date of a receipt; null for a credit. */
  readonly receivedOn: string | null;
  /** What is unapplied after every movement on record, whatever its date. */
  unapplied: bigint;
  /** What of its base amount is unapplied with it: zero when nothing is. */
  baseUnapplied: bigint;
  /** Identifications that brought it here, with what they brought; empty for a credit. */
  readonly entries: Map<string, { readonly identifiedOn: string; readonly amount: bigint }>;
  reference: string | null;
  instruction: Instruction | null;
  readonly allocations: Allocation[];
  readonly releases: Release[];
}

export interface Release {
  readonly requestId: string;
  readonly releasedOn: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  left: bigint;
  baseLeft: bigint;
}

/** So much of one item; `left`: not undone, whatever the date of the undoing. */
export interface AllocationPart extends SettledAmounts, SettledLeft {
  readonly item: OpenItem;
}

/** An undoing on record, kept because a bounce with an earlier value date may have to come before it. */
export interface Undoing extends SettledLeft {
  readonly part: AllocationPart;
  readonly on: string;
}

export interface Allocation {
  readonly allocationId: string;
  readonly source: Source;
  readonly allocatedOn: string;
  readonly order: number;
  readonly parts: AllocationPart[];
  readonly undoings: Undoing[];
  /** Unapplied of the source once this allocation stood: part of its first answer. */
  readonly unappliedAfter: bigint;
}

export interface Dispute {
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly openedOn: string;
  resolvedOn: string | null;
}

/** What has been credited of one invoice line, issued and requested together. Quantity as exact text. */
export interface CreditedLine {
  quantity: string;
  net: bigint;
  tax: bigint;
  /** What that took of the line's revenue; absent for a line that was recognised at issue. */
  recognition?: CreditedRevenue;
}

export interface CreditedRevenue {
  revenue: bigint;
  deferred: bigint;
  /** By the day it would have counted on. */
  readonly schedule: Map<string, bigint>;
}

export interface CreditNote {
  readonly creditNoteId: string;
  status: 'requested' | 'refused' | 'entered';
  /** Gross per invoice its lines name, in order of first mention. */
  readonly grossByInvoice: Map<string, bigint>;
  readonly lines: CreditNoteRequested['data']['lines'];
  readonly totals: CreditNoteRequested['data']['totals'];
  /** The invoice was wrong: what is credited was never owed. */
  readonly neverOwed?: true;
  readonly refusal: { readonly code: string; readonly reason: string } | null;
}

export interface Letter {
  readonly reminderId: string;
  readonly runDate: string;
  readonly policyId: string;
  readonly currency: string;
  readonly items: readonly { readonly item: OpenItem; readonly step: string; readonly openAmount: string; readonly listed?: true }[];
  /** As it was claimed. */
  readonly due: ReminderDue['data'];
  /** `due`: claimed, outcome unknown: counts as sent. */
  outcome: 'due' | 'sent' | 'failed' | 'withdrawn';
  /** Why it failed or was withdrawn. */
  why?: string;
  /** The letter a person had it repeated by. */
  repeatedBy?: string;
  /** The last report that it came back; it stays sent. */
  bounced?: { readonly bouncedOn: string; readonly kind: 'hard' | 'soft' | 'complaint'; readonly reason: string };
}

/**
 * The debtor account: one paying customer at one legal entity. Plain data (maps, arrays, bigints) with shared
 * references; a structured clone keeps it whole.
 */
export interface AccountState {
  accountId: string | null;
  readonly items: OpenItem[];
  readonly invoices: Map<string, EnteredInvoice>;
  /** Document number → the invoices that bear it: one issued elsewhere may have a number of ours. In order of entry. */
  readonly invoicesByNumber: Map<string, EnteredInvoice[]>;
  /** Per currency: open and not disputed. */
  readonly queues: Map<string, DueQueue>;
  readonly receipts: Map<string, Source>;
  readonly credits: Map<string, Source>;
  /** Name of an invoice not entered yet → receipts that name it. */
  readonly awaited: Map<string, Set<Source>>;
  readonly allocations: Map<string, Allocation>;
  /** Per invoice, per line. */
  readonly credited: Map<string, Map<string, CreditedLine>>;
  /** Per invoice, in minor units of base currency. */
  readonly creditedBase: Map<string, { net: bigint; tax: bigint }>;
  readonly creditNotes: Map<string, CreditNote>;
  readonly disputes: Map<string, Dispute>;
  readonly openDisputes: Set<string>;
  readonly letters: Map<string, Letter>;
  readonly deductions: Map<string, Deduction>;
  readonly writeOffs: Map<string, WriteOff>;
  /** By reversal id. */
  readonly writeOffReversals: Map<string, WriteOffReversed['data']>;
  readonly refunds: Map<string, Refund>;
  /** Fees and interest claimed, by the id of the sale that bills them. */
  readonly charges: Map<string, LateChargeClaimed['data']>;
  /** Undoings by their reversal id: what a repeated request is answered with. */
  readonly undoings: Map<string, AllocationReversed['data']>;
  /** Payment reversals entered, `paymentId~reversalId`. */
  readonly reversals: Set<string>;
  /** Promises, agencies and direct debits. */
  readonly care: CareState;
  /** `reminderId`: a reminder step held it. */
  held: { readonly heldOn: string; readonly reason: string; readonly reminderId?: string } | null;
  /** Subject of a command (`allocation:…`, `undoing:…`) → hash of the input it was first decided on. */
  readonly requests: Map<string, string>;
}

export const initialAccount = (): AccountState => ({
  accountId: null,
  items: [],
  invoices: new Map(),
  invoicesByNumber: new Map(),
  queues: new Map(),
  receipts: new Map(),
  credits: new Map(),
  awaited: new Map(),
  allocations: new Map(),
  credited: new Map(),
  creditedBase: new Map(),
  creditNotes: new Map(),
  disputes: new Map(),
  openDisputes: new Set(),
  letters: new Map(),
  deductions: new Map(),
  writeOffs: new Map(),
  writeOffReversals: new Map(),
  refunds: new Map(),
  charges: new Map(),
  undoings: new Map(),
  reversals: new Set(),
  care: initialCare(),
  held: null,
  requests: new Map(),
});

export const sourceOf = (state: AccountState, kind: SourceKind, id: string): Source | undefined =>
  (kind === 'receipt' ? state.receipts : state.credits).get(id);

/** Every item with something open after all movements, disputed ones too, in no order. */
export function* openItems(state: AccountState): Generator<OpenItem> {
  for (const queue of state.queues.values()) {
    yield* queue;
  }
  for (const invoiceId of state.openDisputes) {
    for (const item of state.invoices.get(invoiceId)?.items ?? []) {
      if (item.open > 0n) {
        yield item;
      }
    }
  }
}
