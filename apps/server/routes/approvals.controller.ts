import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { DenyApproval, DenyApprovalBody, GrantApproval, GrantApprovalBody } from '#billing';
import type { ApprovalAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindApproval } from '../queries/document.queries';
import { ApprovalListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { historyExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { approvalId: 'approvalId' };
const approvalId = '3f1c6a0b5d2e4c7788aa90b1c2d3e4f5';
const record = {
  approvalId,
  entityId: 'UK',
  act: 'credit-note',
  subject: 'C536379',
  amount: '800.00',
  currency: 'GBP',
  allowed: '500.00 GBP',
  command: 'ReceiveReturn',
  state: 'done',
  requestedBy: 'billing desk',
  requestedRole: 'clerk',
  requestedAt: 1291194000000,
  decidedBy: 'head of billing',
  decidedAt: 1291197600000,
  remark: 'agreed with the customer',
  outcomeCode: null,
  sequence: 90,
};

/** Commands beyond their sender's limit: who asked, who let them through, and what they came to. */
@ApiTags('approvals')
@Controller('approvals')
export class ApprovalsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post(':approvalId/grant')
  @ApiParam({ name: 'approvalId', type: String, example: approvalId })
  @CommandRouteDoc({
    summary: 'Let a waiting command through; it is carried out as it was sent. Nobody grants their own.',
    roles: roleSets.works,
    takes: GrantApprovalBody,
    answer: { approvalId, progress: 'done' },
    status: 200,
  })
  grant(@CurrentCall() call: Call): Promise<CommandReply<ApprovalAnswer>> {
    return this.desk.run(call, { given: GrantApprovalBody, command: GrantApproval, path });
  }

  @Post(':approvalId/denial')
  @ApiParam({ name: 'approvalId', type: String, example: approvalId })
  @CommandRouteDoc({
    summary: 'Say no to a waiting command, or take your own back.',
    roles: roleSets.works,
    takes: DenyApprovalBody,
    answer: { approvalId, progress: 'denied' },
    status: 200,
  })
  deny(@CurrentCall() call: Call): Promise<CommandReply<ApprovalAnswer>> {
    return this.desk.run(call, { given: DenyApprovalBody, command: DenyApproval, path });
  }

  @Get()
  @QueryRouteDoc({ summary: 'Every override of a limit, by state and act, newest first.', roles: roleSets.reports, answer: { items: [record], next: null } })
  list(@Query(new CheckedPipe(ApprovalListQuery)) query: ApprovalListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listApprovals', filter, page));
  }

  @Get(':approvalId')
  @ApiParam({ name: 'approvalId', type: String, example: approvalId })
  @QueryRouteDoc({ summary: 'One of them, with the command as it was sent and every event about it.', roles: roleSets.reports, answer: { ...record, history: historyExample } })
  async find(@Param('approvalId', new IdPipe('approvalId')) id: string): Promise<object> {
    return found(await this.queries.execute(new FindApproval(id)), 'approval', id);
  }
}
