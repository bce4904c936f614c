import { Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ReceiveReturn, ReceiveReturnBody, type ReturnAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { found } from '../edge/found';
import { FindReturn } from '../queries/document.queries';
import { roleSets } from '../security/roles';
import { historyExample, returnExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

@ApiTags('returns')
@Controller('returns')
export class ReturnsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Send a return or cancellation; it is credited, matched to invoice lines where it can be.',
    roles: roleSets.sends,
    takes: ReceiveReturnBody,
    answer: returnExample,
  })
  receive(@CurrentCall() call: Call): Promise<CommandReply<ReturnAnswer>> {
    return this.desk.run(call, { given: ReceiveReturnBody, command: ReceiveReturn });
  }

  @Get(':returnId')
  @ApiParam({ name: 'returnId', type: String, example: 'C536379' })
  @QueryRouteDoc({
    summary: 'A return, the credit note it led to, and every event about it.',
    roles: roleSets.reads,
    answer: { returnId: 'C536379', accountId: 'UK~14527', creditNoteId: returnExample.creditNoteId, history: historyExample },
  })
  async find(@Param('returnId', new IdPipe('returnId')) returnId: string): Promise<object> {
    return found(await this.queries.execute(new FindReturn(returnId)), 'return', returnId);
  }
}
