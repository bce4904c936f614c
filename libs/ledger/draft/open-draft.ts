import { conflict } from '../input-rules';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { DraftAnswer, DraftState } from './draft.state';

export interface DraftRequest {
  readonly draftId: string;
  readonly requestId: string;
  readonly inputHash: string;
}

/** The first answer of a request that is on record, or why nothing more is done with this draft; undefined: go on. */
export function settledDraft({ draftId, requestId, inputHash }: DraftRequest, state: DraftState): Decision<never, DraftAnswer> | undefined {
  const known = state.requests.get(requestId);
  if (known !== undefined) {
    return known.inputHash === inputHash
      ? accept([], known.answer)
      : refuse(conflict('REQUEST.CONFLICT', 'request', requestId, 'Send other content under a request id of its own.'));
  }
  return closedDraft(draftId, state);
}

export function closedDraft(draftId: string, state: DraftState): Decision<never, never> | undefined {
  const shown = JSON.stringify(draftId);
  if (state.content === null) {
    return refuse(refusal('not-found', 'DRAFT.UNKNOWN', `draft ${shown} is not on record. Write it first, or check the id.`, { draftId }));
  }
  if (state.issued !== null) {
    return refuse(refusal('conflict', 'DRAFT.ISSUED', `draft ${shown} was issued and changes no more. What is wrong with its invoice takes a credit note.`, { draftId }));
  }
  return state.discarded ? refuse(refusal('conflict', 'DRAFT.DISCARDED', `draft ${shown} was discarded. Write another, under an id of its own.`, { draftId })) : undefined;
}
