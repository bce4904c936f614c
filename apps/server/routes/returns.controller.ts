import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IssueCreditNoteBody, ReceiveReturn, ReceiveReturnBody, type ReturnAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { returnExample } from './examples';
import { CommandRouteDoc } from './route-docs';

@ApiTags('returns')
@Controller('returns')
export class ReturnsController {
  constructor(private readonly desk: CommandDesk) {}

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
}

/** A clerk's credit note is a return whose source id is the request id. */
export function returnOf({ requestId, ...credited }: IssueCreditNoteBody): ReceiveReturnBody {
  return Object.assign(new ReceiveReturnBody(), credited, { returnId: requestId });
}
