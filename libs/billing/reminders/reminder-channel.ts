import type { ReminderDue, ReminderLevel } from '#ledger';

export type ReminderChannelName = ReminderDue['data']['channel'];

/** A letter to one debtor about one or many items. Amounts are fixed-scale strings in `currency`. */
export interface ReminderLetter {
  /** Made from the claim: a channel that sees it twice sends once. */
  readonly reminderId: string;
  readonly accountId: string;
  readonly entityId: string;
  readonly runDate: string;
  readonly policy: string;
  /** Its tone: the highest of its steps. */
  readonly level: ReminderLevel;
  /** Name of the letter: that of its strongest step. */
  readonly template: string;
  /** ISO 639-1; the customer's preference, else the legal entity's, else English. */
  readonly language: string;
  readonly currency: string;
  /** Charged by an invoice of its own once the letter is out; in base currency. Absent: none. */
  readonly fee?: { readonly currency: string; readonly amount: string };
  /** Sum of the items' open amounts. */
  readonly total: string;
  readonly to: { readonly customerId: string; readonly name: string; readonly email: string };
  readonly items: readonly {
    readonly invoiceId: string;
    readonly documentNumber: string;
    readonly instalment: number;
    readonly issueDate: string;
    readonly dueDate: string;
    readonly openAmount: string;
    readonly step: string;
    readonly template: string;
  }[];
}

/**
 * `failed`: it certainly did not go out, and may be tried again another day. `unknown`: it may have gone out, so nobody
 * but a person has it repeated.
 */
export type DeliveryOutcome =
  | { readonly kind: 'accepted'; readonly receipt: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Takes letters to debtors. `accepted` means that the channel has taken the message over, durably.
 * Postcondition: delivering the same reminder id again changes nothing and is accepted, as far as the channel can tell.
 */
export interface ReminderChannel {
  readonly name: ReminderChannelName;
  deliver(letter: ReminderLetter): Promise<DeliveryOutcome>;
}

/** By name. A policy whose steps name another channel is not run. */
export type ReminderChannels = ReadonlyMap<ReminderChannelName, ReminderChannel>;
