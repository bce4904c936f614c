import type { TableSpec } from '../store/table';

/** One row per message about a document, with what became of it. */
export const sendingTable: TableSpec = {
  name: 'deliveries_sending',
  columns: {
    delivery_id: 'text', document_id: 'text', document_number: 'text', channel: 'text', kind: 'text', entity_id: 'text', account_id: 'text',
    due_day: 'integer', state: 'text', detail: 'text', repeats: 'text', bounce_kind: 'text',
    /** Days on which it was looked at, and the last of them. */
    opened_days: 'integer', opened_day: 'integer',
    sequence: 'integer',
  },
  key: ['delivery_id'],
  indexes: [['document_id', 'sequence'], ['account_id', 'sequence'], ['state', 'sequence'], ['sequence']],
};

/** One row per document that was issued, with whether a message about it was ever claimed. */
export const documentTable: TableSpec = {
  name: 'deliveries_document',
  columns: { document_id: 'text', kind: 'text', entity_id: 'text', customer_id: 'text', issue_day: 'integer', claimed: 'integer', sequence: 'integer' },
  key: ['document_id'],
  indexes: [['customer_id', 'claimed', 'sequence']],
};

/** How each customer that said so wants documents. */
export const wishTable: TableSpec = {
  name: 'deliveries_wish',
  columns: { customer_id: 'text', channel: 'text' },
  key: ['customer_id'],
  indexes: [['channel', 'customer_id']],
};

export const deliveryTables = [sendingTable, documentTable, wishTable] as const;
