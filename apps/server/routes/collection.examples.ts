const accountId = 'UK~17850';

export const promiseExample = {
  accountId, promiseId: 'P-1', givenOn: '2011-01-12', promisedFor: '2011-01-20', currency: 'GBP', amount: '100.00', withdrawn: false, revision: 7,
};

export const contactExample = { accountId, contactId: 'C-1', contactedOn: '2011-01-12', outcome: 'promised', followUpOn: '2011-01-21' };

export const handOverExample = {
  accountId, handoverId: 'H-1', agency: 'Sample Collections Ltd', handedOverOn: '2011-03-01', currency: 'GBP',
  items: [{ invoiceId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', instalment: 1, documentNumber: 'INV-000001', amount: '100.00' }], total: '100.00', recalled: false, revision: 8,
};

export const agencyReceiptExample = {
  accountId, handoverId: 'H-1', paymentId: 'BANK-2011-04-01-0007', allocationId: 'agency~BANK-2011-04-01-0007', allocatedOn: '2011-04-01', currency: 'GBP',
  items: [{ invoiceId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', instalment: 1, amount: '80.00' }], unapplied: '0.00',
  deductions: [
    {
      deductionId: 'agency~BANK-2011-04-01-0007~deduction1', invoiceId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', instalment: 1, acceptedOn: '2011-04-01',
      currency: 'GBP', amount: '20.00', taxes: [],
    },
  ],
  revision: 10,
};

export const reminderResolvedExample = { accountId, reminderId: 'UK~17850~standard~2011-01-10~2', outcome: 'sent' };

export const worklistExample = {
  entityId: 'UK', asOf: '2011-01-21', order: 'broken promise, follow-up reached, …', accounts: 1,
  totals: [{ currency: 'GBP', open: '100.00', overdue: '100.00', disputed: '0.00', withAgency: '0.00' }],
  rows: [
    {
      accountId, customerId: '17850', customer: { name: 'Ada Sample', phone: '+44 20 7946 0000', email: 'ada@example.com' }, priority: 1,
      reasons: [{ kind: 'broken-promise', since: '2011-01-20', detail: 'promise P-1: 100.00 GBP missing since 2011-01-20' }],
      amounts: [{ currency: 'GBP', open: '100.00', overdue: '100.00', disputed: '0.00', withAgency: '0.00', oldestDueDate: '2010-12-31' }],
      contacts: [], promises: [{ promiseId: 'P-1', promisedFor: '2011-01-20', currency: 'GBP', amount: '100.00', status: 'broken' }],
    },
  ],
};

export const collectionExample = {
  contacts: [
    {
      contactId: 'C-1', contactedOn: '2011-01-12', channel: 'phone', direction: 'outgoing', outcome: 'promised', followUpOn: '2011-01-21', invoiceIds: [],
      person: 'Ada Sample', note: 'will pay on the 20th', sequence: 40,
    },
  ],
  promises: [{ promiseId: 'P-1', givenOn: '2011-01-12', promisedFor: '2011-01-20', currency: 'GBP', amount: '100.00', invoiceIds: [], sequence: 41, status: 'open' }],
  handOvers: [],
};
