export * from './approval.state';
export { exceededLimit, type ExceededLimit, type LimitedActName, type MeasuredAct } from './authority-limit';
export { decideRequestApproval, type ApprovalAnswer } from './request-approval';
export { decideCarriedOut, decideDenyApproval, decideGrantApproval, type GrantApproval } from './decide-approval';
