import { accept, type Decision } from '../refusal';
import type { ApprovalRequested } from './approval.events';
import { approvalProgress, type ApprovalProgress, type ApprovalState } from './approval.state';

export interface ApprovalAnswer {
  readonly approvalId: string;
  readonly progress: ApprovalProgress;
}

/** Records that somebody asked for more than their role allows. Its id follows from its content: asked again, it is there. */
export function decideRequestApproval(data: ApprovalRequested['data'], state: ApprovalState): Decision<ApprovalRequested, ApprovalAnswer> {
  const progress = approvalProgress(state);
  return progress === null
    ? accept([{ type: 'ApprovalRequested', data }], { approvalId: data.approvalId, progress: 'requested' })
    : accept([], { approvalId: data.approvalId, progress });
}
