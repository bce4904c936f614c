import { Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordRates, RecordRatesBody } from '#billing';
import type { RatesRecordedAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { ListRates, RateListQuery, type RateListView } from '../queries/period.queries';
import { roleSets } from '../security/roles';
import { rateListExample, ratesRecordedExample } from './period.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('rates')
@Controller('rates')
export class RatesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Record rates of exchange; a document that gives none takes the one of its day.',
    roles: roleSets.sends,
    takes: RecordRatesBody,
    answer: ratesRecordedExample,
  })
  record(@CurrentCall() call: Call): Promise<CommandReply<RatesRecordedAnswer>> {
    return this.desk.run(call, { given: RecordRatesBody, command: RecordRates });
  }

  @Get()
  @QueryRouteDoc({ summary: 'The rates that count, by currency and day.', roles: roleSets.reads, answer: rateListExample })
  list(@Query(new CheckedPipe(RateListQuery)) { entityId, currency }: RateListQuery): Promise<RateListView> {
    return this.queries.execute(new ListRates(entityId, currency));
  }
}
