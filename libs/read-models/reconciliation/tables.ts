import type { TableSpec } from '../store/table';

export const bankStatementTable: TableSpec = {
  name: 'reconciliation_statement',
  columns: {
    statement_id: 'text', entity_id: 'text', bank_account: 'text', currency: 'text', format: 'text', statement_number: 'text', from_day: 'integer', to_day: 'integer',
    opening: 'integer', has_opening: 'integer', closing: 'integer', has_closing: 'integer', lines: 'integer', sequence: 'integer',
  },
  key: ['statement_id'],
  indexes: [['bank_account', 'to_day'], ['sequence']],
};

/** Lines as banks gave them, with what became of each. Holds personal data: it stays out of report bodies. */
export const bankLineTable: TableSpec = {
  name: 'reconciliation_line',
  columns: {
    statement_id: 'text', line_id: 'text', booked_day: 'integer', value_day: 'integer', amount: 'text', reference: 'text', payer_name: 'text', payer_account: 'text',
    payer_text: 'text', state: 'text', outcome: 'text', subject_id: 'text', account_id: 'text', discrepancy: 'text', confidence: 'integer', decided_by: 'text',
    resolution: 'text', proposals: 'text', reasons: 'text', matched_sequence: 'integer', sequence: 'integer', place: 'integer',
  },
  key: ['statement_id', 'line_id'],
  indexes: [['line_id'], ['subject_id'], ['state', 'sequence']],
};

/** Money that moved, or is to move, at the bank by the books. `amount` is what the bank account gains. */
export const bankMovementTable: TableSpec = {
  name: 'reconciliation_movement',
  columns: {
    sequence: 'integer', kind: 'text', entity_id: 'text', subject_id: 'text', account_id: 'text', day: 'integer', currency: 'text', amount: 'integer',
    statement_id: 'text', line_id: 'text', reference: 'text',
  },
  key: ['sequence'],
  indexes: [['subject_id'], ['entity_id', 'day'], ['entity_id', 'amount']],
};

/** Bank accounts that receipts came from. Holds personal data. */
export const payerAccountTable: TableSpec = {
  name: 'reconciliation_payer',
  columns: { payment_id: 'text', entity_id: 'text', iban: 'text', sequence: 'integer' },
  key: ['payment_id'],
};

/** Debtor accounts that receipts were identified as money of. */
export const payerOfTable: TableSpec = {
  name: 'reconciliation_payer_of',
  columns: { sequence: 'integer', account_id: 'text', payment_id: 'text' },
  key: ['sequence', 'account_id'],
  indexes: [['payment_id']],
};

/** Bank accounts that customers told us. Holds personal data. */
export const customerIbanTable: TableSpec = {
  name: 'reconciliation_customer_iban',
  columns: { sequence: 'integer', customer_id: 'text', iban: 'text' },
  key: ['sequence'],
};

/** Invoices that may be paid with a discount until a day. */
export const earlyPaymentTable: TableSpec = {
  name: 'reconciliation_early_payment',
  columns: { invoice_id: 'text', entity_id: 'text', percent: 'text', last_day: 'integer', parts: 'integer', gross: 'integer', sequence: 'integer' },
  key: ['invoice_id'],
  indexes: [['entity_id']],
};

/** Batches of direct debits by the day they collect. */
export const debitBatchTable: TableSpec = {
  name: 'reconciliation_debit_batch',
  columns: { batch_id: 'text', entity_id: 'text', currency: 'text', collection_day: 'integer', sequence: 'integer' },
  key: ['batch_id'],
  indexes: [['entity_id', 'collection_day']],
};

export const reconciliationTables = [bankStatementTable, bankLineTable, bankMovementTable, payerAccountTable, payerOfTable, customerIbanTable, earlyPaymentTable, debitBatchTable] as const;
