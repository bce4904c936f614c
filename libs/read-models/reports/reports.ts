import { aging, type AgingBody } from '../aging/aging.query';
import { expectedCash, type ExpectedCashBody } from '../measures/expected-cash.query';
import { measures, type MeasuresBody } from '../measures/measures.query';
import { salesTargetsReport, type SalesTargetsBody } from '../measures/sales-targets.query';
import { invoiceAccuracy, type InvoiceAccuracyBody } from '../management/invoice-accuracy.query';
import { prices, type PricesBody } from '../management/prices.query';
import { reminderEffectiveness, type ReminderEffectivenessBody } from '../management/reminder-effectiveness.query';
import { satisfaction, type SatisfactionBody } from '../management/satisfaction.query';
import { salesForecast, type SalesForecastBody } from '../measures/sales-forecast.query';
import { generalLedger, journalLines, type GeneralLedgerBody, type JournalLine } from '../journal/general-ledger.query';
import { trialBalance, type TrialBalanceBody } from '../journal/trial-balance.query';
import { orderToCashReport, type OrderToCashBody } from '../order-to-cash/order-to-cash.query';
import { receivablesReport, type ReceivablesBody } from '../receivables/receivables.query';
import { recurringRevenue, type RecurringRevenueBody } from '../contract-revenue/recurring-revenue.query';
import { contractBalances, type ContractBalancesBody } from '../revenue/contract-balances.query';
import { revenueReport, type RevenueBody } from '../revenue/revenue.query';
import { statement, type StatementBody } from '../statement/statement.query';
import type { ReadStore } from '../store/read-store';
import type {
  AgingQuestion,
  ForecastQuestion,
  GeneralLedgerQuestion,
  MeasuresQuestion,
  PeriodQuestion,
  PricesQuestion,
  Provenance,
  Question,
  RecurringRevenueQuestion,
  ReportAnswer,
  ReportFigures,
  RevenueQuestion,
  StatementQuestion,
} from './question';
import { productVersion } from './product-version';
import { taxReport, type TaxBody } from '../tax/tax.query';
import { reconciliationReport, type ReconciliationBody } from '../reconciliation/reconciliation.query';
import { tieOut, type TieOutBody } from './tie-out';

/** The reports. Each rejects with ReportRefused when the question cannot be answered as asked. */
export interface Reports {
  receivables(question: Question): Promise<ReportAnswer<ReceivablesBody>>;
  aging(question: AgingQuestion): Promise<ReportAnswer<AgingBody>>;
  revenue(question: RevenueQuestion): Promise<ReportAnswer<RevenueBody>>;
  contractBalances(question: PeriodQuestion): Promise<ReportAnswer<ContractBalancesBody>>;
  recurringRevenue(question: RecurringRevenueQuestion): Promise<ReportAnswer<RecurringRevenueBody>>;
  trialBalance(question: PeriodQuestion): Promise<ReportAnswer<TrialBalanceBody>>;
  generalLedger(question: GeneralLedgerQuestion): Promise<ReportAnswer<GeneralLedgerBody>>;
  /** Journal lines in log order, in pages. */
  journalLines(question: Omit<GeneralLedgerQuestion, 'from'>): AsyncIterable<readonly JournalLine[]>;
  statement(question: StatementQuestion): Promise<ReportAnswer<StatementBody>>;
  orderToCash(question: Question): Promise<ReportAnswer<OrderToCashBody>>;
  tax(question: PeriodQuestion): Promise<ReportAnswer<TaxBody>>;
  reconciliation(question: PeriodQuestion): Promise<ReportAnswer<ReconciliationBody>>;
  expectedCash(question: Question): Promise<ReportAnswer<ExpectedCashBody>>;
  salesTargets(question: PeriodQuestion): Promise<ReportAnswer<SalesTargetsBody>>;
  /** Figures for management, each with its formula in the answer. */
  measures(question: MeasuresQuestion): Promise<ReportAnswer<MeasuresBody>>;
  /** What was sold at what price and discount, by product, customer or month. */
  prices(question: PricesQuestion): Promise<ReportAnswer<PricesBody>>;
  /** How many invoices were right, by the reasons of the credit notes. */
  invoiceAccuracy(question: MeasuresQuestion): Promise<ReportAnswer<InvoiceAccuracyBody>>;
  /** What reminders brought, by step. */
  reminderEffectiveness(question: MeasuresQuestion): Promise<ReportAnswer<ReminderEffectivenessBody>>;
  /** How content customers were with what invoices bill. */
  satisfaction(question: MeasuresQuestion): Promise<ReportAnswer<SatisfactionBody>>;
  /** What the next months may bring, by the method that was least off before. */
  salesForecast(question: ForecastQuestion): Promise<ReportAnswer<SalesForecastBody>>;
  tieOut(question: Question): Promise<ReportAnswer<TieOutBody>>;
}

export function reports(store: ReadStore): Reports {
  /** Says with every report how it was asked, and of which program. */
  const answering =
    <Asked extends Question, Body>(report: (store: ReadStore, question: Asked) => Promise<ReportFigures<Body>>) =>
    async (question: Asked): Promise<ReportAnswer<Body>> => {
      const { provenance: grounds, ...figures } = await report(store, question);
      const { asOf, basis, knownAt } = grounds;
      const provenance: Provenance = { ...grounds, parameters: { ...(question as object), asOf, basis, knownAt }, codeVersion: productVersion };
      return { ...figures, provenance };
    };
  return {
    receivables: answering(receivablesReport),
    aging: answering(aging),
    revenue: answering(revenueReport),
    contractBalances: answering(contractBalances),
    recurringRevenue: answering(recurringRevenue),
    trialBalance: answering(trialBalance),
    generalLedger: answering(generalLedger),
    journalLines: (question) => journalLines(store, question),
    statement: answering(statement),
    orderToCash: answering(orderToCashReport),
    tax: answering(taxReport),
    reconciliation: answering(reconciliationReport),
    expectedCash: answering(expectedCash),
    salesTargets: answering(salesTargetsReport),
    measures: answering(measures),
    prices: answering(prices),
    invoiceAccuracy: answering(invoiceAccuracy),
    reminderEffectiveness: answering(reminderEffectiveness),
    satisfaction: answering(satisfaction),
    salesForecast: answering(salesForecast),
    tieOut: answering(tieOut),
  };
}
