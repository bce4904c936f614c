import { assertFact } from '../documents/assert-fact';
import { accept, type Decision } from '../refusal';
import type { RunCompleted } from './billing-run.events';
import type { BillingRunState } from './billing-run.state';

/** Every planned invoice is issued and entered, or has nothing left to bill; every planned credit is given. */
export function decideCompleteRun(completed: RunCompleted['data'], state: BillingRunState): Decision<RunCompleted, RunCompleted['data']> {
  if (state.completed !== null) {
    return accept([], state.completed);
  }
  assertFact(
    state.phase === 'planned' && completed.issued + completed.empty === state.invoices,
    `billing run ${completed.runId} planned ${state.invoices} invoices and accounts for ${completed.issued + completed.empty}`,
  );
  return accept([{ type: 'RunCompleted', data: completed }], completed);
}
