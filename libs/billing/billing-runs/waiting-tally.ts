import type { Refusal } from '#ledger';
import type { LeftWaiting } from './billing-run.answer';

const idsMax = 20;
const reasonsMax = 50;

/** What was due and waits, by why. */
export class WaitingTally {
  private readonly reasons = new Map<string, { readonly code: string; readonly reason: string; count: number; readonly ids: string[] }>();

  add(id: string, { code, message }: Refusal): void {
    const known = this.reasons.get(code) ?? { code, reason: message, count: 0, ids: [] };
    known.count += 1;
    if (known.ids.length < idsMax) {
      known.ids.push(id);
    }
    if (this.reasons.size < reasonsMax) {
      this.reasons.set(code, known);
    }
  }

  list(): readonly LeftWaiting[] {
    return [...this.reasons.values()];
  }
}
