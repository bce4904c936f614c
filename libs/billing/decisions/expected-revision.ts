import { refusal, refuse, type Decision } from '#ledger';
import type { CommandContext } from '../command-context';

/**
 * Refuses a decision that would write, when its sender decided on another revision of the guarding stream. What was
 * done before is answered again all the same: the sender's own writing has moved the revision on.
 */
export function atExpectedRevision<Event, Answer>(
  context: CommandContext,
  revision: number,
  decision: Decision<Event, Answer>,
): Decision<Event, Answer> {
  const { expectedRevision } = context;
  if (expectedRevision === undefined || expectedRevision === revision || decision.kind === 'refused' || decision.events.length === 0) {
    return decision;
  }
  return refuse(
    refusal(
      'conflict',
      'PRECONDITION.REVISION_CHANGED',
      `you decided on revision ${expectedRevision}, it stands at ${revision} now. Read it again, then decide.`,
      { expectedRevision, revision },
    ),
  );
}
