import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { fieldProblem } from '../edge/problem';
import { QueryRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';
import { AskReport } from './ask-report.query';
import { sendReport } from './report-reply';
import {
  AgingQuery, ContractBalancesQuery, ForecastQuery, GeneralLedgerQuery, knownAtOf, MeasuresQuery, PricesQuery, ReceivablesQuery, RecurringRevenueQuery, RevenueQuery, TieOutQuery, TrialBalanceQuery,
  type ReportQuery,
} from './report.query';
import { expectedCashExample, salesTargetsExample, generalLedgerExample, measuresExample, orderToCashExample, reconciliationExample, taxExample, tieOutExample } from './book.examples';
import { invoiceAccuracyExample, pricesExample, reminderEffectivenessExample, salesForecastExample, satisfactionExample } from './figures.examples';
import { agingExample, contractBalancesExample, receivablesExample, recurringRevenueExample, revenueExample, trialBalanceExample } from './report.examples';

const roles = roleSets.reports;

@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('receivables')
  @QueryRouteDoc({ summary: 'Open items of a day, as known at any moment.', roles, answer: receivablesExample, csv: true })
  async receivables(@CurrentCall() call: Call, @Query(new CheckedPipe(ReceivablesQuery)) query: ReceivablesQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'receivables', question: { ...question(query), ...customer(query) } })));
  }

  @Get('aging')
  @QueryRouteDoc({ summary: 'Open items by how late they are, per customer and currency.', roles, answer: agingExample, csv: true })
  async aging(@CurrentCall() call: Call, @Query(new CheckedPipe(AgingQuery)) query: AgingQuery): Promise<void> {
    const by = { ...(query.by === undefined ? {} : { by: query.by }), ...(query.rollUp === 'true' ? { rollUp: true } : {}) };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'aging', question: { ...question(query), ...customer(query), ...by } })));
  }

  @Get('revenue')
  @QueryRouteDoc({ summary: 'Revenue as it counts, and what is billed before, by month, customer, product or contract.', roles, answer: revenueExample, csv: true })
  async revenue(@CurrentCall() call: Call, @Query(new CheckedPipe(RevenueQuery)) query: RevenueQuery): Promise<void> {
    const income = query.income === undefined ? {} : { income: query.income };
    const more = { ...from(query), ...groupBy(query.groupBy, ['month', 'customer', 'product', 'contract']), ...income };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'revenue', question: { ...question(query), ...customer(query), ...more } })));
  }

  @Get('contract-balances')
  @QueryRouteDoc({ summary: 'Roll-forward per contract: opening + billed − credited − recognised = closing.', roles, answer: contractBalancesExample, csv: true })
  async contractBalances(@CurrentCall() call: Call, @Query(new CheckedPipe(ContractBalancesQuery)) query: ContractBalancesQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'contract-balances', question: { ...question(query), ...customer(query), ...from(query) } })));
  }

  @Get('recurring-revenue')
  @QueryRouteDoc({ summary: 'Monthly and annual recurring revenue, and how it changed.', roles, answer: recurringRevenueExample, csv: true })
  async recurringRevenue(@CurrentCall() call: Call, @Query(new CheckedPipe(RecurringRevenueQuery)) query: RecurringRevenueQuery): Promise<void> {
    const more = { ...from(query), ...groupBy(query.groupBy, ['customer', 'plan']) };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'recurring-revenue', question: { ...question(query), ...customer(query), ...more } })));
  }

  @Get('trial-balance')
  @QueryRouteDoc({ summary: 'Opening, movement and closing of every account.', roles, answer: trialBalanceExample, csv: true })
  async trialBalance(@CurrentCall() call: Call, @Query(new CheckedPipe(TrialBalanceQuery)) query: TrialBalanceQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'trial-balance', question: { ...question(query), ...from(query) } })));
  }

  @Get('general-ledger')
  @QueryRouteDoc({ summary: 'Every line of every account, with opening and closing.', roles, answer: generalLedgerExample, csv: true })
  async generalLedger(@CurrentCall() call: Call, @Query(new CheckedPipe(GeneralLedgerQuery)) query: GeneralLedgerQuery): Promise<void> {
    const account = query.accountCode === undefined ? {} : { accountCode: query.accountCode };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'general-ledger', question: { ...question(query), ...from(query), ...account } })));
  }

  @Get('tax')
  @QueryRouteDoc({ summary: 'Turnover and tax by month of the tax point, category and rate; ties to tax payable.', roles, answer: taxExample, csv: true })
  async tax(@CurrentCall() call: Call, @Query(new CheckedPipe(TrialBalanceQuery)) query: TrialBalanceQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'tax', question: { ...question(query), ...from(query) } })));
  }

  @Get('order-to-cash')
  @QueryRouteDoc({ summary: 'Every sale and contract item: closed = billed + unbilled + cancelled + rejected.', roles, answer: orderToCashExample, csv: true })
  async orderToCash(@CurrentCall() call: Call, @Query(new CheckedPipe(ReceivablesQuery)) query: ReceivablesQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'order-to-cash', question: { ...question(query), ...customer(query) } })));
  }

  @Get('expected-cash')
  @QueryRouteDoc({
    summary: 'When open invoices will be paid, from what each customer did before, summed per week; with the score of such predictions.',
    roles,
    answer: expectedCashExample,
    csv: true,
  })
  async expectedCash(@CurrentCall() call: Call, @Query(new CheckedPipe(ReceivablesQuery)) query: ReceivablesQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'expected-cash', question: { ...question(query), ...customer(query) } })));
  }

  @Get('sales-targets')
  @QueryRouteDoc({ summary: 'Sales targets against what was sold, by month; with variance and attainment.', roles, answer: salesTargetsExample, csv: true })
  async salesTargets(@CurrentCall() call: Call, @Query(new CheckedPipe(TrialBalanceQuery)) query: TrialBalanceQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'sales-targets', question: { ...question(query), ...from(query) } })));
  }

  @Get('measures')
  @QueryRouteDoc({
    summary: 'Figures for management by month, or by month and customer: days sales outstanding, collection effectiveness, days to pay, growth; each with its formula.',
    roles,
    answer: measuresExample,
    csv: true,
  })
  async measures(@CurrentCall() call: Call, @Query(new CheckedPipe(MeasuresQuery)) query: MeasuresQuery): Promise<void> {
    const more = { ...from(query), ...groupBy(query.groupBy, ['customer']) };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'measures', question: { ...question(query), ...customer(query), ...more } })));
  }

  @Get('prices')
  @QueryRouteDoc({ summary: 'What was sold at what price and discount, by product, customer or month.', roles, answer: pricesExample, csv: true })
  async prices(@CurrentCall() call: Call, @Query(new CheckedPipe(PricesQuery)) query: PricesQuery): Promise<void> {
    const more = { ...from(query), ...groupBy(query.groupBy, ['month', 'customer', 'product']) };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'prices', question: { ...question(query), ...customer(query), ...more } })));
  }

  @Get('invoice-accuracy')
  @QueryRouteDoc({ summary: 'How many invoices were right, by month and by the reasons of credit notes.', roles, answer: invoiceAccuracyExample, csv: true })
  async invoiceAccuracy(@CurrentCall() call: Call, @Query(new CheckedPipe(MeasuresQuery)) query: MeasuresQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'invoice-accuracy', question: figures(query) })));
  }

  @Get('reminder-effectiveness')
  @QueryRouteDoc({ summary: 'What reminders brought, by month and step: paid, collected and promised after the letter.', roles, answer: reminderEffectivenessExample, csv: true })
  async reminderEffectiveness(@CurrentCall() call: Call, @Query(new CheckedPipe(MeasuresQuery)) query: MeasuresQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'reminder-effectiveness', question: figures(query) })));
  }

  @Get('satisfaction')
  @QueryRouteDoc({ summary: 'How content customers were with what invoices bill, by month.', roles, answer: satisfactionExample, csv: true })
  async satisfaction(@CurrentCall() call: Call, @Query(new CheckedPipe(MeasuresQuery)) query: MeasuresQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'satisfaction', question: figures(query) })));
  }

  @Get('sales-forecast')
  @QueryRouteDoc({ summary: 'What the next months may bring, by the method that was least off before; with its score and the baselines.', roles, answer: salesForecastExample, csv: true })
  async salesForecast(@CurrentCall() call: Call, @Query(new CheckedPipe(ForecastQuery)) query: ForecastQuery): Promise<void> {
    const months = query.months === undefined ? {} : { months: Number(query.months) };
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'sales-forecast', question: { ...question(query), ...customer(query), ...months } })));
  }

  @Get('reconciliation')
  @QueryRouteDoc({ summary: 'Bank against books per account and day, with what explains the differences.', roles, answer: reconciliationExample, csv: true })
  async reconciliation(@CurrentCall() call: Call, @Query(new CheckedPipe(TrialBalanceQuery)) query: TrialBalanceQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'reconciliation', question: { ...question(query), ...from(query) } })));
  }

  @Get('tie-out')
  @QueryRouteDoc({ summary: 'Sub-ledger against control accounts and statements, and facts booked in another period.', roles, answer: tieOutExample, csv: true })
  async tieOut(@CurrentCall() call: Call, @Query(new CheckedPipe(TieOutQuery)) query: TieOutQuery): Promise<void> {
    await sendReport(call, await this.queries.execute(new AskReport({ name: 'tie-out', question: question(query) })));
  }
}

