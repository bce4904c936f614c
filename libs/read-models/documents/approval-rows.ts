import { minorOf } from '#money';
import { currencyDigits, type LedgerEvent } from '#ledger';
import type { LedgerFact, WriterContext } from '../projection';
import { KeyedRows } from '../store/keyed-rows';
import { approvalTable } from './tables';

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

/** Acts that waited, or wait, for another person: every override of a limit. */
export class ApprovalRows {
  readonly rows: KeyedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.rows = new KeyedRows(dialect, approvalTable, generation);
  }

  apply({ event, sequence, recordedAt }: LedgerFact): void {
    switch (event.type) {
      case 'ApprovalRequested':
        return this.#request(event.data, sequence, recordedAt);
      case 'ApprovalGranted':
        return this.rows.set([event.data.approvalId], {
          state: 'granted', decided_by: event.data.grantedBy, decided_at: recordedAt, decided_sequence: sequence, remark: event.data.remark ?? '',
        });
      case 'ApprovalDenied':
        return this.rows.set([event.data.approvalId], {
          state: 'denied', decided_by: event.data.deniedBy, decided_at: recordedAt, decided_sequence: sequence, remark: event.data.reason,
        });
      case 'ApprovalCarriedOut':
        return this.rows.set([event.data.approvalId], { state: event.data.outcome, outcome_code: event.data.code ?? '' });
      default:
        return undefined;
    }
  }

  #request(data: DataOf<'ApprovalRequested'>, sequence: number, recordedAt: number): void {
    const { approvalId, entityId, act, subject, amount, currency = '', limit = '', command, requestedBy, role } = data;
    this.rows.insert({
      approval_id: approvalId, entity_id: entityId, act, subject, amount: amount === undefined ? 0n : minorOf(amount, currencyDigits(currency)),
      has_amount: amount === undefined ? 0 : 1, currency, allowed: limit, command, requested_by: requestedBy, requested_role: role, requested_at: recordedAt,
      state: 'requested', sequence,
    });
  }
}
