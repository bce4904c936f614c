import { Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { PlanBillingRun, PlanBillingRunBody, RunBilling, RunBillingBody, type BillingPreviewAnswer, type BillingRunAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindBillingRun } from '../queries/billing-run.queries';
import { roleSets } from '../security/roles';
import { billingPreviewExample, billingRunExample, billingRunRecordExample } from './billing-run.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('billing runs')
@Controller('billing-runs')
export class BillingRunsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Bill everything that is due through a day. Sent again with the same id, the run carries on; it bills nothing twice.',
    roles: roleSets.works,
    takes: RunBillingBody,
    answer: billingRunExample,
  })
  run(@CurrentCall() call: Call): Promise<CommandReply<BillingRunAnswer>> {
    return this.desk.run(call, { given: RunBillingBody, command: RunBilling });
  }

  @Post('preview')
  @CommandRouteDoc({
    summary: 'What a run would bill, per customer and contract, with its figures. Writes nothing.',
    roles: roleSets.works,
    takes: PlanBillingRunBody,
    answer: billingPreviewExample,
    status: 200,
  })
  preview(@CurrentCall() call: Call): Promise<CommandReply<BillingPreviewAnswer>> {
    return this.desk.run(call, { given: PlanBillingRunBody, command: PlanBillingRun });
  }

  @Get(':runId')
  @ApiParam({ name: 'runId', type: String, example: 'billing-2010-12' })
  @QueryRouteDoc({
    summary: 'How far a billing run has come: planned, assigned, issued and dropped.',
    roles: roleSets.reads,
    answer: billingRunRecordExample,
  })
  async find(@Param('runId', new IdPipe('runId')) runId: string): Promise<object> {
    return found(await this.queries.execute(new FindBillingRun(runId)), 'billing run', runId);
  }
}
