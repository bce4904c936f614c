import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AcceptDeductionHandler } from './accounts/accept-deduction.handler';
import { ChargeLateFeesHandler } from './accounts/charge-late-fees.handler';
import { RelieveBadDebtTaxHandler } from './accounts/relieve-bad-debt-tax.handler';
import { ReverseDeductionHandler } from './accounts/reverse-deduction.handler';
import { ReverseWriteOffHandler } from './accounts/reverse-write-off.handler';
import { WriteOffHandler } from './accounts/write-off.handler';
import { MovePaymentHandler } from './payments/move-payment.handler';
import { RecordRefundFailedHandler } from './refunds/record-refund-failed.handler';
import { RecordRefundPaidHandler } from './refunds/record-refund-paid.handler';
import { RecordRefundReturnedHandler } from './refunds/record-refund-returned.handler';
import { RequestRefundHandler } from './refunds/request-refund.handler';
import { LateChargeBilling } from './accounts/late-charge-billing';
import { PaymentMoving } from './payments/payment-moving';
import { AllocatePaymentHandler } from './accounts/allocate-payment.handler';
import { HoldAccountHandler } from './accounts/hold-account.handler';
import { OpenDisputeHandler } from './accounts/open-dispute.handler';
import { ReleaseAccountHandler } from './accounts/release-account.handler';
import { ResolveDisputeHandler } from './accounts/resolve-dispute.handler';
import { ReverseAllocationHandler } from './accounts/reverse-allocation.handler';
import { BillingRunWalk } from './billing-runs/billing-run-walk';
import { PlanBillingRunHandler } from './billing-runs/plan-billing-run.handler';
import { RunBillingHandler } from './billing-runs/run-billing.handler';
import { AcceptMilestoneHandler } from './contracts/accept-milestone.handler';
import { AcceptOutcomeHandler } from './contracts/accept-outcome.handler';
import { AmendContractHandler } from './contracts/amend-contract.handler';
import { ContractRevenue } from './contracts/contract-revenue';
import { EndContractHandler } from './contracts/end-contract.handler';
import { RecogniseRevenueHandler } from './contracts/recognise-revenue.handler';
import { SignContractHandler } from './contracts/sign-contract.handler';
import { SyncCustomerHandler } from './customers/sync-customer.handler';
import { ChangeContactHandler } from './customers/change-contact.handler';
import { RegisterCustomerHandler } from './customers/register-customer.handler';
import { SetBankDetailsHandler } from './customers/set-bank-details.handler';
import { SetCreditTermsHandler } from './customers/set-credit-terms.handler';
import { SetCreditLimitHandler } from './customers/set-credit-limit.handler';
import { SetParentHandler } from './customers/set-parent.handler';
import { EraseCustomerHandler } from './erasure/erase-customer.handler';
import { LiftRetentionHoldHandler } from './erasure/lift-retention-hold.handler';
import { PersonalErasure } from './erasure/personal-erasure';
import { PlaceRetentionHoldHandler } from './erasure/place-retention-hold.handler';
import { SetPreferenceHandler } from './customers/set-preference.handler';
import { AnswerInquiryHandler } from './inquiries/answer-inquiry.handler';
import { CloseInquiryHandler } from './inquiries/close-inquiry.handler';
import { InquiryDisputing } from './inquiries/inquiry-disputing';
import { ReceiveInquiryHandler } from './inquiries/receive-inquiry.handler';
import { DefineMappingHandler } from './intake/define-mapping.handler';
import { RegisterWebhookEndpointHandler } from './webhook-endpoints/register-webhook-endpoint.handler';
import { ChangeWebhookEndpointHandler } from './webhook-endpoints/change-webhook-endpoint.handler';
import { RotateWebhookSecretHandler } from './webhook-endpoints/rotate-webhook-secret.handler';
import { PauseWebhookEndpointHandler } from './webhook-endpoints/pause-webhook-endpoint.handler';
import { ResumeWebhookEndpointHandler } from './webhook-endpoints/resume-webhook-endpoint.handler';
import { RemoveWebhookEndpointHandler } from './webhook-endpoints/remove-webhook-endpoint.handler';
import { ReplayWebhookDeliveriesHandler } from './webhook-endpoints/replay-webhook-deliveries.handler';
import { RecordSatisfactionHandler } from './satisfaction/record-satisfaction.handler';
import { DocumentDelivery } from './deliveries/document-delivery';
import { DocumentFinding } from './deliveries/found-document';
import { RecordBounceHandler } from './deliveries/record-bounce.handler';
import { RecordDocumentOpenedHandler } from './deliveries/record-document-opened.handler';
import { ResolveDeliveryHandler } from './deliveries/resolve-delivery.handler';
import { RunDeliveriesHandler } from './deliveries/run-deliveries.handler';
import { SendDocumentHandler } from './deliveries/send-document.handler';
import { ApproveDraftHandler } from './drafts/approve-draft.handler';
import { ChangeDraftHandler } from './drafts/change-draft.handler';
import { DiscardDraftHandler } from './drafts/discard-draft.handler';
import { DraftClosing } from './drafts/draft-closing';
import { DraftInvoiceHandler } from './drafts/draft-invoice.handler';
import { IssueDraftHandler } from './drafts/issue-draft.handler';
import { GatewayBooks } from './gateway/gateway-books';
import { GatewayPayouts } from './gateway/gateway-payouts';
import { GatewayReceipts } from './gateway/gateway-receipts';
import { GatewayRefunds } from './gateway/gateway-refunds';
import { OrderGatewayPaymentHandler } from './gateway/order-gateway-payment.handler';
import { RefundThroughGatewayHandler } from './gateway/refund-through-gateway.handler';
import { SettleGatewayPayoutHandler } from './gateway/settle-gateway-payout.handler';
import { TakeGatewayNoticeHandler } from './gateway/take-gateway-notice.handler';
import { ConfigureEntityHandler } from './entities/configure-entity.handler';
import { SetSalesTargetHandler } from './entities/set-sales-target.handler';
import { ExternalInvoiceEntering } from './external-invoices/external-invoice-entering';
import { RecordExternalInvoiceHandler } from './external-invoices/record-external-invoice.handler';
import { Authority } from './authority/authority';
import { DenyApprovalHandler } from './authority/deny-approval.handler';
import { GrantApprovalHandler } from './authority/grant-approval.handler';
import { LEDGER_CONTEXT, type LedgerContext } from './ledger/ledger-context';
import { DebitReading } from './bank-statements/debit-reading';
import { BatchCreditReading } from './bank-statements/batch-credit-reading';
import { DirectDebitReading } from './bank-statements/direct-debit-reading';
import { EnteredReceiptReading } from './bank-statements/entered-receipt-reading';
import { RefundLineSettling } from './bank-statements/refund-line-settling';
import { ImportBankStatementHandler } from './bank-statements/import-bank-statement.handler';
import { LineSettling } from './bank-statements/line-settling';
import { MatchBankLinesHandler } from './bank-statements/match-bank-lines.handler';
import { ResolveBankLineHandler } from './bank-statements/resolve-bank-line.handler';
import { IdentifyPaymentHandler } from './payments/identify-payment.handler';
import { PaymentEntering } from './payments/payment-entering';
import { ReceivePaymentHandler } from './payments/receive-payment.handler';
import { ReversePaymentHandler } from './payments/reverse-payment.handler';
import { ClosePeriodHandler } from './periods/close-period.handler';
import { PeriodTotals } from './periods/period-totals';
import { ReopenPeriodHandler } from './periods/reopen-period.handler';
import { RevalueCurrencyHandler } from './periods/revalue-currency.handler';
import { RecordRatesHandler } from './rates/record-rates.handler';
import { ReminderLetters } from './reminders/reminder-letters';
import { ReminderRun } from './reminders/reminder-run';
import { RunRemindersHandler } from './reminders/run-reminders.handler';
import { GivePromiseHandler } from './collections/give-promise.handler';
import { WithdrawPromiseHandler } from './collections/withdraw-promise.handler';
import { LogContactHandler } from './collections/log-contact.handler';
import { HandOverHandler } from './collections/hand-over.handler';
import { RecallFromCollectionsHandler } from './collections/recall-from-collections.handler';
import { RecordAgencyReceiptHandler } from './collections/record-agency-receipt.handler';
import { ResolveReminderHandler } from './collections/resolve-reminder.handler';
import { CancelInvoiceHandler } from './returns/cancel-invoice.handler';
import { CreditInvoiceHandler } from './returns/credit-invoice.handler';
import { ContractCrediting } from './returns/contract-crediting';
import { CreditNoteIssuing } from './returns/credit-note-issuing';
import { PrepaymentSettling } from './returns/prepayment-settling';
import { ReturnReceiving } from './returns/return-receiving';
import { ReceiveReturnHandler } from './returns/receive-return.handler';
import { BatchClaiming } from './direct-debits/batch-claiming';
import { DirectDebitEnding } from './direct-debits/direct-debit-ending';
import { GiveMandateHandler } from './direct-debits/give-mandate.handler';
import { RevokeMandateHandler } from './direct-debits/revoke-mandate.handler';
import { PlanDirectDebitsHandler } from './direct-debits/plan-direct-debits.handler';
import { CancelDirectDebitHandler } from './direct-debits/cancel-direct-debit.handler';
import { RecordDirectDebitCollectedHandler } from './direct-debits/record-direct-debit-collected.handler';
import { RecordDirectDebitReturnedHandler } from './direct-debits/record-direct-debit-returned.handler';
import { ListDirectDebitsHandler } from './direct-debits/list-direct-debits.handler';
import { MakeDirectDebitFileHandler } from './direct-debits/make-direct-debit-file.handler';
import { BillSaleHandler } from './sales/bill-sale.handler';
import { CancelSaleHandler } from './sales/cancel-sale.handler';
import { CloseSaleHandler } from './sales/close-sale.handler';
import { InvoiceIssuing } from './sales/invoice-issuing';
import { RecordUsageBatchesHandler } from './usage/record-usage-batches.handler';
import { RecordUsageHandler } from './usage/record-usage.handler';
import { UsageDrawing } from './usage/usage-drawing';
import { UsageRecording } from './usage/usage-recording';

