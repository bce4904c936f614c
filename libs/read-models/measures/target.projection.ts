import type { Kysely } from 'kysely';
import { currencyDigits } from '#ledger';
import { minorOf } from '#money';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { RowWriter } from '../store/row-writer';
import type { TableSpec } from '../store/table';

/** Every sales target ever set: of one month, currency, product and customer the last one known counts. Empty: of all. */
export const salesTargetTable: TableSpec = {
  name: 'sales_target',
  columns: { sequence: 'integer', entity_id: 'text', month: 'text', currency: 'text', product_code: 'text', customer_id: 'text', amount: 'integer' },
  key: ['sequence'],
};

class SalesTargetWriter implements ProjectionWriter {
  readonly #rows: RowWriter;

  constructor({ dialect, generation }: WriterContext) {
    this.#rows = new RowWriter(dialect, salesTargetTable, generation);
  }

  async load(): Promise<void> {
    this.#rows.forget();
  }

  async prepare(): Promise<void> {
    // A target stands for itself.
  }

  apply({ event, sequence }: LedgerFact): void {
    if (event.type !== 'SalesTargetSet') return;
    const { entityId, month, currency, amount, productCode = '', customerId = '' } = event.data;
    this.#rows.add(sequence, entityId, month, currency, productCode, customerId, minorOf(amount, currencyDigits(currency)));
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }
}

export const salesTargets: Projection = {
  name: 'sales-targets',
  version: 1,
  tables: [salesTargetTable],
  interests: new Set(['SalesTargetSet']),
  writer: (context) => new SalesTargetWriter(context),
};
