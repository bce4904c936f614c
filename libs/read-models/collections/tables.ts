import type { TableSpec } from '../store/table';

/** Stands for a day that is not there; no day of the calendar has this number. */
export const noDay = 1_000_000_000;

/** Holds personal data: answers from it stay out of report bodies. `invoices`: ids as a JSON list, empty for none named. */
export const contactTable: TableSpec = {
  name: 'collections_contact',
  columns: {
    account_id: 'text', contact_id: 'text', contacted_day: 'integer', channel: 'text', direction: 'text', outcome: 'text', follow_up_day: 'integer',
    invoices: 'text', person: 'text', note: 'text', sequence: 'integer',
  },
  key: ['account_id', 'contact_id'],
  indexes: [['account_id', 'sequence']],
};

export const promiseTable: TableSpec = {
  name: 'collections_promise',
  columns: {
    account_id: 'text', promise_id: 'text', given_day: 'integer', promised_day: 'integer', currency: 'text', amount: 'integer', invoices: 'text',
    contact_id: 'text', withdrawn_day: 'integer', withdrawn_why: 'text', sequence: 'integer',
  },
  key: ['account_id', 'promise_id'],
  indexes: [['account_id', 'sequence']],
};

export const handOverTable: TableSpec = {
  name: 'collections_hand_over',
  columns: {
    account_id: 'text', handover_id: 'text', agency: 'text', handed_day: 'integer', currency: 'text', amount: 'integer', invoices: 'text', reason: 'text',
    overridden: 'integer', recalled_day: 'integer', recalled_why: 'text', sequence: 'integer',
  },
  key: ['account_id', 'handover_id'],
  indexes: [['handover_id'], ['account_id', 'sequence']],
};

export const collectionTables = [contactTable, promiseTable, handOverTable] as const;
