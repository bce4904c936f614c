import { amountText } from '../reports/figures';
import type { Row } from '../store/read-store';

export const draftStates = ['draft', 'approved', 'issued', 'discarded'] as const;
export type DraftRecordState = (typeof draftStates)[number];

/** An invoice in the making: who wrote it, who approved it as it stands, and how far it has come. */
export interface DraftRecord {
  readonly draftId: string;
  readonly kind: 'draft' | 'pro-forma';
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly gross: string;
  readonly state: DraftRecordState;
  readonly draftedBy: string;
  readonly editedBy: string;
  readonly approvedBy: string | null;
  readonly sequence: number;
}

export interface DraftFilter {
  readonly entityId?: string;
  readonly customerId?: string;
  readonly state?: string;
}

export function draftOf(row: Row): DraftRecord {
  const text = (column: string): string => String(row[column]);
  return {
    draftId: text('draft_id'), kind: text('kind') as DraftRecord['kind'], entityId: text('entity_id'), customerId: text('customer_id'),
    accountId: text('account_id'), currency: text('currency'), gross: amountText(row['gross'] as bigint, text('currency')),
    state: text('state') as DraftRecordState, draftedBy: text('drafted_by'), editedBy: text('edited_by'),
    approvedBy: text('approved_by') === '' ? null : text('approved_by'), sequence: Number(row['sequence']),
  };
}
