export type { ReadStore, ReadStoreConfig } from './store/read-store';
export { openReadStore } from './store/open-read-store';
export { sharedPlaces, type SharedPlace, type SharedPlaces } from './store/shared-places';
export { alwaysHeld, type Lease, type LeaseTerm } from './store/lease';
export { webhookFileName, WebhookStore } from './webhooks/webhook-store';
export type {
  WebhookChange, WebhookCursor, WebhookDeliveryRecord, WebhookEndpointRecord, WebhookPlace, WebhookProgress,
} from './webhooks/webhook-records';
export type { ProjectionSource } from './runner/log-batches';
export { ReadModels, type Head, type ProjectionHealth, type ReadModelsOptions, type RebuildOptions } from './runner/read-models';
export { ReadModelsUnfit, type Misfit, type MisfitReason } from './runner/fit';
export type { OnProgress, RebuildProgress, RebuildResult } from './runner/rebuild';
export type { WaitTarget } from './runner/waiters';
export { projectionVersions } from './runner/all-projections';
export { reports, type Reports } from './reports/reports';
export { productVersion } from './reports/product-version';
export {
  ReportRefused,
  type AgingQuestion,
  type Basis,
  type GeneralLedgerQuestion,
  type KnownAt,
  type PeriodQuestion,
  type Provenance,
  type Question,
  type ForecastQuestion,
  type MeasuresQuestion,
  type PricesQuestion,
  type RecurringRevenueQuestion,
  type ReportAnswer,
  type RevenueGroup,
  type RevenueIncome,
  type RevenueQuestion,
  type StatementQuestion,
} from './reports/question';
export type { AgingBody, AgingFigures, AgingRow, AgingSection } from './aging/aging.query';
export type { ReceivablesAccount, ReceivablesBody, ReceivablesItem, ReceivablesSection } from './receivables/receivables.query';
export type { RevenueBody, RevenueRow, RevenueSection } from './revenue/revenue.query';
export type { ContractBalanceFigures, ContractBalanceRow, ContractBalancesBody, ContractBalanceSection } from './revenue/contract-balances.query';
export type { RecurringFigures, RecurringRevenueBody, RecurringRow, RecurringSection } from './contract-revenue/recurring-revenue.query';
export type { BalanceFigures, TrialBalanceBody, TrialBalanceRow, TrialBalanceSection } from './journal/trial-balance.query';
export { bookedLines, type BookedLine, type BookedRange } from './journal/booked-lines.query';
export { foreignBalances, type ForeignBalancesQuestion } from './journal/foreign-balances.query';
export { calendarSequences, periodTrialBalance, type PeriodTotalsQuestion } from './journal/period-totals.query';
export type { GeneralLedgerAccount, GeneralLedgerBody, GeneralLedgerLine, JournalLine } from './journal/general-ledger.query';
export type { StatementBody, StatementLine, StatementLineKind, StatementSection } from './statement/statement.query';
export type { OrderRow, OrderSection, OrderState, OrderToCashBody } from './order-to-cash/order-to-cash.query';
export type { TaxBody, TaxRow, TaxSection } from './tax/tax.query';
export type { TaxSource } from './tax/tax-lines';
export type { MeasureFigures, MeasuresBody, MeasuresRow, MeasuresSection } from './measures/measures.query';
export type { SalesForecastBody, SalesForecastSection } from './measures/sales-forecast.query';
export type { PricesBody } from './management/prices.query';
export type { InvoiceAccuracyBody } from './management/invoice-accuracy.query';
export type { ReminderEffectivenessBody } from './management/reminder-effectiveness.query';
export type { SatisfactionBody } from './management/satisfaction.query';
export type { FiguresSection } from './management/figures-body';
export type { SalesTargetRow, SalesTargetsBody, SalesTargetsSection } from './measures/sales-targets.query';
export type { ExpectedCashBody, ExpectedCashScore, ExpectedCashSection, ExpectedItem } from './measures/expected-cash.query';
export type { ControlRole, MovedFact, TieOutBody, TieOutRow } from './reports/tie-out';
export type { ItemKind } from './receivables/tables';
export {
  lookups, type AccountHold, type CustomerFilter, type DocumentFilter, type InvoiceFilter, type Lookups, type PaymentFilter, type ReminderFilter,
  type RequestRecord, type SaleFilter, type Subject,
} from './lookups/lookups';
export type { AccountItem, ItemMovement } from './lookups/account-items';
export type { ApprovalFilter, ApprovalRecord, ApprovalRecordState } from './lookups/approvals';
export type { DraftFilter, DraftRecord, DraftRecordState } from './lookups/drafts';
export type { Page, PageRequest } from './lookups/page';
export {
  collectionRecord, handOversNamed, type CollectionRecord, type ContactRecord, type HandOverRecord, type PromiseRecord,
} from './collections/collections.query';
export type {
  CreditNoteRecord, CustomerRecord, EventRecord, InvoiceRecord, PaymentRecord, ReminderItemRecord, ReminderRecord, ReminderSkipRecord,
  ReturnRecord, SaleRecord, SaleState, SettlementState,
} from './lookups/records';
export { inquiryStates, type InquiryFilter, type InquiryRecord, type SatisfactionRecord } from './customer-accounts/customer-account-lookups';
export { riskKinds, type RiskFlag, type RiskFlags, type RiskFlagsAsked, type RiskKind } from './customer-accounts/risk-flags.query';
export type { BillingCandidate, CandidatesAsked } from './contracts/candidates.query';
export type { BillingRunRecord, ContractFilter, ContractRecord } from './contracts/contract-lookups';
export { deliveryStates, type DeliveryFilter, type DeliveryRecord, type SentLetter, type UndeliveredDocument } from './deliveries/delivery-lookups';
export { bankLineStates, type BankLineFilter, type BankLineRecord } from './reconciliation/bank-line-lookups';
export type { BankSubject, MatchingRecords } from './reconciliation/matching-facts.query';
export type { ReconciliationAccount, ReconciliationBalance, ReconciliationBody, ReconciliationDay, ReconciliationSection } from './reconciliation/reconciliation.query';
export type { ReconciliationException } from './reconciliation/reconciliation-exceptions';
