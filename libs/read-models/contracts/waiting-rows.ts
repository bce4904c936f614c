import type { Kysely } from 'kysely';
import type { LedgerEvent } from '#ledger';
import type { WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { KeyedRows } from '../store/keyed-rows';
import { MultiRow, RowWriter } from '../store/row-writer';
import { tableName } from '../store/table';
import { heldAccountTable, waitingSaleTable } from './tables';

type SaleClosed = Extract<LedgerEvent, { type: 'SaleClosed' }>['data'];

/** Rows of sales that wait, and of held accounts. Nearly every sale is billed as it comes in and never makes a row. */
export class WaitingRows {
  readonly #inserts: RowWriter;
  readonly #deletes: MultiRow;
  readonly #holds: KeyedRows;
  #closed = new Map<string, SaleClosed>();
  #gone: string[] = [];

  constructor({ dialect, generation }: WriterContext) {
    this.#inserts = new RowWriter(dialect, waitingSaleTable, generation);
    this.#deletes = new MultiRow(dialect, `delete from ${tableName(waitingSaleTable, generation)} where sale_id in (`, 1, ')');
    this.#holds = new KeyedRows(dialect, heldAccountTable, generation);
  }

  forget(): void {
    this.#inserts.forget();
    this.#holds.forget();
    this.#closed = new Map();
    this.#gone = [];
  }

  apply(event: LedgerEvent): void {
    switch (event.type) {
      case 'SaleClosed':
        this.#closed.set(event.data.saleId, event.data);
        return;
      case 'BillingAssigned':
      case 'NothingToBill':
      case 'SaleCancelled':
        if (!this.#closed.delete(event.data.saleId)) this.#gone.push(event.data.saleId);
        return;
      case 'AccountHeld':
        return this.#holds.set([event.data.accountId], { held: 1 });
      case 'AccountReleased':
        return this.#holds.set([event.data.accountId], { held: 0 });
      default:
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const sale of this.#closed.values()) {
      const { saleId, entityId, customerId, accountId, billToCustomerId = '', currency, reference = '', closedOn, rate = '' } = sale;
      this.#inserts.add(saleId, entityId, customerId, accountId, billToCustomerId, currency, reference, standsAlone(sale) ? 1 : 0, dayNumber(closedOn), rate);
    }
    const gone = this.#gone;
    this.#closed = new Map();
    this.#gone = [];
    await this.#inserts.flush(db);
    await this.#deletes.run(db, gone);
    await this.#holds.flush(db);
  }
}

/** What an invoice says once for all its lines cannot be said of several sales at once. */
function standsAlone({ rate, purpose = 'sale', taxInclusive, documentDiscountPercent, documentDiscountAmount, aboutInvoiceId }: SaleClosed): boolean {
  const own = [rate, taxInclusive, documentDiscountPercent, documentDiscountAmount, aboutInvoiceId];
  return purpose !== 'sale' || own.some((given) => given !== undefined);
}
