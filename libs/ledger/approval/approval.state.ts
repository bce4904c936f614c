import type { StreamFold } from '../refusal';
import type { ApprovalCarriedOut, ApprovalEvent, ApprovalRequested } from './approval.events';

/** One request for another person's approval, and what became of it. */
export interface ApprovalState {
  request: ApprovalRequested['data'] | null;
  decision: { readonly kind: 'granted' | 'denied'; readonly by: string } | null;
  carriedOut: ApprovalCarriedOut['data'] | null;
}

export const approvalFold: StreamFold<ApprovalState, ApprovalEvent> = {
  initial: () => ({ request: null, decision: null, carriedOut: null }),
  evolve: (state, event) => {
    switch (event.type) {
      case 'ApprovalRequested':
        state.request = event.data;
        return state;
      case 'ApprovalGranted':
        state.decision = { kind: 'granted', by: event.data.grantedBy };
        return state;
      case 'ApprovalDenied':
        state.decision = { kind: 'denied', by: event.data.deniedBy };
        return state;
      case 'ApprovalCarriedOut':
        state.carriedOut = event.data;
        return state;
    }
  },
};

export type ApprovalProgress = 'requested' | 'granted' | 'denied' | 'done' | 'refused';

/** How far a request has come; null when there is none. */
export function approvalProgress(state: ApprovalState): ApprovalProgress | null {
  if (state.request === null) {
    return null;
  }
  return state.carriedOut?.outcome ?? state.decision?.kind ?? 'requested';
}
