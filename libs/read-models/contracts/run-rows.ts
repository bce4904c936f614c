import type { LedgerFact, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { KeyedRows } from '../store/keyed-rows';
import { runTable } from './tables';

/** Rows of billing runs: how far each has come, by whichever process. */
export class RunRows {
  readonly rows: KeyedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.rows = new KeyedRows(dialect, runTable, generation);
  }

  apply({ event, sequence }: LedgerFact): void {
    switch (event.type) {
      case 'BillingRunOpened': {
        const { runId, entityId, through, issueDate } = event.data;
        return this.rows.insert({
          run_id: runId, entity_id: entityId, through_day: dayNumber(through), issue_day: dayNumber(issueDate), state: 'planning', sequence,
        });
      }
      case 'InvoicePlanned':
        this.rows.add([event.data.runId], 'invoices', 1n);
        return this.rows.add([event.data.runId], 'sources', BigInt(event.data.sources.length));
      case 'CreditPlanned':
        return this.rows.add([event.data.runId], 'credits', 1n);
      case 'RunPlanned':
        return this.rows.set([event.data.runId], { state: 'planned' });
      case 'ItemDropped':
        return this.rows.add([event.data.runId], 'dropped', 1n);
      case 'RunCompleted':
        return this.rows.set([event.data.runId], { state: 'completed', empty: event.data.empty });
      default:
        return this.#count(event);
    }
  }

  #count(event: LedgerFact['event']): void {
    switch (event.type) {
      case 'ContractBillingAssigned':
        return this.rows.add([event.data.runId], 'assigned', 1n);
      case 'BillingAssigned':
        return this.#add(event.data.runId, 'assigned');
      case 'InvoiceIssued':
        return this.#add(event.data.runId, 'issued');
      case 'ContractCreditAssigned':
        return this.rows.add([event.data.runId], 'credited', 1n);
      default:
    }
  }

  #add(runId: string | undefined, column: string): void {
    if (runId !== undefined) this.rows.add([runId], column, 1n);
  }
}
