import { accept, refusal, refuse, type Decision } from '../refusal';
import { accountParts } from '../stream-name';
import type { CloseSale } from '../sale/close-sale';
import type { DraftDiscarded, DraftIssued } from './draft.events';
import { draftAnswer, isApproved, type DraftAnswer, type DraftState } from './draft.state';
import { settledDraft, type DraftRequest } from './open-draft';

/** From here the sale of the draft's id is closed and billed. Precondition: closing it was not refused just before. */
export interface IssueDraft extends DraftRequest {
  readonly requestedIssueDate: string;
}

export function decideIssueDraft(command: IssueDraft, state: DraftState, facts: { readonly needsApproval: boolean }): Decision<DraftIssued, DraftAnswer> {
  const settled = settledDraft(command, state);
  if (settled !== undefined) {
    return settled;
  }
  const { draftId, requestId, requestedIssueDate } = command;
  if (facts.needsApproval && !isApproved(state)) {
    const message = `draft ${JSON.stringify(draftId)} is not approved as it stands. Let another person approve it first.`;
    return refuse(refusal('conflict', 'DRAFT.NOT_APPROVED', message, { draftId }));
  }
  const answer: DraftAnswer = { ...draftAnswer(state), state: 'issued' };
  return accept([{ type: 'DraftIssued', data: { draftId, saleId: draftId, requestId, requestedIssueDate } }], answer);
}

/** Nothing comes of it; its id is used up. */
export interface DiscardDraft extends DraftRequest {
  readonly reason: string;
}

export function decideDiscardDraft(command: DiscardDraft, state: DraftState): Decision<DraftDiscarded, DraftAnswer> {
  const settled = settledDraft(command, state);
  if (settled !== undefined) {
    return settled;
  }
  const { draftId, requestId, reason } = command;
  return accept([{ type: 'DraftDiscarded', data: { draftId, requestId, reason } }], { ...draftAnswer(state), state: 'discarded' });
}

/** The sale of a draft, to be closed and billed at once. */
export function draftedSale(
  { content }: DraftState,
  by: { readonly inputHash: string; readonly invoiceId: string; readonly requestedIssueDate: string; readonly strict: boolean },
): CloseSale | undefined {
  if (content === null) {
    return undefined;
  }
  const { accountId, billing: _later, ...sale } = content.sale;
  return { ...sale, ...by, payerCustomerId: accountParts(accountId).customerId, billing: 'at-once' };
}
