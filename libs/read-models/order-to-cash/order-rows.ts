import { sql, type Kysely } from 'kysely';
import type { LedgerEvent } from '#ledger';
import { KeyedRows } from '../store/keyed-rows';
import type { Row } from '../store/read-store';
import { tableName } from '../store/table';
import type { WriterContext } from '../projection';
import { orderTable } from './tables';

/** An order as later facts need it. */
export interface Order {
  readonly source: 'sale' | 'contract';
  readonly sourceId: string;
  readonly itemId: string;
  readonly entityId: string;
  readonly customerId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly model: string;
  /** JSON of the contract item and its start; empty for a sale. */
  terms: string;
  /** Closed and neither billed nor cancelled, whatever the dates. Minor units. */
  net: bigint;
}

const keptMax = 100_000;
const readAtOnce = 500;

/** Which sale or contract a fact goes on with. */
export function orderOf(event: LedgerEvent): readonly string[] {
  switch (event.type) {
    case 'BillingAssigned':
    case 'NothingToBill':
    case 'SaleCancelled':
      return [event.data.saleId];
    case 'ContractAmended':
    case 'MilestoneAccepted':
    case 'OutcomeAccepted':
    case 'ContractEnded':
      return [event.data.contractId];
    case 'InvoiceIssued':
      return event.data.contractIds ?? [];
    default:
      return [];
  }
}

/** Orders by their source; those not in memory are read once per batch. */
export class OrderRows {
  readonly #rows: KeyedRows;
  readonly #table: string;
  #known = new Map<string, Map<string, Order>>();

  constructor({ dialect, generation }: WriterContext) {
    this.#rows = new KeyedRows(dialect, orderTable, generation);
    this.#table = tableName(orderTable, generation);
  }

  forget(): void {
    this.#rows.forget();
    this.#known = new Map();
  }

  async prepare(sourceIds: readonly string[], db: Kysely<unknown>): Promise<void> {
    if (this.#known.size > keptMax) this.#known = new Map();
    const wanted = [...new Set(sourceIds)].filter((id) => !this.#known.has(id));
    for (let from = 0; from < wanted.length; from += readAtOnce) {
      const page = wanted.slice(from, from + readAtOnce);
      const { rows } = await sql<Row>`select * from ${sql.table(this.#table)} where source_id in (${sql.join(page)})`.execute(db);
      for (const row of rows) this.#remember(fromRow(row));
    }
  }

  add(order: Order, sequence: number): void {
    this.#remember(order);
    this.#rows.insert({
      source: order.source, source_id: order.sourceId, item_id: order.itemId, entity_id: order.entityId, customer_id: order.customerId,
      account_id: order.accountId, currency: order.currency, model: order.model, terms: order.terms, net: order.net, sequence,
    });
  }

  /** Adds to what is closed and open of an order. */
  change(order: Order, amount: bigint): void {
    order.net += amount;
    this.#rows.add([order.source, order.sourceId, order.itemId], 'net', amount);
  }

  replaceTerms(order: Order, terms: string): void {
    order.terms = terms;
    this.#rows.set([order.source, order.sourceId, order.itemId], { terms });
  }

  find(source: Order['source'], sourceId: string, itemId: string): Order | undefined {
    return this.#known.get(sourceId)?.get(`${source} ${itemId}`);
  }

  itemsOf(contractId: string): Order[] {
    return [...(this.#known.get(contractId)?.values() ?? [])].filter(({ source }) => source === 'contract');
  }

  flush(db: Kysely<unknown>): Promise<void> {
    return this.#rows.flush(db);
  }

  #remember(order: Order): void {
    const orders = this.#known.get(order.sourceId) ?? new Map<string, Order>();
    orders.set(`${order.source} ${order.itemId}`, order);
    this.#known.set(order.sourceId, orders);
  }
}

const fromRow = (row: Row): Order => ({
  source: String(row['source']) as Order['source'], sourceId: String(row['source_id']), itemId: String(row['item_id']), entityId: String(row['entity_id']),
  customerId: String(row['customer_id']), accountId: String(row['account_id']), currency: String(row['currency']), model: String(row['model']),
  terms: String(row['terms']), net: row['net'] as bigint,
});
