import type { Kysely } from 'kysely';
import { decimalOf } from '#money';
import { addDays, type ContractAmended, type ContractItem, type ContractSigned } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { RowWriter } from '../store/row-writer';
import type { TableSpec } from '../store/table';

/** Who bought what where, as signed. */
export const recurringContractTable: TableSpec = {
  name: 'recurring_contract',
  columns: { contract_id: 'text', sequence: 'integer', entity_id: 'text', customer_id: 'text', currency: 'text' },
  key: ['contract_id'],
};

/**
 * What an item of a contract costs for each interval from a day on, after discount and before tax; exact decimal text,
 * "0" from the day on which it recurs no more. A row without an item says from which day on the contract has ended.
 */
export const recurringChangeTable: TableSpec = {
  name: 'recurring_change',
  columns: {
    sequence: 'integer', line: 'integer', contract_id: 'text', item_id: 'text', plan: 'text', from_day: 'integer', trial_days: 'integer', fee: 'text',
    interval_unit: 'text', interval_count: 'integer',
  },
  key: ['sequence', 'line'],
};

interface Recurring {
  readonly plan: string;
  readonly fee: string;
  readonly trialDays: number;
  readonly unit: string;
  readonly count: number;
}

const nothing: Recurring = { plan: '', fee: '0', trialDays: 0, unit: 'month', count: 1 };

/** A subscription's plan and a retainer's fee recur; use, overage and what is billed once do not. */
function recurringOf({ itemId, productCode, discountPercent = '0', subscription, retainer }: ContractItem): Recurring {
  const left = decimalOf('100').minus(decimalOf(discountPercent)).div(100);
  if (subscription !== undefined) {
    const { plan, quantity, unitPrice, interval, trialDays = 0 } = subscription;
    return { plan, fee: decimalOf(quantity).times(decimalOf(unitPrice)).times(left).toFixed(), trialDays, unit: interval.unit, count: interval.count };
  }
  if (retainer !== undefined) {
    return { ...nothing, plan: productCode ?? itemId, fee: decimalOf(retainer.monthlyFee).times(left).toFixed() };
  }
  return nothing;
}

class ContractRevenueWriter implements ProjectionWriter {
  readonly #contracts: RowWriter;
  readonly #changes: RowWriter;

  constructor({ dialect, generation }: WriterContext) {
    this.#contracts = new RowWriter(dialect, recurringContractTable, generation);
    this.#changes = new RowWriter(dialect, recurringChangeTable, generation);
  }

  async load(): Promise<void> {
    this.#contracts.forget();
    this.#changes.forget();
  }

  async prepare(): Promise<void> {
    // Contract events say all that is kept of them.
  }

  apply({ event, sequence }: LedgerFact): void {
    switch (event.type) {
      case 'ContractSigned':
        return this.#sign(event.data, sequence);
      case 'ContractAmended':
        return this.#amend(event.data, sequence);
      case 'ContractEnded':
        return this.#end(sequence, 1, event.data);
      default:
        return;
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    await this.#contracts.flush(db);
    await this.#changes.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #sign({ contractId, entityId, customerId, currency, startsOn, endsOn, items }: ContractSigned['data'], sequence: number): void {
    this.#contracts.add(contractId, sequence, entityId, customerId, currency);
    for (const [index, item] of items.entries()) this.#change(sequence, index + 1, { contractId, itemId: item.itemId, from: startsOn, recurring: recurringOf(item) });
    if (endsOn !== undefined) this.#end(sequence, items.length + 1, { contractId, endsOn });
  }

  #amend({ contractId, effectiveFrom: from, items, removedItemIds }: ContractAmended['data'], sequence: number): void {
    const changed = items.map((item) => ({ itemId: item.itemId, recurring: recurringOf(item) }));
    const removed = removedItemIds.map((itemId) => ({ itemId, recurring: nothing }));
    for (const [index, change] of [...changed, ...removed].entries()) this.#change(sequence, index + 1, { contractId, from, ...change });
  }

  #end(sequence: number, line: number, { contractId, endsOn }: { contractId: string; endsOn: string }): void {
    this.#change(sequence, line, { contractId, itemId: '', from: endsOn === '9999-12-31' ? endsOn : addDays(endsOn, 1), recurring: nothing });
  }

  #change(sequence: number, line: number, change: { contractId: string; itemId: string; from: string; recurring: Recurring }): void {
    const { contractId, itemId, from, recurring } = change;
    this.#changes.add(
      sequence, line, contractId, itemId, recurring.plan, dayNumber(from), recurring.trialDays, recurring.fee, recurring.unit, recurring.count,
    );
  }
}

/** What contracts bring in again and again, as signed, amended and ended. */
export const contractRevenue: Projection = {
  name: 'contract-revenue',
  version: 1,
  tables: [recurringContractTable, recurringChangeTable],
  interests: new Set(['ContractSigned', 'ContractAmended', 'ContractEnded']),
  writer: (context) => new ContractRevenueWriter(context),
};
