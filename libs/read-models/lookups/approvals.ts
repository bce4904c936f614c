import { amountText } from '../reports/figures';
import type { Row } from '../store/read-store';

export const approvalStates = ['requested', 'granted', 'denied', 'done', 'refused'] as const;
export type ApprovalRecordState = (typeof approvalStates)[number];

/** A command beyond its sender's limit: who asked, who decided, and what became of it. */
export interface ApprovalRecord {
  readonly approvalId: string;
  readonly entityId: string;
  readonly act: string;
  readonly subject: string;
  /** Base currency; null where the act has no amount. */
  readonly amount: string | null;
  readonly currency: string;
  /** What the role may do alone. */
  readonly allowed: string;
  readonly command: string;
  readonly state: ApprovalRecordState;
  readonly requestedBy: string;
  readonly requestedRole: string;
  /** Milliseconds since the Unix epoch. */
  readonly requestedAt: number;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly remark: string | null;
  /** Why a granted command could not be carried out. */
  readonly outcomeCode: string | null;
  /** Ledger sequence of the request. */
  readonly sequence: number;
}

export interface ApprovalFilter {
  readonly entityId?: string;
  readonly act?: string;
  readonly state?: string;
}

const orNull = (value: unknown): string | null => (value === '' ? null : String(value));

export function approvalOf(row: Row): ApprovalRecord {
  const currency = String(row['currency']);
  return {
    approvalId: String(row['approval_id']), entityId: String(row['entity_id']), act: String(row['act']), subject: String(row['subject']),
    amount: row['has_amount'] === 1n ? amountText(row['amount'] as bigint, currency) : null, currency, allowed: String(row['allowed']),
    command: String(row['command']), state: String(row['state']) as ApprovalRecordState, requestedBy: String(row['requested_by']),
    requestedRole: String(row['requested_role']), requestedAt: Number(row['requested_at']), decidedBy: orNull(row['decided_by']),
    decidedAt: row['decided_by'] === '' ? null : Number(row['decided_at']), remark: orNull(row['remark']), outcomeCode: orNull(row['outcome_code']),
    sequence: Number(row['sequence']),
  };
}
