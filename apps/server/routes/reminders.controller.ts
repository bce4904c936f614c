import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CheckedPipe } from '../edge/checked-pipe';
import { ReminderListQuery, SkippedListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { QueryRouteDoc } from './route-docs';

@ApiTags('reminders')
@Controller('reminders')
export class RemindersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRouteDoc({
    summary: 'Letters to debtors, newest first.',
    roles: roleSets.reports,
    answer: { items: [{ reminderId: '6a1f…', accountId: 'UK~17850', runDate: '2011-01-10', state: 'sent', items: [] }], next: null },
  })
  list(@Query(new CheckedPipe(ReminderListQuery)) query: ReminderListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('reminders', filter, page));
  }

  @Get('skipped')
  @QueryRouteDoc({
    summary: 'Steps that were due and not taken, with the reason, newest first.',
    roles: roleSets.reports,
    answer: { items: [{ accountId: 'UK~17850', step: 'friendly', why: 'disputed', runDate: '2011-01-10' }], next: null },
  })
  listSkipped(@Query(new CheckedPipe(SkippedListQuery)) query: SkippedListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('reminderSkips', filter, page));
  }
}
