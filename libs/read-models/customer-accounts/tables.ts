import type { TableSpec } from '../store/table';

/** Questions and complaints of customers. Holds personal data: answers from it stay out of report bodies. */
export const inquiryTable: TableSpec = {
  name: 'customer_accounts_inquiry',
  columns: {
    inquiry_id: 'text', account_id: 'text', entity_id: 'text', customer_id: 'text', invoice_id: 'text', kind: 'text', via: 'text', received_day: 'integer',
    dispute_id: 'text', state: 'text', answered_day: 'integer', closed_day: 'integer', outcome: 'text', asked_by: 'text', email: 'text', question: 'text',
    answer: 'text', answers: 'integer', sequence: 'integer',
  },
  key: ['inquiry_id'],
  indexes: [['account_id', 'sequence'], ['state', 'sequence']],
};

/** The last word of a customer on what an invoice bills. */
export const satisfactionTable: TableSpec = {
  name: 'customer_accounts_satisfaction',
  columns: {
    invoice_id: 'text', account_id: 'text', entity_id: 'text', customer_id: 'text', score: 'integer', recorded_day: 'integer', comment: 'text', sequence: 'integer',
  },
  key: ['invoice_id'],
  indexes: [['account_id', 'sequence']],
};

/** What may be a sign of error or fraud beside another fact: compared when somebody asks. */
export const actTable: TableSpec = {
  name: 'customer_accounts_act',
  columns: {
    sequence: 'integer', line: 'integer', kind: 'text', entity_id: 'text', customer_id: 'text', subject_id: 'text', document_number: 'text', day: 'integer',
    currency: 'text', amount: 'integer', about: 'text',
  },
  key: ['sequence', 'line'],
  indexes: [['kind', 'day'], ['kind', 'customer_id', 'about']],
};

/** The unknown buyers of a day buy the same thing again and again: nothing is a sign of anything there. */
export const walkInTable: TableSpec = { name: 'customer_accounts_walk_in', columns: { customer_id: 'text', sequence: 'integer' }, key: ['customer_id'] };

export const customerAccountTables = [inquiryTable, satisfactionTable, actTable, walkInTable] as const;
