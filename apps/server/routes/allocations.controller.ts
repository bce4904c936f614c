import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  AllocatePayment, AllocatePaymentBody, ReverseAllocation, ReverseAllocationBody, type AllocatedAnswer, type AllocationReversedAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { allocatedExample, allocationReversedExample } from './examples';
import { CommandRouteDoc } from './route-docs';

@ApiTags('allocations')
@Controller('allocations')
export class AllocationsController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Apply a receipt or a credit to open items.',
    roles: roleSets.works,
    takes: AllocatePaymentBody,
    answer: allocatedExample,
    ifMatch: true,
  })
  allocate(@CurrentCall() call: Call): Promise<CommandReply<AllocatedAnswer>> {
    return this.desk.run(call, { given: AllocatePaymentBody, command: AllocatePayment, requestId: true });
  }

  @Post(':allocationId/reversals')
  @ApiParam({ name: 'allocationId', type: String, example: 'req-2010-12-21-1' })
  @CommandRouteDoc({
    summary: 'Undo an allocation, or part of it, from a date on.',
    roles: roleSets.works,
    takes: ReverseAllocationBody,
    answer: allocationReversedExample,
    ifMatch: true,
  })
  reverse(@CurrentCall() call: Call): Promise<CommandReply<AllocationReversedAnswer>> {
    return this.desk.run(call, {
      given: ReverseAllocationBody,
      command: ReverseAllocation,
      path: { allocationId: 'allocationId' },
      requestId: true,
    });
  }
}
