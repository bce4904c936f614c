/** Answers shown in the API reference. Taken from the sample, shortened. */
export const saleExample = {
  saleId: '536365',
  accountId: 'UK~17850',
  state: 'billed',
  invoiceId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11',
  seriesId: 'UK-INV',
  documentNumber: 'INV-000001',
  issueDate: '2010-12-01',
  currency: 'GBP',
  totals: { net: '139.12', tax: '0.00', gross: '139.12' },
};

export const returnExample = {
  returnId: 'C536379',
  accountId: 'UK~14527',
  state: 'credited',
  creditNoteId: '5f0f53c6-2f52-5a0e-8a55-90c8f1b0aa01',
  seriesId: 'UK-CN',
  documentNumber: 'CN-000001',
  issueDate: '2010-12-01',
  currency: 'GBP',
  totals: { net: '27.50', tax: '0.00', gross: '27.50' },
  lines: [{ lineId: '1', returnLineId: '1', quantity: '1', net: '27.50', tax: '0.00' }],
};

const allocationExample = {
  allocationId: 'BANK-2010-12-20-0001.1',
  accountId: 'UK~17850',
  allocatedOn: '2010-12-20',
  items: [{ invoiceId: saleExample.invoiceId, documentNumber: 'INV-000001', instalment: 1, amount: '139.12' }],
};

export const paymentExample = {
  paymentId: 'BANK-2010-12-20-0001',
  currency: 'GBP',
  amount: '139.12',
  identified: '139.12',
  unidentified: '0.00',
  unapplied: '0.00',
  allocations: [allocationExample],
};

export const paymentReversalExample = {
  paymentId: 'BANK-2010-12-20-0001',
  reversalId: 'BANK-2010-12-23-0007',
  currency: 'GBP',
  amount: '139.12',
  reversed: [allocationExample],
};

export const allocatedExample = { ...allocationExample, currency: 'GBP', unapplied: '0.00', revision: 3 };

export const allocationReversedExample = {
  accountId: 'UK~17850',
  allocationId: allocationExample.allocationId,
  reversalId: 'req-2010-12-22-1',
  reversedOn: '2010-12-22',
  currency: 'GBP',
  items: allocationExample.items,
  revision: 4,
};

export const disputeExample = { accountId: 'UK~17850', disputeId: 'D-1', invoiceId: saleExample.invoiceId, state: 'open', revision: 5 };

export const holdExample = { accountId: 'UK~17850', held: true, revision: 6 };

export const reminderRunExample = {
  entityId: 'UK',
  runDate: '2011-01-10',
  policyId: 'standard',
  policyVersion: 1,
  sent: 12,
  failed: 0,
  withdrawn: 0,
  skipped: 3,
  fees: 0,
  unconfirmed: 0,
  reminderIds: ['6a1f…'],
};

export const customerExample = { customerId: '17850', revision: 1 };
export const entityExample = { entityId: 'UK', revision: 6, changed: ['EntityConfigured', 'SeriesOpened'] };

export const externalInvoiceExample = {
  invoiceId: 'ext~legacy~611365',
  accountId: 'UK~0379-NEVHP',
  source: 'legacy',
  documentNumber: '611365',
};

export const historyExample = [
  { sequence: 12, type: 'SaleClosed', stream: 'sale-536365', revision: 0, recordedAt: '2010-12-01T08:26:00.000Z', actor: 'shop', data: {} },
];

export const entityListExample = { entities: [{ entityId: 'UK' }] };

export const entityViewExample = {
  entityId: 'UK',
  name: 'Sample Retail Ltd',
  country: 'GB',
  timeZone: 'Europe/London',
  baseCurrency: 'GBP',
  rounding: { basis: 'tax-rate', mode: 'half-up' },
  agingBuckets: [30, 60, 90],
  defaultTerms: { netDays: 30 },
  waysToPay: [],
  revision: 4,
  series: [{ seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6 }],
  chart: [{ role: 'receivables', code: '1200', name: 'Trade receivables' }],
  policies: [],
};

export const customerViewExample = {
  customerId: '17850',
  kind: 'business',
  country: 'GB',
  personal: { name: 'Ada Sample' },
  revision: 1,
  terms: [{ requestId: 'req-1', entityId: 'UK', terms: { netDays: 30 }, effectiveFrom: '2010-12-01', remind: true }],
};

const recordExample = {
  stream: 'invoices-UK-INV',
  revision: 0,
  seriesId: 'UK-INV',
  entityId: 'UK',
  customerId: '17850',
  accountId: 'UK~17850',
  issueDate: '2010-12-01',
  currency: 'GBP',
  net: '139.12',
  tax: '0.00',
  gross: '139.12',
  sequence: 14,
};

export const invoiceRecordExample = {
  invoiceId: saleExample.invoiceId,
  origin: 'register',
  documentNumber: 'INV-000001',
  ...recordExample,
  dueDate: '2010-12-31',
  settled: '0.00',
  open: '139.12',
  state: 'open',
};

export const creditNoteRecordExample = {
  creditNoteId: returnExample.creditNoteId,
  returnId: 'C536379',
  documentNumber: 'CN-000001',
  ...recordExample,
  stream: 'creditnotes-UK-CN',
  seriesId: 'UK-CN',
  applied: '0.00',
  unapplied: '139.12',
};

export const paymentRecordExample = {
  paymentId: 'BANK-2010-12-20-0001',
  entityId: 'UK',
  receivedOn: '2010-12-20',
  currency: 'GBP',
  amount: '139.12',
  identified: '139.12',
  applied: '139.12',
  unapplied: '0.00',
  unidentified: '0.00',
  reversed: '0.00',
  state: 'identified',
  method: 'bank transfer',
  reference: 'INV-000001',
  payerName: '',
  sequence: 40,
};

export const accountViewExample = { accountId: 'UK~17850', entityId: 'UK', customerId: '17850', held: false, reason: '', revision: 6 };

export const accountItemExample = {
  kind: 'invoice',
  documentId: saleExample.invoiceId,
  documentNumber: 'INV-000001',
  part: 1,
  issueDate: '2010-12-01',
  dueDate: '2010-12-31',
  currency: 'GBP',
  open: '139.12',
};
