import type { TableSpec } from '../store/table';

/** Where every own event stands: the place a sequence names. */
export const eventTable: TableSpec = {
  name: 'documents_event',
  columns: {
    sequence: 'integer', position: 'text', event_id: 'text', type: 'text', stream: 'text', revision: 'integer', recorded_at: 'integer',
  },
  key: ['sequence'],
};

/** Which events speak of an invoice, credit note, payment, sale or return (`invoice:…`). */
export const subjectTable: TableSpec = {
  name: 'documents_subject',
  columns: { sequence: 'integer', subject: 'text' },
  // In log order, so that a rebuild appends and sorts by subject once, at its end.
  key: ['sequence', 'subject'],
  indexes: [['subject', 'sequence']],
};

/** The first input hash of every actor's command id. */
export const requestTable: TableSpec = {
  name: 'documents_request',
  columns: { command_id: 'text', actor: 'text', input_hash: 'text', sequence: 'integer' },
  key: ['command_id', 'actor'],
};

export const invoiceTable: TableSpec = {
  name: 'documents_invoice',
  columns: {
    invoice_id: 'text', document_number: 'text', origin: 'text', stream: 'text', revision: 'integer', series_id: 'text', entity_id: 'text',
    customer_id: 'text', account_id: 'text', issue_day: 'integer', due_day: 'integer', currency: 'text', net: 'integer', tax: 'integer',
    gross: 'integer', settled: 'integer', sequence: 'integer',
  },
  key: ['invoice_id'],
  indexes: [['document_number'], ['customer_id', 'sequence'], ['sequence']],
};

export const creditNoteTable: TableSpec = {
  name: 'documents_credit_note',
  columns: {
    credit_note_id: 'text', document_number: 'text', stream: 'text', revision: 'integer', series_id: 'text', entity_id: 'text',
    customer_id: 'text', account_id: 'text', return_id: 'text', issue_day: 'integer', currency: 'text', net: 'integer', tax: 'integer',
    gross: 'integer', applied: 'integer', sequence: 'integer',
  },
  key: ['credit_note_id'],
  indexes: [['document_number'], ['customer_id', 'sequence'], ['sequence']],
};

export const paymentTable: TableSpec = {
  name: 'documents_payment',
  columns: {
    payment_id: 'text', entity_id: 'text', received_day: 'integer', currency: 'text', amount: 'integer', identified: 'integer',
    applied: 'integer', reversed: 'integer', method: 'text', reference: 'text', payer_name: 'text', sequence: 'integer',
  },
  key: ['payment_id'],
  indexes: [['sequence']],
};

export const saleTable: TableSpec = {
  name: 'documents_sale',
  columns: {
    sale_id: 'text', entity_id: 'text', customer_id: 'text', account_id: 'text', closed_day: 'integer', currency: 'text', state: 'text',
    invoice_id: 'text', sequence: 'integer',
  },
  key: ['sale_id'],
  indexes: [['state', 'sequence'], ['customer_id', 'sequence'], ['sequence']],
};

export const returnTable: TableSpec = {
  name: 'documents_return',
  columns: {
    return_id: 'text', entity_id: 'text', customer_id: 'text', account_id: 'text', received_day: 'integer', credit_note_id: 'text',
    sequence: 'integer',
  },
  key: ['return_id'],
};

/** Holds personal data: answers from it stay out of report bodies. */
export const customerTable: TableSpec = {
  name: 'documents_customer',
  columns: {
    customer_id: 'text', kind: 'text', country: 'text', name: 'text', email: 'text', phone: 'text', street: 'text', city: 'text',
    postal_code: 'text', tax_id: 'text', sequence: 'integer',
  },
  key: ['customer_id'],
  indexes: [['name']],
};

/** Invoices in the making. */
export const draftTable: TableSpec = {
  name: 'documents_draft',
  columns: {
    draft_id: 'text', kind: 'text', entity_id: 'text', customer_id: 'text', account_id: 'text', currency: 'text', gross: 'integer', state: 'text',
    drafted_by: 'text', edited_by: 'text', approved_by: 'text', sequence: 'integer',
  },
  key: ['draft_id'],
  indexes: [['state', 'sequence'], ['sequence']],
};

/** Acts that waited, or wait, for another person. */
export const approvalTable: TableSpec = {
  name: 'documents_approval',
  columns: {
    approval_id: 'text', entity_id: 'text', act: 'text', subject: 'text', amount: 'integer', has_amount: 'integer', currency: 'text', allowed: 'text',
    command: 'text', requested_by: 'text', requested_role: 'text', requested_at: 'integer', state: 'text', decided_by: 'text', decided_at: 'integer',
    decided_sequence: 'integer', remark: 'text', outcome_code: 'text', sequence: 'integer',
  },
  key: ['approval_id'],
  indexes: [['state', 'sequence'], ['sequence']],
};

/** Accounts with their hold, by entity and customer. */
export const accountHoldTable: TableSpec = {
  name: 'documents_account_hold',
  columns: { account_id: 'text', held: 'integer', since_day: 'integer', reason: 'text', sequence: 'integer' },
  key: ['account_id'],
};

export const reminderTable: TableSpec = {
  name: 'documents_reminder',
  columns: {
    reminder_id: 'text', account_id: 'text', run_day: 'integer', policy_id: 'text', policy_version: 'integer', channel: 'text',
    currency: 'text', state: 'text', detail: 'text', sequence: 'integer',
  },
  key: ['reminder_id'],
  indexes: [['account_id', 'sequence'], ['sequence']],
};

export const reminderItemTable: TableSpec = {
  name: 'documents_reminder_item',
  columns: {
    reminder_id: 'text', line: 'integer', invoice_id: 'text', instalment: 'integer', document_number: 'text', due_day: 'integer',
    open_amount: 'integer', step: 'text',
  },
  key: ['reminder_id', 'line'],
};

export const reminderSkipTable: TableSpec = {
  name: 'documents_reminder_skip',
  columns: {
    sequence: 'integer', account_id: 'text', invoice_id: 'text', instalment: 'integer', policy_id: 'text', policy_version: 'integer',
    step: 'text', run_day: 'integer', why: 'text', detail: 'text',
  },
  key: ['sequence'],
};

export const documentTables = [
  eventTable, subjectTable, requestTable, invoiceTable, creditNoteTable, paymentTable, saleTable, approvalTable, draftTable, returnTable, customerTable,
  accountHoldTable, reminderTable, reminderItemTable, reminderSkipTable,
] as const;
