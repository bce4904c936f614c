import type { CommandResult } from '../command-context';
import type { Refusal } from '#ledger';
import type { Outcome } from './decision-group';

/** What a decision came to, as the answer of a command. */
export function resultOf<Decided, Answer>(outcome: Outcome<Decided>, answer: (decided: Decided) => Answer): CommandResult<Answer> {
  if (outcome.kind !== 'accepted') {
    return outcome;
  }
  return { kind: 'accepted', answer: answer(outcome.answer), writeToken: outcome.position, repeated: outcome.revision === null };
}

export const refusedResult = (refusal: Refusal): { readonly kind: 'refused'; readonly refusal: Refusal } => ({ kind: 'refused', refusal });
