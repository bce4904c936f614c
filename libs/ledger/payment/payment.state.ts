import { emptyTimeline, type Timeline } from '../account/timeline';
import type { PaymentReceived, PaymentReversed } from './payment.events';

/** What one identification gave to one account. Amounts are minor units. */
export interface Split {
  readonly requestId: string;
  readonly accountId: string;
  readonly identifiedOn: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  /** Not reversed, by a clerk or by the bank. */
  left: bigint;
  baseLeft: bigint;
}

/** One bank line: what came in, whose it is, and what the bank took back. */
export interface PaymentState {
  received: PaymentReceived['data'] | null;
  /** Received, not identified and not taken back, dated. */
  readonly unidentified: Timeline;
  unidentifiedLeft: bigint;
  unidentifiedBaseLeft: bigint;
  /** In the order of their identification. */
  readonly splits: Split[];
  /** Per account, dated: what is its, so that no day before a move is short of it. */
  readonly byAccount: Map<string, Timeline>;
  readonly reversals: Map<string, PaymentReversed['data']>;
  /** Subject of a command → hash of the input it was first decided on. */
  readonly requests: Map<string, string>;
}

export const initialPayment = (): PaymentState => ({
  received: null,
  unidentified: emptyTimeline(),
  unidentifiedLeft: 0n,
  unidentifiedBaseLeft: 0n,
  splits: [],
  byAccount: new Map(),
  reversals: new Map(),
  requests: new Map(),
});

/** What of the receipt the bank has not taken back, in minor units. */
export const receiptLeft = (state: PaymentState): bigint =>
  state.splits.reduce((sum, { left }) => sum + left, state.unidentifiedLeft);
