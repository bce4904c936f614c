import type { TableSpec } from '../store/table';

/** One row per message about a document, with what became of it. */
export const sendingTable: TableSpec = {
  name: 'deliveries_sending',
  columns: {
    delivery_id: 'text', document_id: 'text', document_number: 'text', channel: 'text', kind: 'text', entity_id: 'text', account_id: 'text', customer_id: 'text',
    due_day: 'integer', state: 'text', detail: 'text', repeats: 'text', bounce_kind: 'text',
    /** Days on which it was looked at, and the last of them. */
    opened_days: 'integer', opened_day: 'integer',
    sequence: 'integer',
  },
  key: ['delivery_id'],
  indexes: [['document_id', 'sequence'], ['account_id', 'sequence'], ['state', 'sequence'], ['customer_id', 'bounce_kind'], ['sequence']],
};

/** One row per document that was issued, with whether a message about it was ever claimed. */
export const documentTable: TableSpec = {
  name: 'deliveries_document',
  columns: { document_id: 'text', kind: 'text', entity_id: 'text', customer_id: 'text', issue_day: 'integer', claimed: 'integer', sequence: 'integer' },
  key: ['document_id'],
  indexes: [['customer_id', 'claimed', 'sequence']],
};

/** One row per reminder by e-mail, so that a report that it came back finds it. */
export const letterTable: TableSpec = {
  name: 'deliveries_letter',
  columns: { reminder_id: 'text', account_id: 'text', customer_id: 'text', detail: 'text', bounce_kind: 'text', sequence: 'integer' },
  key: ['reminder_id'],
  indexes: [['customer_id', 'bounce_kind'], ['sequence']],
};

/** How each customer that said so wants documents, and when their contact or wish last changed. */
export const wishTable: TableSpec = {
  name: 'deliveries_wish',
  columns: { customer_id: 'text', channel: 'text', changed_sequence: 'integer' },
  key: ['customer_id'],
  indexes: [['channel', 'customer_id']],
};

export const deliveryTables = [sendingTable, documentTable, letterTable, wishTable] as const;