const commandHandlers = [
  ImportBankStatementHandler,
  MatchBankLinesHandler,
  ResolveBankLineHandler,
  AcceptDeductionHandler,
  ChargeLateFeesHandler,
  RelieveBadDebtTaxHandler,
  ReverseDeductionHandler,
  ReverseWriteOffHandler,
  WriteOffHandler,
  MovePaymentHandler,
  RecordRefundFailedHandler,
  RecordRefundPaidHandler,
  RecordRefundReturnedHandler,
  RequestRefundHandler,
  PlanBillingRunHandler,
  RunBillingHandler,
  ConfigureEntityHandler,
  SetSalesTargetHandler,
  RegisterCustomerHandler,
  ChangeContactHandler,
  SyncCustomerHandler,
  SetCreditTermsHandler,
  SetParentHandler,
  EraseCustomerHandler,
  PlaceRetentionHoldHandler,
  LiftRetentionHoldHandler,
  SetBankDetailsHandler,
  SetPreferenceHandler,
  SetCreditLimitHandler,
  ReceiveInquiryHandler,
  AnswerInquiryHandler,
  CloseInquiryHandler,
  DefineMappingHandler,
  RegisterWebhookEndpointHandler,
  ChangeWebhookEndpointHandler,
  RotateWebhookSecretHandler,
  PauseWebhookEndpointHandler,
  ResumeWebhookEndpointHandler,
  RemoveWebhookEndpointHandler,
  ReplayWebhookDeliveriesHandler,
  RecordSatisfactionHandler,
  CloseSaleHandler,
  BillSaleHandler,
  CancelSaleHandler,
  ReceiveReturnHandler,
  CancelInvoiceHandler,
  CreditInvoiceHandler,
  DraftInvoiceHandler,
  ChangeDraftHandler,
  ApproveDraftHandler,
  IssueDraftHandler,
  DiscardDraftHandler,
  RecordExternalInvoiceHandler,
  ReceivePaymentHandler,
  IdentifyPaymentHandler,
  ReversePaymentHandler,
  AllocatePaymentHandler,
  ReverseAllocationHandler,
  OpenDisputeHandler,
  ResolveDisputeHandler,
  HoldAccountHandler,
  ReleaseAccountHandler,
  RunRemindersHandler,
  GivePromiseHandler,
  WithdrawPromiseHandler,
  LogContactHandler,
  HandOverHandler,
  RecallFromCollectionsHandler,
  RecordAgencyReceiptHandler,
  ResolveReminderHandler,
  RecordRatesHandler,
  ClosePeriodHandler,
  ReopenPeriodHandler,
  RevalueCurrencyHandler,
  SignContractHandler,
  AmendContractHandler,
  AcceptMilestoneHandler,
  AcceptOutcomeHandler,
  EndContractHandler,
  RecogniseRevenueHandler,
  RecordUsageHandler,
  RecordUsageBatchesHandler,
  GrantApprovalHandler,
  DenyApprovalHandler,
  SendDocumentHandler,
  RunDeliveriesHandler,
  RecordBounceHandler,
  ResolveDeliveryHandler,
  RecordDocumentOpenedHandler,
  GiveMandateHandler,
  RevokeMandateHandler,
  PlanDirectDebitsHandler,
  CancelDirectDebitHandler,
  RecordDirectDebitCollectedHandler,
  RecordDirectDebitReturnedHandler,
  ListDirectDebitsHandler,
  MakeDirectDebitFileHandler,
  SettleGatewayPayoutHandler,
  OrderGatewayPaymentHandler,
  RefundThroughGatewayHandler,
  TakeGatewayNoticeHandler,
];

