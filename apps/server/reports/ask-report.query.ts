import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReportRefused, type ReportAnswer } from '#read-models';
import { problem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { ReportScope } from './report-scope';
import {
  agingTable,
  contractBalancesTable,
  expectedCashTable,
  figuresTable,
  generalLedgerTable,
  invoiceAccuracyTable,
  measuresTable,
  orderToCashTable,
  pricesTable,
  reconciliationTable,
  receivablesTable,
  recurringRevenueTable,
  revenueTable,
  salesTargetsTable,
  salesForecastTable,
  statementTable,
  taxTable,
  tieOutTable,
  trialBalanceTable,
  type TableRow,
} from './report-tables';

type Reports = LedgerAccess['reports'];

/** The answer, and its rows as a table when somebody wants them so. */
export interface AskedReport {
  readonly answer: ReportAnswer<unknown>;
  readonly table: () => readonly TableRow[];
}

/** Beside it, what was asked and where it goes on record when it leaves as a file. */
export interface ReportToSend extends AskedReport {
  readonly request: ReportRequest;
  readonly ledger: Pick<LedgerAccess, 'records'>;
}

/** A report's own question in, its answer with a table out. */
function asker<Question, Body>(ask: (reports: Reports, question: Question) => Promise<ReportAnswer<Body>>, table: (body: Body) => readonly TableRow[]) {
  return async (reports: Reports, question: Question): Promise<AskedReport> => {
    const answer = await ask(reports, question);
    return { answer, table: () => table(answer.body) };
  };
}

/** How each report is asked, and shown as rows. */
const askers = {
  receivables: asker((reports, question: Parameters<Reports['receivables']>[0]) => reports.receivables(question), receivablesTable),
  aging: asker((reports, question: Parameters<Reports['aging']>[0]) => reports.aging(question), agingTable),
  revenue: asker((reports, question: Parameters<Reports['revenue']>[0]) => reports.revenue(question), revenueTable),
  'contract-balances': asker((reports, question: Parameters<Reports['contractBalances']>[0]) => reports.contractBalances(question), contractBalancesTable),
  'recurring-revenue': asker((reports, question: Parameters<Reports['recurringRevenue']>[0]) => reports.recurringRevenue(question), recurringRevenueTable),
  'trial-balance': asker((reports, question: Parameters<Reports['trialBalance']>[0]) => reports.trialBalance(question), trialBalanceTable),
  'general-ledger': asker((reports, question: Parameters<Reports['generalLedger']>[0]) => reports.generalLedger(question), generalLedgerTable),
  tax: asker((reports, question: Parameters<Reports['tax']>[0]) => reports.tax(question), taxTable),
  'order-to-cash': asker((reports, question: Parameters<Reports['orderToCash']>[0]) => reports.orderToCash(question), orderToCashTable),
  reconciliation: asker((reports, question: Parameters<Reports['reconciliation']>[0]) => reports.reconciliation(question), reconciliationTable),
  'expected-cash': asker((reports, question: Parameters<Reports['expectedCash']>[0]) => reports.expectedCash(question), expectedCashTable),
  'sales-targets': asker((reports, question: Parameters<Reports['salesTargets']>[0]) => reports.salesTargets(question), salesTargetsTable),
  measures: asker((reports, question: Parameters<Reports['measures']>[0]) => reports.measures(question), measuresTable),
  prices: asker((reports, question: Parameters<Reports['prices']>[0]) => reports.prices(question), pricesTable),
  'invoice-accuracy': asker((reports, question: Parameters<Reports['invoiceAccuracy']>[0]) => reports.invoiceAccuracy(question), invoiceAccuracyTable),
  'reminder-effectiveness': asker((reports, question: Parameters<Reports['reminderEffectiveness']>[0]) => reports.reminderEffectiveness(question), figuresTable),
  satisfaction: asker((reports, question: Parameters<Reports['satisfaction']>[0]) => reports.satisfaction(question), figuresTable),
  'sales-forecast': asker((reports, question: Parameters<Reports['salesForecast']>[0]) => reports.salesForecast(question), salesForecastTable),
  'tie-out': asker((reports, question: Parameters<Reports['tieOut']>[0]) => reports.tieOut(question), tieOutTable),
  statement: asker((reports, question: Parameters<Reports['statement']>[0]) => reports.statement(question), statementTable),
};

/** A report by name with its question. */
export type ReportRequest = { readonly [Name in keyof typeof askers]: { readonly name: Name; readonly question: Parameters<(typeof askers)[Name]>[1] } }[keyof typeof askers];

export class AskReport extends Query<ReportToSend> {
  constructor(readonly request: ReportRequest) {
    super();
  }
}

export const statusOfReportRefusal: Readonly<Record<ReportRefused['code'], number>> = {
  'REPORT.NOT_YET_KNOWN': 409,
  'REPORT.INVALID_DATE': 422,
  'REPORT.INVALID_KNOWN_AT': 422,
  'REPORT.NOT_READY': 503,
  'REPORT.TOO_LARGE': 422,
};

@QueryHandler(AskReport)
export class AskReportHandler implements IQueryHandler<AskReport> {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly scope: ReportScope,
  ) {}

  async execute({ request }: AskReport): Promise<ReportToSend> {
    await this.scope.check(request.question);
    try {
      return { ...(await this.asked(request)), request, ledger: this.ledger };
    } catch (error) {
      if (error instanceof ReportRefused) {
        throw problem(statusOfReportRefusal[error.code], error.code, error.message);
      }
      throw error;
    }
  }

  private asked({ name, question }: ReportRequest): Promise<AskedReport> {
    // Name and question belong together: the request's type says so, and so does the table above.
    return (askers[name] as (reports: Reports, question: ReportRequest['question']) => Promise<AskedReport>)(this.ledger.reports, question);
  }
}
