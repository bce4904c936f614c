import type { Command } from '@nestjs/cqrs';
import * as billing from '#billing';
import type { CommandContext, CommandResult } from '#billing';

type CommandClass = new (body: never, context: CommandContext) => Command<CommandResult<unknown>>;
type BodyClass = new () => object;

/** A command that can be given as JSON: the body is what the API takes, with what its path says in it. */
export interface KnownCommand {
  readonly name: string;
  readonly command: CommandClass;
  readonly body: BodyClass;
}

const pairs: readonly (readonly [CommandClass, BodyClass])[] = [
  [billing.ConfigureEntity, billing.ConfigureEntityBody],
  [billing.SetSalesTarget, billing.SetSalesTargetBody],
  [billing.RegisterCustomer, billing.RegisterCustomerBody],
  [billing.ChangeContact, billing.ChangeContactBody],
  [billing.SetCreditTerms, billing.SetCreditTermsBody],
  [billing.SetParent, billing.SetParentBody],
  [billing.EraseCustomer, billing.EraseCustomerBody],
  [billing.PlaceRetentionHold, billing.PlaceRetentionHoldBody],
  [billing.LiftRetentionHold, billing.LiftRetentionHoldBody],
  [billing.SetBankDetails, billing.SetBankDetailsBody],
  [billing.SetPreference, billing.SetPreferenceBody],
  [billing.SetCreditLimit, billing.SetCreditLimitBody],
  [billing.ReceiveInquiry, billing.ReceiveInquiryBody],
  [billing.AnswerInquiry, billing.AnswerInquiryBody],
  [billing.CloseInquiry, billing.CloseInquiryBody],
  [billing.RecordSatisfaction, billing.RecordSatisfactionBody],
  [billing.CloseSale, billing.CloseSaleBody],
  [billing.BillSale, billing.BillSaleBody],
  [billing.CancelSale, billing.CancelSaleBody],
  [billing.DraftInvoice, billing.DraftInvoiceBody],
  [billing.ChangeDraft, billing.ChangeDraftBody],
  [billing.ApproveDraft, billing.ApproveDraftBody],
  [billing.IssueDraft, billing.IssueDraftBody],
  [billing.DiscardDraft, billing.DiscardDraftBody],
  [billing.SignContract, billing.SignContractBody],
  [billing.AmendContract, billing.AmendContractBody],
  [billing.AcceptMilestone, billing.AcceptMilestoneBody],
  [billing.AcceptOutcome, billing.AcceptOutcomeBody],
  [billing.EndContract, billing.EndContractBody],
  [billing.RecordUsage, billing.RecordUsageBody],
  [billing.RecogniseRevenue, billing.RecogniseRevenueBody],
  [billing.RunBilling, billing.RunBillingBody],
  [billing.ReceiveReturn, billing.ReceiveReturnBody],
  [billing.CreditInvoice, billing.CreditInvoiceBody],
  [billing.CancelInvoice, billing.CancelInvoiceBody],
  [billing.RecordExternalInvoice, billing.RecordExternalInvoiceBody],
  [billing.ReceivePayment, billing.ReceivePaymentBody],
  [billing.ImportBankStatement, billing.ImportBankStatementBody],
  [billing.MatchBankLines, billing.MatchBankLinesBody],
  [billing.ResolveBankLine, billing.ResolveBankLineBody],
  [billing.IdentifyPayment, billing.IdentifyPaymentBody],
  [billing.MovePayment, billing.MovePaymentBody],
  [billing.ReversePayment, billing.ReversePaymentBody],
  [billing.AllocatePayment, billing.AllocatePaymentBody],
  [billing.ReverseAllocation, billing.ReverseAllocationBody],
  [billing.AcceptDeduction, billing.AcceptDeductionBody],
  [billing.ReverseDeduction, billing.ReverseDeductionBody],
  [billing.RequestRefund, billing.RequestRefundBody],
  [billing.RecordRefundPaid, billing.RefundPaidBody],
  [billing.RecordRefundFailed, billing.RefundFailedBody],
  [billing.RecordRefundReturned, billing.RefundReturnedBody],
  [billing.SettleGatewayPayout, billing.SettleGatewayPayoutBody],
  [billing.OrderGatewayPayment, billing.OrderGatewayPaymentBody],
  [billing.RefundThroughGateway, billing.RefundThroughGatewayBody],
  [billing.WriteOff, billing.WriteOffBody],
  [billing.ReverseWriteOff, billing.ReverseWriteOffBody],
  [billing.RelieveBadDebtTax, billing.RelieveBadDebtTaxBody],
  [billing.ChargeLateFees, billing.ChargeLateFeesBody],
  [billing.OpenDispute, billing.OpenDisputeBody],
  [billing.ResolveDispute, billing.ResolveDisputeBody],
  [billing.HoldAccount, billing.HoldAccountBody],
  [billing.ReleaseAccount, billing.ReleaseAccountBody],
  [billing.RunReminders, billing.RunRemindersBody],
  [billing.GivePromise, billing.GivePromiseBody],
  [billing.WithdrawPromise, billing.WithdrawPromiseBody],
  [billing.LogContact, billing.LogContactBody],
  [billing.HandOver, billing.HandOverBody],
  [billing.RecallFromCollections, billing.RecallFromCollectionsBody],
  [billing.RecordAgencyReceipt, billing.RecordAgencyReceiptBody],
  [billing.ResolveReminder, billing.ResolveReminderBody],
  [billing.RecordRates, billing.RecordRatesBody],
  [billing.RevalueCurrency, billing.RevalueCurrencyBody],
  [billing.ClosePeriod, billing.ClosePeriodBody],
  [billing.ReopenPeriod, billing.ReopenPeriodBody],
  [billing.GiveMandate, billing.GiveMandateBody],
  [billing.RevokeMandate, billing.RevokeMandateBody],
  [billing.PlanDirectDebits, billing.PlanDirectDebitsBody],
  [billing.CancelDirectDebit, billing.CancelDirectDebitBody],
  [billing.RecordDirectDebitCollected, billing.DirectDebitCollectedBody],
  [billing.RecordDirectDebitReturned, billing.DirectDebitReturnedBody],
  [billing.SendDocument, billing.SendDocumentBody],
  [billing.RunDeliveries, billing.RunDeliveriesBody],
  [billing.RecordBounce, billing.RecordBounceBody],
  [billing.ResolveDelivery, billing.ResolveDeliveryBody],
  [billing.RecordDocumentOpened, billing.RecordDocumentOpenedBody],
  [billing.GrantApproval, billing.GrantApprovalBody],
  [billing.DenyApproval, billing.DenyApprovalBody],
] as const;

const kebab = (name: string): string => name.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** Every command by the name it has at the terminal: CloseSale is `close-sale`. */
export const knownCommands: ReadonlyMap<string, KnownCommand> = new Map(
  pairs.map(([command, body]) => [kebab(command.name), { name: kebab(command.name), command, body }]),
);
