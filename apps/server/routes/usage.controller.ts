import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  RecogniseRevenue, RecogniseRevenueBody, RecordUsage, RecordUsageBatches, RecordUsageBatchesBody, RecordUsageBody, type RevenueAnswer,
  type UsageAnswer, type UsageBatchesAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { revenueExample, usageBatchesExample, usageExample } from './contract.examples';
import { CommandRouteDoc } from './route-docs';

@ApiTags('usage')
@Controller()
export class UsageController {
  constructor(private readonly desk: CommandDesk) {}

  @Post('contracts/:contractId/usage')
  @ApiParam({ name: 'contractId', type: String, example: 'K-2010-001' })
  @CommandRouteDoc({
    summary: 'Send usage of one contract, up to 5,000 records; each counts once by its own id, and one at fault refuses the batch.',
    roles: roleSets.sends,
    takes: RecordUsageBody,
    answer: usageExample,
  })
  record(@CurrentCall() call: Call): Promise<CommandReply<UsageAnswer>> {
    return this.desk.run(call, { given: RecordUsageBody, command: RecordUsage, path: { contractId: 'contractId' } });
  }

  @Post('usage')
  @CommandRouteDoc({
    summary: 'Send usage of many contracts, up to 20,000 records in up to 4 MiB; each batch is taken or refused by itself.',
    roles: roleSets.sends,
    takes: RecordUsageBatchesBody,
    answer: usageBatchesExample,
    status: 200,
  })
  recordBatches(@CurrentCall() call: Call): Promise<CommandReply<UsageBatchesAnswer>> {
    return this.desk.run(call, { given: RecordUsageBatchesBody, command: RecordUsageBatches });
  }

  @Post('revenue-recognitions')
  @CommandRouteDoc({
    summary: 'Recognise through a day what no document does: work and usage not billed yet, prepaid units that expired.',
    roles: roleSets.works,
    takes: RecogniseRevenueBody,
    answer: revenueExample,
    status: 200,
  })
  recognise(@CurrentCall() call: Call): Promise<CommandReply<RevenueAnswer>> {
    return this.desk.run(call, { given: RecogniseRevenueBody, command: RecogniseRevenue, requestId: true });
  }
}
