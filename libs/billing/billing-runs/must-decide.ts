import type { Outcome } from '../decisions/decision-group';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';

/**
 * The outcome of a step that nothing refuses.
 *
 * @throws UnknownStepOutcome when a store gives no answer; the run may be walked again.
 */
export function mustDecide<Answer>(outcome: Outcome<Answer>): Extract<Outcome<Answer>, { readonly kind: 'accepted' }> {
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message);
  }
  if (outcome.kind === 'refused') {
    throw new Error(`a step of a billing run was refused: ${outcome.refusal.code} ${outcome.refusal.message}`);
  }
  return outcome;
}
