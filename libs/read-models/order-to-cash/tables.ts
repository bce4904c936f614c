import { calendarTable } from '../store/calendar-table';
import type { TableSpec } from '../store/table';

/** What was sold: a sale, or an item of a contract. */
export const orderTable: TableSpec = {
  name: 'order_to_cash_order',
  columns: {
    source: 'text', source_id: 'text', item_id: 'text', entity_id: 'text', customer_id: 'text', account_id: 'text', currency: 'text',
    model: 'text', terms: 'text', net: 'integer', sequence: 'integer',
  },
  key: ['source', 'source_id', 'item_id'],
};

/** Dated amounts, net: what was closed, and what became of it. What is in none of the last three is unbilled. */
export const measures = ['closed', 'billed', 'cancelled', 'rejected'] as const;
export type Measure = (typeof measures)[number];

export const orderEntryTable: TableSpec = {
  name: 'order_to_cash_entry',
  columns: {
    sequence: 'integer', line: 'integer', source: 'text', source_id: 'text', item_id: 'text', entity_id: 'text', customer_id: 'text', currency: 'text',
    measure: 'text', amount: 'integer', effective_day: 'integer', posting_day: 'integer', why: 'text',
  },
  key: ['sequence', 'line'],
  indexes: [['entity_id', 'effective_day']],
};

/** How the legal entities round, as configured over time. */
export const orderRoundingTable: TableSpec = {
  name: 'order_to_cash_rounding',
  columns: { sequence: 'integer', entity_id: 'text', rounding: 'text' },
  key: ['sequence'],
};

export const orderCalendarTable = calendarTable('order_to_cash');
