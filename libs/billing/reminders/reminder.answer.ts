export interface ReminderRunAnswer {
  readonly entityId: string;
  readonly runDate: string;
  readonly policyId: string;
  readonly policyVersion: number;
  /** Letters a channel accepted in this run. */
  readonly sent: number;
  readonly failed: number;
  readonly withdrawn: number;
  /** Steps left out in this run, with the reason on record. */
  readonly skipped: number;
  /** Fees billed with the letters, each by an invoice of its own. */
  readonly fees: number;
  /** Claims without a known outcome, of this run or an earlier one: never repeated by themselves. */
  readonly unconfirmed: number;
  readonly reminderIds: readonly string[];
}
