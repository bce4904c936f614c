import type { TableSpec } from '../store/table';

/** One row per contract, as it stands by every fact known so far. */
export const contractTable: TableSpec = {
  name: 'contracts_contract',
  columns: {
    contract_id: 'text', entity_id: 'text', customer_id: 'text', account_id: 'text', bill_to: 'text', currency: 'text', reference: 'text',
    state: 'text', signed_day: 'integer', starts_day: 'integer',
    /** Last day, included; `noDay` while none is agreed. */
    ends_day: 'integer',
    /** First day on which something that is not metered falls due; `noDay`: nothing any more. */
    next_due_day: 'integer',
    /** Batches of usage that were recorded, and how many of them are billed. */
    usage_seen: 'integer', usage_billed: 'integer',
    /** 1: it was amended or ended once, so that something may have to be credited. */
    changed: 'integer',
    /** Revision of the contract's stream. */
    revision: 'integer', sequence: 'integer',
  },
  key: ['contract_id'],
  indexes: [['entity_id', 'account_id', 'customer_id', 'currency', 'bill_to', 'contract_id'], ['customer_id', 'sequence'], ['sequence']],
};

/** A day that never comes: later than every real one. */
export const noDay = 1_000_000_000;

/** The events of every contract: what a row is worked out from, when the contract is not in memory. */
export const contractEventTable: TableSpec = {
  name: 'contracts_event',
  columns: { contract_id: 'text', revision: 'integer', type: 'text', data: 'text', input_hash: 'text' },
  key: ['contract_id', 'revision'],
};

/** Sales that are neither billed nor called off: a row goes when its sale does not wait any more. */
export const waitingSaleTable: TableSpec = {
  name: 'contracts_waiting_sale',
  columns: {
    sale_id: 'text', entity_id: 'text', customer_id: 'text', account_id: 'text', bill_to: 'text', currency: 'text', reference: 'text',
    /** 1: it has figures or terms of its own and shares its invoice with nothing. */
    stands_alone: 'integer', closed_day: 'integer', rate: 'text',
  },
  key: ['sale_id'],
  indexes: [['entity_id', 'account_id', 'customer_id', 'currency', 'bill_to', 'stands_alone', 'sale_id']],
};

/** Accounts that are held now, or were once. */
export const heldAccountTable: TableSpec = {
  name: 'contracts_held_account',
  columns: { account_id: 'text', held: 'integer' },
  key: ['account_id'],
};

/** One row per billing run: how far it has come. */
export const runTable: TableSpec = {
  name: 'contracts_run',
  columns: {
    run_id: 'text', entity_id: 'text', through_day: 'integer', issue_day: 'integer', state: 'text', invoices: 'integer', sources: 'integer',
    credits: 'integer', dropped: 'integer', assigned: 'integer', issued: 'integer', credited: 'integer', empty: 'integer', sequence: 'integer',
  },
  key: ['run_id'],
  indexes: [['sequence']],
};

export const contractTables = [contractTable, contractEventTable, waitingSaleTable, heldAccountTable, runTable] as const;
