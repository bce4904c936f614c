import type { MeasuresQuestion, PricesQuestion, Provenance, RecurringRevenueQuestion, Reports, RevenueQuestion, StatementQuestion } from '#read-models';
import { CliFailure } from '../cli-failure';
import { generalLedgerView, orderToCashView, taxView } from './ledger-views';
import { agingView, receivablesView } from './receivables-view';
import { revenueView, trialBalanceView } from './books-view';
import { statementView, tieOutView } from './control-views';
import { expectedCashView } from './expected-cash-view';
import { invoiceAccuracyView, pricesView, reminderEffectivenessView, salesForecastView, satisfactionView } from './figures-views';
import { measuresView } from './measures-view';
import { salesTargetsView } from './sales-targets-view';
import { reconciliationView } from './reconciliation-view';
import type { ReportView } from './report-view';
import { contractBalancesView, recurringRevenueView } from './revenue-view';

export const reportNames = [
  'receivables',
  'aging',
  'revenue',
  'contract-balances',
  'recurring-revenue',
  'trial-balance',
  'general-ledger',
  'tax',
  'order-to-cash',
  'reconciliation',
  'expected-cash',
  'sales-targets',
  'measures',
  'prices',
  'invoice-accuracy',
  'reminder-effectiveness',
  'satisfaction',
  'sales-forecast',
  'tie-out',
  'statement',
] as const;
export type ReportName = (typeof reportNames)[number];

/** Reports that one question asks of a whole legal entity; a statement is of one customer. */
export const wholeReportNames: readonly ReportName[] = reportNames.filter((name) => name !== 'statement');

/** What rows may stand for, by report. */
export const groupsOf = {
  revenue: ['month', 'customer', 'product', 'contract'],
  'recurring-revenue': ['customer', 'plan'],
  measures: ['customer'],
  prices: ['month', 'customer', 'product'],
  'invoice-accuracy': ['customer'],
  'reminder-effectiveness': ['customer'],
  satisfaction: ['customer'],
} as const satisfies Partial<Record<ReportName, readonly string[]>>;
export type ReportGroup = (typeof groupsOf)[keyof typeof groupsOf][number];

/** Every option a report may take; each report uses those that concern it. */
export interface ReportQuestion extends Omit<RevenueQuestion, 'groupBy'> {
  readonly groupBy?: readonly ReportGroup[];
  readonly by?: 'due-date' | 'invoice-date';
  readonly accountCode?: string;
  readonly rollUp?: boolean;
  /** Months ahead. */
  readonly months?: number;
}

export interface AskedReport {
  readonly body: object;
  readonly provenance: Provenance;
  readonly view: ReportView;
}

/** Asks a report by name. @throws ReportRefused when it cannot be answered as asked. */
export async function askReport(reports: Reports, name: ReportName, question: ReportQuestion): Promise<AskedReport> {
  if (isOfBooks(name)) {
    return askBooks(reports, name, question);
  }
  switch (name) {
    case 'receivables': {
      const { body, provenance } = await reports.receivables(question);
      return { body, provenance, view: receivablesView(body) };
    }
    case 'aging': {
      const { body, provenance } = await reports.aging(question);
      return { body, provenance, view: agingView(body) };
    }
    case 'revenue': {
      const { body, provenance } = await reports.revenue(question as RevenueQuestion);
      return { body, provenance, view: revenueView(body) };
    }
    case 'contract-balances': {
      const { body, provenance } = await reports.contractBalances(question);
      return { body, provenance, view: contractBalancesView(body) };
    }
    case 'recurring-revenue': {
      const { body, provenance } = await reports.recurringRevenue(question as RecurringRevenueQuestion);
      return { body, provenance, view: recurringRevenueView(body) };
    }
    case 'sales-targets': {
      const { body, provenance } = await reports.salesTargets(question);
      return { body, provenance, view: salesTargetsView(body) };
    }
    case 'order-to-cash': {
      const { body, provenance } = await reports.orderToCash(question);
      return { body, provenance, view: orderToCashView(body) };
    }
    default:
      return askFigures(reports, name, question);
  }
}

const booksNames = ['trial-balance', 'general-ledger', 'tax', 'reconciliation', 'tie-out', 'statement'] as const satisfies readonly ReportName[];
type BooksName = (typeof booksNames)[number];
const isOfBooks = (name: ReportName): name is BooksName => booksNames.some((each) => each === name);

/** What is held against other books: journal, tax, bank, accounts of customers. */
async function askBooks(
  reports: Reports,
  name: BooksName,
  question: ReportQuestion,
): Promise<AskedReport> {
  switch (name) {
    case 'trial-balance': {
      const { body, provenance } = await reports.trialBalance(question);
      return { body, provenance, view: trialBalanceView(body) };
    }
    case 'general-ledger': {
      const { body, provenance } = await reports.generalLedger(question);
      return { body, provenance, view: generalLedgerView(body) };
    }
    case 'tax': {
      const { body, provenance } = await reports.tax(question);
      return { body, provenance, view: taxView(body) };
    }
    case 'reconciliation': {
      const { body, provenance } = await reports.reconciliation(question);
      return { body, provenance, view: reconciliationView(body) };
    }
    case 'tie-out': {
      const { body, provenance } = await reports.tieOut(question);
      return { body, provenance, view: tieOutView(body) };
    }
    case 'statement': {
      const { body, provenance } = await reports.statement(ofOneAccount(question));
      return { body, provenance, view: statementView(body) };
    }
  }
}

/** @throws CliFailure when the question leaves open whose account it is. */
function ofOneAccount({ entityId, customerId, ...question }: ReportQuestion): StatementQuestion {
  if (entityId === undefined || customerId === undefined) {
    throw new CliFailure('usage', 'A statement is of one account: name it with --entity and --customer.');
  }
  return { ...question, entityId, customerId };
}

/** Figures and forecasts for management. */
async function askFigures(
  reports: Reports,
  name: 'expected-cash' | 'measures' | 'prices' | 'invoice-accuracy' | 'reminder-effectiveness' | 'satisfaction' | 'sales-forecast',
  question: ReportQuestion,
): Promise<AskedReport> {
  const figures = question as MeasuresQuestion;
  switch (name) {
    case 'measures': {
      const { body, provenance } = await reports.measures(figures);
      return { body, provenance, view: measuresView(body) };
    }
    case 'prices': {
      const { body, provenance } = await reports.prices(question as PricesQuestion);
      return { body, provenance, view: pricesView(body) };
    }
    case 'invoice-accuracy': {
      const { body, provenance } = await reports.invoiceAccuracy(figures);
      return { body, provenance, view: invoiceAccuracyView(body) };
    }
    case 'reminder-effectiveness': {
      const { body, provenance } = await reports.reminderEffectiveness(figures);
      return { body, provenance, view: reminderEffectivenessView(body) };
    }
    case 'satisfaction': {
      const { body, provenance } = await reports.satisfaction(figures);
      return { body, provenance, view: satisfactionView(body) };
    }
    case 'sales-forecast': {
      const { body, provenance } = await reports.salesForecast(question);
      return { body, provenance, view: salesForecastView(body) };
    }
    case 'expected-cash': {
      const { body, provenance } = await reports.expectedCash(question);
      return { body, provenance, view: expectedCashView(body) };
    }
  }
}
