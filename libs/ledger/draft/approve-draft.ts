import { accept, refusal, refuse, type Decision } from '../refusal';
import type { DraftApproved } from './draft.events';
import { draftAnswer, isApproved, type DraftAnswer, type DraftState } from './draft.state';
import { closedDraft } from './open-draft';

export interface ApproveDraft {
  readonly draftId: string;
  /** Revision of the content that was looked at; default: as it stands. */
  readonly contentRevision?: number;
  readonly actor: string;
}

/** Another person looked at it: never its author, nor who changed it last. Approved once, it stays so until it is changed. */
export function decideApproveDraft({ draftId, contentRevision, actor }: ApproveDraft, state: DraftState): Decision<DraftApproved, DraftAnswer> {
  const { content } = state;
  if (content !== null && state.issued !== null && isApproved(state)) {
    return accept([], draftAnswer(state));
  }
  const closed = closedDraft(draftId, state);
  if (closed !== undefined || content === null) {
    return closed ?? refuse(refusal('not-found', 'DRAFT.UNKNOWN', `draft ${JSON.stringify(draftId)} is not on record. Write it first.`, { draftId }));
  }
  if (contentRevision !== undefined && contentRevision !== content.contentRevision) {
    const message = `draft ${JSON.stringify(draftId)} was changed since: its content stands at revision ${content.contentRevision}, not ${contentRevision}. Look at it again, then approve that.`;
    return refuse(refusal('conflict', 'DRAFT.CHANGED', message, { draftId, contentRevision: content.contentRevision }));
  }
  if (isApproved(state)) {
    return accept([], draftAnswer(state));
  }
  if (actor === content.draftedBy || actor === content.editedBy) {
    const message = `draft ${JSON.stringify(draftId)} was written by the one who would approve it. Let another person approve it.`;
    return refuse(refusal('conflict', 'DRAFT.OWN', message, { draftId }));
  }
  const data = { draftId, revision: content.contentRevision, approvedBy: actor };
  return accept([{ type: 'DraftApproved', data }], { ...draftAnswer(state), state: 'approved' });
}
