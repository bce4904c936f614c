/** A letter to one debtor about one or many items. Amounts are fixed-scale strings in `currency`. */
export interface ReminderLetter {
  /** Made from the claim: a channel that sees it twice sends once. */
  readonly reminderId: string;
  readonly accountId: string;
  readonly runDate: string;
  readonly policy: string;
  readonly currency: string;
  readonly to: { readonly customerId: string; readonly name: string; readonly email: string };
  readonly items: readonly {
    readonly documentNumber: string;
    readonly instalment: number;
    readonly dueDate: string;
    readonly openAmount: string;
    readonly step: string;
    readonly template: string;
  }[];
}

export type DeliveryOutcome =
  | { readonly kind: 'accepted'; readonly receipt: string }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Takes letters to debtors. `accepted` means that the channel has taken the message over, durably.
 * Postcondition: delivering the same reminder id again changes nothing and is accepted.
 */
export interface ReminderChannel {
  readonly name: 'outbox';
  deliver(letter: ReminderLetter): Promise<DeliveryOutcome>;
}
