import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  HoldAccount, HoldAccountBody, OpenDispute, OpenDisputeBody, ReleaseAccount, ReleaseAccountBody, ResolveDispute, ResolveDisputeBody,
  type DisputeAnswer, type HoldAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { disputeExample, holdExample } from './examples';
import { CommandRouteDoc } from './route-docs';

const path = { accountId: 'accountId' };

@ApiTags('accounts')
@ApiParam({ name: 'accountId', type: String, example: 'UK~17850' })
@Controller('accounts/:accountId')
export class AccountCommandsController {
  constructor(private readonly desk: CommandDesk) {}

  @Post('hold')
  @CommandRouteDoc({
    summary: 'Hold the account: new sales wait unbilled.',
    roles: roleSets.works,
    takes: HoldAccountBody,
    answer: holdExample,
    status: 200,
    ifMatch: true,
  })
  hold(@CurrentCall() call: Call): Promise<CommandReply<HoldAnswer>> {
    return this.desk.run(call, { given: HoldAccountBody, command: HoldAccount, path, requestId: true });
  }

  @Post('release')
  @CommandRouteDoc({
    summary: 'End the hold.',
    roles: roleSets.works,
    takes: ReleaseAccountBody,
    answer: { ...holdExample, held: false },
    status: 200,
    ifMatch: true,
  })
  release(@CurrentCall() call: Call): Promise<CommandReply<HoldAnswer>> {
    return this.desk.run(call, { given: ReleaseAccountBody, command: ReleaseAccount, path, requestId: true });
  }

  @Post('disputes')
  @CommandRouteDoc({ summary: 'The customer disputes an invoice.', roles: roleSets.works, takes: OpenDisputeBody, answer: disputeExample, ifMatch: true })
  openDispute(@CurrentCall() call: Call): Promise<CommandReply<DisputeAnswer>> {
    return this.desk.run(call, { given: OpenDisputeBody, command: OpenDispute, path });
  }

  @Post('disputes/:disputeId/resolution')
  @ApiParam({ name: 'disputeId', type: String, example: 'D-1' })
  @CommandRouteDoc({
    summary: 'The dispute is settled.',
    roles: roleSets.works,
    takes: ResolveDisputeBody,
    answer: { ...disputeExample, state: 'resolved' },
    status: 200,
    ifMatch: true,
  })
  resolveDispute(@CurrentCall() call: Call): Promise<CommandReply<DisputeAnswer>> {
    return this.desk.run(call, {
      given: ResolveDisputeBody,
      command: ResolveDispute,
      path: { ...path, disputeId: 'disputeId' },
      requestId: true,
    });
  }
}