export function question({ entityId, asOf, knownAt, basis }: ReportQuery) {
  return {
    asOf,
    ...(entityId === undefined ? {} : { entityId }),
    ...knownAtOf(knownAt),
    ...(basis === undefined ? {} : { basis }),
  };
}

export const from = (query: { readonly from?: string }): { readonly from?: string } => (query.from === undefined ? {} : { from: query.from });

const customer = ({ customerId }: ReceivablesQuery): { readonly customerId?: string } => (customerId === undefined ? {} : { customerId });

const figures = (query: MeasuresQuery) => ({ ...question(query), ...customer(query), ...from(query), ...groupBy(query.groupBy, ['customer'] as const) });

function groupBy<Group extends string>(text: string | undefined, groups: readonly Group[]): { readonly groupBy?: readonly Group[] } {
  if (text === undefined) {
    return {};
  }
  const named = text.split(',').map((part) => part.trim());
  const known = named.filter((part): part is Group => (groups as readonly string[]).includes(part));
  if (known.length !== named.length || new Set(known).size !== known.length) {
    throw fieldProblem(422, 'REQUEST.INVALID', {
      field: 'groupBy',
      value: text.slice(0, 60),
      rule: `some of ${groups.join(', ')}, each once`,
      remedy: `Send for instance ${groups.slice(0, 2).join(',')}.`,
    });
  }
  return { groupBy: known };
}
