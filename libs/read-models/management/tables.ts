import type { TableSpec } from '../store/table';

/** Invoices and credit notes, one row each. `sale`: 1 where it bills goods or services, 0 for fees and interest. */
export const documentTable: TableSpec = {
  name: 'management_document',
  columns: {
    sequence: 'integer', kind: 'integer', document_id: 'text', entity_id: 'text', customer_id: 'text', currency: 'text', issue_day: 'integer',
    net: 'integer', gross: 'integer', sale: 'integer',
  },
  key: ['sequence'],
  indexes: [['document_id']],
};
export const documentKind = { invoice: 1, credit: 2 } as const;

/**
 * Lines of invoices and credit notes that bill goods or services. A quantity is whole + fraction ÷ 10^12, so that sums
 * are exact; of a credit it is what was taken back, and zero where only an amount was.
 */
export const lineTable: TableSpec = {
  name: 'management_line',
  columns: {
    sequence: 'integer', line: 'integer', kind: 'integer', entity_id: 'text', customer_id: 'text', currency: 'text', issue_day: 'integer', product_code: 'text',
    whole: 'integer', fraction: 'integer', list: 'integer', net: 'integer',
  },
  key: ['sequence', 'line'],
};

/** What a credit note takes back of an invoice, tax included, and why. */
export const correctionTable: TableSpec = {
  name: 'management_correction',
  columns: { sequence: 'integer', invoice_id: 'text', reason: 'text', issue_day: 'integer', gross: 'integer' },
  key: ['sequence', 'invoice_id'],
  indexes: [['invoice_id']],
};

/** Instalments that a letter reminded of; the letter counts once it was sent. */
export const remindedTable: TableSpec = {
  name: 'management_reminded',
  columns: {
    reminder_id: 'text', line: 'integer', account_id: 'text', invoice_id: 'text', part: 'integer', step: 'text', currency: 'text', run_day: 'integer',
    amount: 'integer', sequence: 'integer',
  },
  key: ['reminder_id', 'line'],
};

/** When a letter's outcome became known: sent counts, until it is found that it had failed. */
export const letterTable: TableSpec = {
  name: 'management_letter',
  columns: { reminder_id: 'text', sequence: 'integer', sent: 'integer' },
  key: ['reminder_id', 'sequence'],
};

export const promiseTable: TableSpec = {
  name: 'management_promise',
  columns: { account_id: 'text', promise_id: 'text', given_day: 'integer', currency: 'text', invoices: 'text', sequence: 'integer' },
  key: ['account_id', 'promise_id'],
};

/** Scores as recorded; of an invoice the last one counts. */
export const satisfactionTable: TableSpec = {
  name: 'management_satisfaction',
  columns: { sequence: 'integer', invoice_id: 'text', entity_id: 'text', customer_id: 'text', recorded_day: 'integer', score: 'integer' },
  key: ['sequence'],
};

export const managementTables = [documentTable, lineTable, correctionTable, remindedTable, letterTable, promiseTable, satisfactionTable] as const;
