import type { SaleFacts } from '../sale/sale.state';
import type { StreamFold } from '../refusal';
import type { DraftEvent, DraftIssued, InvoiceDrafted } from './draft.events';

export type DraftKind = InvoiceDrafted['data']['kind'];
export type DraftProgress = 'draft' | 'approved' | 'issued' | 'discarded';

export interface DraftAnswer {
  readonly draftId: string;
  readonly kind: DraftKind;
  readonly state: DraftProgress;
  /** Revision of its content: what an approval is for. */
  readonly contentRevision: number;
  readonly currency: string;
  readonly gross: string;
}

interface DraftContent {
  readonly draftId: string;
  readonly kind: DraftKind;
  readonly sale: SaleFacts;
  readonly gross: string;
  readonly draftedBy: string;
  /** Who wrote it as it stands: the author, or the last to change it. */
  readonly editedBy: string;
  readonly contentRevision: number;
}

export interface DraftState {
  content: DraftContent | null;
  /** Approved as it stood at a revision of its content. */
  approval: { readonly revision: number; readonly approvedBy: string } | null;
  issued: DraftIssued['data'] | null;
  discarded: boolean;
  /** Request (`drafting`, or its id) → what it was decided on and answered with. */
  readonly requests: Map<string, { readonly inputHash: string; readonly answer: DraftAnswer }>;
}

export const draftFold: StreamFold<DraftState, DraftEvent> = {
  initial: () => ({ content: null, approval: null, issued: null, discarded: false, requests: new Map() }),
  evolve: (state, event, revision, inputHash) => {
    switch (event.type) {
      case 'InvoiceDrafted': {
        const { draftId, kind, sale, gross, draftedBy } = event.data;
        state.content = { draftId, kind, sale, gross, draftedBy, editedBy: draftedBy, contentRevision: revision };
        return answered(state, 'drafting', inputHash);
      }
      case 'DraftChanged': {
        const { sale, gross, changedBy } = event.data;
        state.content = { ...written(state), sale, gross, editedBy: changedBy, contentRevision: revision };
        return answered(state, event.data.requestId, inputHash);
      }
      case 'DraftApproved':
        state.approval = { revision: event.data.revision, approvedBy: event.data.approvedBy };
        return state;
      case 'DraftIssued':
        state.issued = event.data;
        return answered(state, event.data.requestId, inputHash);
      case 'DraftDiscarded':
        state.discarded = true;
        return answered(state, event.data.requestId, inputHash);
    }
  },
};

function written({ content }: DraftState): DraftContent {
  if (content === null) {
    throw new Error('a draft was changed before it was written');
  }
  return content;
}

function answered(state: DraftState, request: string, inputHash: string): DraftState {
  state.requests.set(request, { inputHash, answer: draftAnswer(state) });
  return state;
}

export const isApproved = ({ content, approval }: DraftState): boolean => content !== null && approval?.revision === content.contentRevision;

export function draftProgress(state: DraftState): DraftProgress {
  if (state.issued !== null) {
    return 'issued';
  }
  return state.discarded ? 'discarded' : isApproved(state) ? 'approved' : 'draft';
}

/** The draft as it stands now. @throws Error when there is none. */
export function draftAnswer(state: DraftState): DraftAnswer {
  const { draftId, kind, sale, gross, contentRevision } = written(state);
  return { draftId, kind, state: draftProgress(state), contentRevision, currency: sale.currency, gross };
}
