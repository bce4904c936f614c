import { Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ClosePeriod, ClosePeriodBody, ReopenPeriod, ReopenPeriodBody, RevalueCurrency, RevalueCurrencyBody, type PeriodClosedAnswer } from '#billing';
import type { PeriodAnswer, RevaluationAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { ListPeriods, PeriodListQuery, type PeriodListView } from '../queries/period.queries';
import { roleSets } from '../security/roles';
import { periodClosedExample, periodListExample, periodReopenedExample, revaluationExample } from './period.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('periods')
@Controller()
export class PeriodsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post('period-closings')
  @CommandRouteDoc({
    summary: 'Close a month and all before it: later facts keep their date and are booked in the first open month.',
    roles: ['controller'],
    takes: ClosePeriodBody,
    answer: periodClosedExample,
  })
  close(@CurrentCall() call: Call): Promise<CommandReply<PeriodClosedAnswer>> {
    return this.desk.run(call, { given: ClosePeriodBody, command: ClosePeriod, requestId: true, keyedByRequest: true });
  }

  @Post('period-reopenings')
  @CommandRouteDoc({ summary: 'Open a closed month again.', roles: ['controller'], takes: ReopenPeriodBody, answer: periodReopenedExample })
  reopen(@CurrentCall() call: Call): Promise<CommandReply<PeriodAnswer>> {
    return this.desk.run(call, { given: ReopenPeriodBody, command: ReopenPeriod, requestId: true, keyedByRequest: true });
  }

  @Post('revaluations')
  @CommandRouteDoc({
    summary: 'Value what is open in foreign currencies at the rates of a day; taken back on the next. Documents stay as they are.',
    roles: ['controller'],
    takes: RevalueCurrencyBody,
    answer: revaluationExample,
  })
  revalue(@CurrentCall() call: Call): Promise<CommandReply<RevaluationAnswer>> {
    return this.desk.run(call, { given: RevalueCurrencyBody, command: RevalueCurrency, requestId: true, keyedByRequest: true });
  }

  @Get('periods')
  @QueryRouteDoc({
    summary: 'Closings with their cut-offs and hashes, re-openings and revaluations of a legal entity, in log order.',
    roles: roleSets.reports,
    answer: periodListExample,
  })
  list(@Query(new CheckedPipe(PeriodListQuery)) { entityId }: PeriodListQuery): Promise<PeriodListView> {
    return this.queries.execute(new ListPeriods(entityId));
  }
}
