import type { AccountState } from './account.state';
import type { CorrectionEvent } from './correction.events';

/** Deductions, write-offs, refunds and what they bring back. */
export function applyCorrection(_state: AccountState, event: CorrectionEvent, _inputHash: string): void {
  throw new Error(`${event.type} has no fold yet`);
}
