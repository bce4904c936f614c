import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  RecordRefundFailed, RecordRefundPaid, RecordRefundReturned, RefundFailedBody, RefundPaidBody, RefundReturnedBody, RequestRefund,
  RequestRefundBody, type RefundAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { refundExample } from './correction.examples';
import { CommandRouteDoc } from './route-docs';

const path = { accountId: 'accountId' };

@ApiTags('refunds')
@ApiParam({ name: 'accountId', type: String, example: 'UK~17850' })
@Controller('accounts/:accountId/refunds')
export class RefundsController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Reserve unapplied money to be paid out.',
    roles: roleSets.works,
    takes: RequestRefundBody,
    answer: refundExample,
    ifMatch: true,
  })
  request(@CurrentCall() call: Call): Promise<CommandReply<RefundAnswer>> {
    return this.desk.run(call, { given: RequestRefundBody, command: RequestRefund, path: path });
  }

  @Post(':refundId/payment')
  @ApiParam({ name: 'refundId', type: String, example: 'REF-1' })
  @CommandRouteDoc({
    summary: 'The bank paid it out.',
    roles: roleSets.works,
    takes: RefundPaidBody,
    answer: { ...refundExample, state: 'paid' },
    status: 200,
    ifMatch: true,
  })
  paid(@CurrentCall() call: Call): Promise<CommandReply<RefundAnswer>> {
    return this.desk.run(call, { given: RefundPaidBody, command: RecordRefundPaid, path: { ...path, refundId: 'refundId' } });
  }

  @Post(':refundId/failure')
  @ApiParam({ name: 'refundId', type: String, example: 'REF-1' })
  @CommandRouteDoc({
    summary: 'It never left: what was reserved is free again.',
    roles: roleSets.works,
    takes: RefundFailedBody,
    answer: { ...refundExample, state: 'failed' },
    status: 200,
    ifMatch: true,
  })
  failed(@CurrentCall() call: Call): Promise<CommandReply<RefundAnswer>> {
    return this.desk.run(call, { given: RefundFailedBody, command: RecordRefundFailed, path: { ...path, refundId: 'refundId' } });
  }

  @Post(':refundId/return')
  @ApiParam({ name: 'refundId', type: String, example: 'REF-1' })
  @CommandRouteDoc({
    summary: 'It left and came back.',
    roles: roleSets.works,
    takes: RefundReturnedBody,
    answer: { ...refundExample, state: 'returned' },
    status: 200,
    ifMatch: true,
  })
  returned(@CurrentCall() call: Call): Promise<CommandReply<RefundAnswer>> {
    return this.desk.run(call, { given: RefundReturnedBody, command: RecordRefundReturned, path: { ...path, refundId: 'refundId' } });
  }
}
