import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { ApprovalCarriedOut, ApprovalDenied, ApprovalGranted } from './approval.events';
import { approvalProgress, type ApprovalState } from './approval.state';
import type { ExceededLimit } from './authority-limit';
import type { ApprovalAnswer } from './request-approval';

export type GrantApproval = ApprovalGranted['data'] & {
  /** The limit of the grantor's own role that the command goes beyond, if it does. */
  readonly exceeded?: ExceededLimit;
};

/** Another person lets a waiting command through. Nobody grants their own, nor what their own role may not do. */
export function decideGrantApproval(command: GrantApproval, state: ApprovalState): Decision<ApprovalGranted, ApprovalAnswer> {
  const { exceeded, ...data } = command;
  const { approvalId, grantedBy } = data;
  const reason = refuseDecision(approvalId, state, 'granted');
  if (reason !== undefined) {
    return refuse(reason);
  }
  if (state.request?.requestedBy === grantedBy) {
    return refuse(refusal('forbidden', 'APPROVAL.OWN', `approval ${approvalId} was asked for by ${grantedBy}; nobody approves their own. Let another person decide.`, { approvalId }));
  }
  if (state.decision?.kind === 'granted') {
    return accept([], { approvalId, progress: approvalProgress(state) ?? 'granted' });
  }
  if (exceeded !== undefined) {
    const message = `approval ${approvalId} goes beyond what your role may do either (${exceeded.allowed}). Let somebody decide whose role allows it.`;
    return refuse(refusal('forbidden', 'APPROVAL.ABOVE_LIMIT', message, { approvalId, limit: exceeded.allowed }));
  }
  return accept([{ type: 'ApprovalGranted', data }], { approvalId, progress: 'granted' });
}

/** Another person says no, or the one who asked takes it back. */
export function decideDenyApproval(data: ApprovalDenied['data'], state: ApprovalState): Decision<ApprovalDenied, ApprovalAnswer> {
  const { approvalId } = data;
  const reason = refuseDecision(approvalId, state, 'denied');
  if (reason !== undefined) {
    return refuse(reason);
  }
  return state.decision?.kind === 'denied'
    ? accept([], { approvalId, progress: 'denied' })
    : accept([{ type: 'ApprovalDenied', data }], { approvalId, progress: 'denied' });
}

/** Records what the granted command came to, once. */
export function decideCarriedOut(data: ApprovalCarriedOut['data'], state: ApprovalState): Decision<ApprovalCarriedOut, ApprovalAnswer> {
  const { approvalId } = data;
  if (state.carriedOut !== null || state.decision?.kind !== 'granted') {
    return accept([], { approvalId, progress: approvalProgress(state) ?? 'requested' });
  }
  return accept([{ type: 'ApprovalCarriedOut', data }], { approvalId, progress: data.outcome });
}

function refuseDecision(approvalId: string, state: ApprovalState, wanted: 'granted' | 'denied'): Refusal | undefined {
  if (state.request === null) {
    return refusal('not-found', 'APPROVAL.UNKNOWN', `approval ${JSON.stringify(approvalId)} was never asked for. Look at the list of approvals.`, { approvalId });
  }
  return state.decision !== null && state.decision.kind !== wanted
    ? refusal('conflict', 'APPROVAL.DECIDED', `approval ${approvalId} was ${state.decision.kind} by ${state.decision.by}, and that stays. Send the command again under a new request id.`, {
        approvalId,
        decision: state.decision.kind,
      })
    : undefined;
}
