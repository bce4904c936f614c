import type { DeliveryAnswer } from '#ledger';

export type { DeliveryAnswer };

/** Of a reminder, `deliveryId` and `documentId` are its id. */
export type BounceAnswer = Omit<DeliveryAnswer, 'kind'> & { readonly kind: DeliveryAnswer['kind'] | 'reminder' };

export interface DeliveryRunAnswer {
  readonly entityId: string;
  readonly from: string;
  readonly sent: number;
  readonly failed: number;
  /** Handed over without an answer: a person finds out what became of them. */
  readonly unconfirmed: number;
  /** Not sent, and why; nothing was claimed for them. At most a hundred are named. */
  readonly skipped: number;
  readonly skips: readonly { readonly documentId: string; readonly code: string; readonly reason: string }[];
  readonly deliveryIds: readonly string[];
  /** Why it ended before its time: the mail server takes nothing. */
  readonly stopped?: string;
  /** True: there is more to send; run again. */
  readonly more: boolean;
}
