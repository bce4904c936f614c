import { calendarTable } from '../store/calendar-table';
import type { TableSpec } from '../store/table';

/** What an item is: an invoice instalment owed, or money and credit that is not yet used for one. */
export const itemKinds = ['invoice', 'receipt', 'credit', 'unidentified'] as const;
export type ItemKind = (typeof itemKinds)[number];
export const kindCode: Readonly<Record<ItemKind, number>> = { invoice: 1, receipt: 2, credit: 3, unidentified: 4 };

/**
 * How a movement changes its item; the sign says in which direction. `allocated` and `unallocated` use what there is,
 * every other changes what the customer owes. `exchanged` uses money of one currency for an item in another.
 */
export const movementKinds = [
  'opened', 'received', 'released', 'reversed', 'allocated', 'unallocated', 'deducted', 'written-off', 'refunded', 'debited', 'exchanged',
] as const;
export type MovementKind = (typeof movementKinds)[number];
export const movementCode: Readonly<Record<MovementKind, number>> = {
  opened: 1, received: 2, released: 3, reversed: 4, allocated: 5, unallocated: 6, deducted: 7, 'written-off': 8, refunded: 9, debited: 10,
  exchanged: 11,
};

/** Accounts by a short key, which is the place in the log of their first money fact. */
export const accountTable: TableSpec = {
  name: 'receivables_account',
  columns: { account_key: 'integer', account_id: 'text', entity_id: 'text', customer_id: 'text' },
  key: ['account_key'],
  indexes: [['account_id']],
};

/** What every item is; clustered by account, so that a report reads an account's items side by side. */
export const itemTable: TableSpec = {
  name: 'receivables_item',
  columns: {
    account_key: 'integer', item_key: 'integer', kind: 'integer', currency: 'text', due_day: 'integer', issue_day: 'integer',
    document_id: 'text', part: 'integer', document_number: 'text',
  },
  key: ['account_key', 'item_key'],
  indexes: [['document_id', 'kind', 'part']],
};

/** Dated changes of items; an item's open amount on any date, as known at any sequence, is their sum. */
export const movementTable: TableSpec = {
  name: 'receivables_movement',
  columns: {
    account_key: 'integer', item_key: 'integer', sequence: 'integer', line: 'integer', kind: 'integer', movement: 'integer', currency: 'text',
    due_day: 'integer', issue_day: 'integer', effective_day: 'integer', posting_day: 'integer', amount: 'integer',
  },
  key: ['account_key', 'item_key', 'sequence', 'line'],
};

/** What is open now, by every movement known, whatever its date: the quick way to current figures. */
export const openTable: TableSpec = {
  name: 'receivables_open',
  columns: {
    kind: 'integer', account_key: 'integer', currency: 'text', due_day: 'integer', item_key: 'integer', issue_day: 'integer', amount: 'integer',
  },
  key: ['kind', 'account_key', 'currency', 'due_day', 'item_key'],
};

/** What is open now per account and currency, and in how many items. A row stays when nothing is open any more. */
export const totalTable: TableSpec = {
  name: 'receivables_total',
  columns: { kind: 'integer', account_key: 'integer', currency: 'text', amount: 'integer', items: 'integer' },
  key: ['kind', 'account_key', 'currency'],
};

/** Latest dates among all movements of an entity: on or after them, what is open now is what is open then. */
export const horizonTable: TableSpec = {
  name: 'receivables_horizon',
  columns: { entity_id: 'text', effective_day: 'integer', posting_day: 'integer' },
  key: ['entity_id'],
};

/** Disputes opened (+1) and resolved (−1), with the day from which it counts. */
export const disputeTable: TableSpec = {
  name: 'receivables_dispute',
  columns: { account_id: 'text', invoice_id: 'text', sequence: 'integer', dispute_id: 'text', effective_day: 'integer', change: 'integer' },
  key: ['account_id', 'invoice_id', 'sequence'],
};

/** Whose figures a customer's roll up into, as set over time; empty: its own. */
export const parentTable: TableSpec = {
  name: 'receivables_parent',
  columns: { customer_id: 'text', sequence: 'integer', parent_id: 'text' },
  key: ['customer_id', 'sequence'],
};

/** Settings that shape the figures, as they were configured over time. */
export const settingTable: TableSpec = {
  name: 'receivables_setting',
  columns: { entity_id: 'text', sequence: 'integer', buckets: 'text', base_currency: 'text', time_zone: 'text' },
  key: ['entity_id', 'sequence'],
};

export const receivablesCalendarTable = calendarTable('receivables');

export const receivablesTables = [
  accountTable, itemTable, movementTable, openTable, totalTable, horizonTable, disputeTable, settingTable, parentTable, receivablesCalendarTable,
] as const;
