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
  /** Claims of earlier runs without a known outcome: never repeated by themselves. */
  readonly unconfirmed: number;
  readonly reminderIds: readonly string[];
}
