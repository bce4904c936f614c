import type { Type } from '@nestjs/common';
import {
  AllocatePaymentBody, BillSaleBody, CancelInvoiceBody, CancelSaleBody, ChangeContactBody, CloseSaleBody, ConfigureEntityBody, CreditInvoiceBody, HoldAccountBody, IdentifyPaymentBody,
  IssueCreditNoteBody, OpenDisputeBody, ReceivePaymentBody, ReceiveReturnBody, RecordExternalInvoiceBody, RegisterCustomerBody, ReleaseAccountBody,
  ClosePeriodBody, RecordRatesBody, ReopenPeriodBody, RevalueCurrencyBody,
  ResolveDisputeBody, ReverseAllocationBody, ReversePaymentBody, RunRemindersBody, SetBankDetailsBody, SetCreditTermsBody, SetParentBody,
} from '#billing';

const line = { productCode: '85123A', description: 'White hanging heart T-light holder', unitPrice: '2.55', taxRate: '20' };

/** A whole body for every POST. Sent in this order to an empty ledger they tell one story, and each is accepted. */
export const bodyExamples: ReadonlyMap<Type, object> = new Map<Type, object>([
  [ConfigureEntityBody, {
    entityId: 'UK',
    name: 'Sample Retail Ltd',
    country: 'GB',
    timeZone: 'Europe/London',
    baseCurrency: 'GBP',
    rounding: { basis: 'tax-rate', mode: 'half-up' },
    agingBuckets: [30, 60, 90],
    defaultTerms: { netDays: 30 },
    series: [
      { seriesId: 'UK-INV', kind: 'invoice', prefix: 'INV-', firstNumber: 1, digits: 6 },
      { seriesId: 'UK-CN', kind: 'credit-note', prefix: 'CN-', firstNumber: 1, digits: 6 },
    ],
    policies: [{
      policyId: 'standard', version: 1, effectiveFrom: '2010-01-01', minimumAmount: '1.00',
      steps: [{ step: 'friendly', offsetDays: 7, template: 'friendly-reminder' }],
    }],
  }],
  [RegisterCustomerBody, { customerId: '17850', kind: 'business', country: 'GB', personal: { name: 'Ada Sample' } }],
  [ChangeContactBody, { requestId: 'contact-1', country: 'GB', personal: { name: 'Ada Sample', city: 'Leeds' } }],
  [SetCreditTermsBody, { requestId: 'terms-1', terms: { netDays: 30 }, effectiveFrom: '2010-12-01' }],
  [SetParentBody, { requestId: 'parent-1' }],
  [SetBankDetailsBody, { requestId: 'bank-1', personal: { accountHolder: 'Ada Sample', iban: 'GB33BUKB20201555555555' } }],
  [CloseSaleBody, { saleId: '536365', customerId: '17850', closedOn: '2010-12-01', currency: 'GBP', lines: [{ ...line, quantity: '6' }] }],
  [RecordExternalInvoiceBody, {
    source: 'legacy', documentNumber: '611365', mode: 'history', customerId: '17850', issueDate: '2010-11-02', currency: 'GBP', gross: '55.94',
    instalments: [{ dueDate: '2010-12-02', amount: '55.94' }],
  }],
  [ReceivePaymentBody, { paymentId: 'BANK-2010-12-20-0001', receivedOn: '2010-12-20', currency: 'GBP', amount: '20.00', allocate: 'none' }],
  [IdentifyPaymentBody, { requestId: 'identification-1', splits: [{ customerId: '17850' }] }],
  [AllocatePaymentBody, {
    accountId: 'UK~17850', requestId: 'req-2010-12-21-1', source: { kind: 'receipt', id: 'BANK-2010-12-20-0001' }, allocatedOn: '2010-12-21',
    items: [{ documentNumber: 'INV-000001', amount: '10.00' }],
  }],
  [ReverseAllocationBody, { accountId: 'UK~17850', requestId: 'req-2010-12-22-1', reversedOn: '2010-12-22', reason: 'meant for another invoice' }],
  [ReversePaymentBody, { reversalId: 'BANK-2010-12-23-0007', valueDate: '2010-12-23', amount: '5.00', reason: 'insufficient funds' }],
  [HoldAccountBody, { requestId: 'hold-1', heldOn: '2010-12-22', reason: 'credit limit under review' }],
  [ReleaseAccountBody, { requestId: 'release-1', releasedOn: '2010-12-27', reason: 'review done' }],
  [OpenDisputeBody, { disputeId: 'D-1', invoiceId: 'INV-000001', openedOn: '2010-12-22', reason: 'one piece missing' }],
  [ResolveDisputeBody, { requestId: 'resolution-1', resolvedOn: '2010-12-27', outcome: 'credit note issued' }],
  [ReceiveReturnBody, { returnId: 'C536379', customerId: '17850', receivedOn: '2010-12-28', currency: 'GBP', reason: 'damaged in transit', lines: [{ ...line, quantity: '1' }] }],
  [IssueCreditNoteBody, { requestId: 'credit-1', customerId: '17850', receivedOn: '2010-12-29', currency: 'GBP', reason: 'one piece missing', lines: [{ ...line, quantity: '1' }] }],
  [CreditInvoiceBody, { requestId: 'credit-2', reason: 'price agreed lower', reasonCode: 'price-error', receivedOn: '2010-12-29', lines: [{ invoiceLineId: '1', net: '0.50', delivery: 'price' }] }],
  [CancelInvoiceBody, { requestId: 'cancel-1', reason: 'not ordered', receivedOn: '2010-12-29' }],
  [CancelSaleBody, { requestId: 'cancellation-1', cancelledOn: '2010-12-29', reason: 'ordered twice' }],
  [BillSaleBody, { requestId: 'billing-1', issueDate: '2010-12-30' }],
  [RecordRatesBody, { rates: [{ currency: 'USD', on: '2010-12-01', rate: '0.6428' }], source: 'central bank' }],
  [RevalueCurrencyBody, { requestId: 'revalue-2010-12-31', on: '2010-12-31' }],
  [ClosePeriodBody, { requestId: 'close-2010-12', period: '2010-12', reason: 'month end' }],
  [ReopenPeriodBody, { requestId: 'reopen-2010-12', period: '2010-12', reason: 'late supplier credit' }],
  [RunRemindersBody, { requestId: 'run-2011-01-10', runDate: '2011-01-10' }],
]);