/** What follows from a decision, step by step: used by the handlers and by the policy that finishes after a crash. */
const followingSteps = [
  DocumentFinding,
  DocumentDelivery,
  BatchClaiming,
  DirectDebitEnding,
  GatewayReceipts,
  GatewayRefunds,
  GatewayPayouts,
  GatewayBooks,
  InquiryDisputing,
  PersonalErasure,
  LineSettling,
  BatchCreditReading,
  DebitReading,
  DirectDebitReading,
  EnteredReceiptReading,
  RefundLineSettling,
  ContractCrediting,
  Authority,
  BillingRunWalk,
  InvoiceIssuing,
  CreditNoteIssuing,
  ReturnReceiving,
  PrepaymentSettling,
  DraftClosing,
  PaymentEntering,
  PaymentMoving,
  LateChargeBilling,
  ExternalInvoiceEntering,
  PeriodTotals,
  ReminderLetters,
  ReminderRun,
  UsageDrawing,
  UsageRecording,
  ContractRevenue,
];

/** Every command of the ledger on one bus. Nest's event bus is not used: it overtakes, drops and forgets. */
@Module({})
export class BillingModule {
  static forLedger(context: LedgerContext): DynamicModule {
    return {
      module: BillingModule,
      imports: [CqrsModule],
      providers: [{ provide: LEDGER_CONTEXT, useValue: context }, ...followingSteps, ...commandHandlers],
      exports: followingSteps,
    };
  }
}
