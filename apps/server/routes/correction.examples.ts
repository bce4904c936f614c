const invoiceId = '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11';
const ofAccount = { accountId: 'UK~17850', revision: 12 };
const written = { currency: 'GBP', amount: '120.00', items: [{ invoiceId, instalment: 1, amount: '120.00' }] };

export const deductionExample = {
  ...ofAccount, deductionId: 'DED-1', invoiceId, instalment: 1, acceptedOn: '2010-12-10', currency: 'GBP', amount: '24.00',
  taxes: [{ category: 'S', rate: '20', amount: '4.00', baseAmount: '4.00' }],
};
export const deductionReversedExample = { ...ofAccount, deductionId: 'DED-1', reversalId: 'req-2010-12-22-1', reversedOn: '2010-12-22', currency: 'GBP', amount: '24.00' };
export const writeOffExample = { ...ofAccount, writeOffId: 'WO-1', writtenOffOn: '2011-06-30', ...written };
export const writeOffReversedExample = { ...ofAccount, writeOffId: 'WO-1', reversalId: 'req-2011-07-15-1', reversedOn: '2011-07-15', ...written };
export const taxReliefExample = {
  ...ofAccount, reliefId: 'TR-1', writeOffId: 'WO-1', relievedOn: '2011-12-31', currency: 'GBP',
  taxes: [{ invoiceId, category: 'S', rate: '20', amount: '20.00', baseAmount: '20.00' }],
};
export const lateChargesExample = {
  ...ofAccount, through: '2011-01-31', more: false,
  charges: [{
    purpose: 'interest', saleId: '6d1f0f0c-5a5e-5e3b-8d64-2f4f7ef1c6b2', aboutInvoiceId: invoiceId, from: '2011-01-01', through: '2011-01-31', currency: 'GBP',
    amount: '0.82', state: 'billed', invoiceId: '2c1f6a54-3a70-5a3c-9d5c-58b8a6c1f0de', invoiceNumber: 'INV-000002',
  }],
};
export const refundExample = {
  ...ofAccount, refundId: 'REF-1', state: 'requested', source: { kind: 'receipt', id: 'BANK-2010-12-20-0001' }, requestedOn: '2010-12-22', currency: 'GBP', amount: '10.00',
};
export const paymentMovedExample = {
  paymentId: 'BANK-2010-12-20-0001', requestId: 'req-2010-12-22-2', fromAccountId: 'UK~17850', toAccountId: 'UK~17851', movedOn: '2010-12-22', currency: 'GBP',
  amount: '10.00', allocations: [],
};
