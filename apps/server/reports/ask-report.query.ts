import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReportRefused, type ReportAnswer } from '#read-models';
import { problem } from '../edge/problem';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { ReportScope } from './report-scope';
import {
  agingTable, contractBalancesTable, generalLedgerTable, orderToCashTable, reconciliationTable, receivablesTable, recurringRevenueTable, revenueTable, statementTable, taxTable,
  tieOutTable, trialBalanceTable, type TableRow,
} from './report-tables';

type Reports = LedgerAccess['reports'];

/** A report by name with its question. */
export type ReportRequest =
  | { readonly name: 'receivables'; readonly question: Parameters<Reports['receivables']>[0] }
  | { readonly name: 'aging'; readonly question: Parameters<Reports['aging']>[0] }
  | { readonly name: 'revenue'; readonly question: Parameters<Reports['revenue']>[0] }
  | { readonly name: 'contract-balances'; readonly question: Parameters<Reports['contractBalances']>[0] }
  | { readonly name: 'recurring-revenue'; readonly question: Parameters<Reports['recurringRevenue']>[0] }
  | { readonly name: 'trial-balance'; readonly question: Parameters<Reports['trialBalance']>[0] }
  | { readonly name: 'general-ledger'; readonly question: Parameters<Reports['generalLedger']>[0] }
  | { readonly name: 'tax'; readonly question: Parameters<Reports['tax']>[0] }
  | { readonly name: 'order-to-cash'; readonly question: Parameters<Reports['orderToCash']>[0] }
  | { readonly name: 'reconciliation'; readonly question: Parameters<Reports['reconciliation']>[0] }
  | { readonly name: 'tie-out'; readonly question: Parameters<Reports['tieOut']>[0] }
  | { readonly name: 'statement'; readonly question: Parameters<Reports['statement']>[0] };

/** The answer, and its rows as a table when somebody wants them so. */
export interface AskedReport {
  readonly answer: ReportAnswer<unknown>;
  readonly table: () => readonly TableRow[];
}

export class AskReport extends Query<AskedReport> {
  constructor(readonly request: ReportRequest) {
    super();
  }
}

const statusOfRefusal: Readonly<Record<ReportRefused['code'], number>> = {
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

  async execute({ request }: AskReport): Promise<AskedReport> {
    await this.scope.check(request.question);
    try {
      return await this.asked(request);
    } catch (error) {
      if (error instanceof ReportRefused) {
        throw problem(statusOfRefusal[error.code], error.code, error.message);
      }
      throw error;
    }
  }

  private async asked(request: ReportRequest): Promise<AskedReport> {
    const { reports } = this.ledger;
    switch (request.name) {
      case 'receivables':
        return withTable(await reports.receivables(request.question), receivablesTable);
      case 'aging':
        return withTable(await reports.aging(request.question), agingTable);
      case 'revenue':
        return withTable(await reports.revenue(request.question), revenueTable);
      case 'contract-balances':
        return withTable(await reports.contractBalances(request.question), contractBalancesTable);
      case 'recurring-revenue':
        return withTable(await reports.recurringRevenue(request.question), recurringRevenueTable);
      case 'trial-balance':
        return withTable(await reports.trialBalance(request.question), trialBalanceTable);
      case 'general-ledger':
        return withTable(await reports.generalLedger(request.question), generalLedgerTable);
      case 'tax':
        return withTable(await reports.tax(request.question), taxTable);
      case 'order-to-cash':
        return withTable(await reports.orderToCash(request.question), orderToCashTable);
      case 'reconciliation':
        return withTable(await reports.reconciliation(request.question), reconciliationTable);
      case 'tie-out':
        return withTable(await reports.tieOut(request.question), tieOutTable);
      case 'statement':
        return withTable(await reports.statement(request.question), statementTable);
    }
  }
}

function withTable<Body>(answer: ReportAnswer<Body>, table: (body: Body) => readonly TableRow[]): AskedReport {
  return { answer, table: () => table(answer.body) };
}
