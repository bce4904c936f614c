import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { GiveMandate, GiveMandateBody, RevokeMandate, RevokeMandateBody, type CustomerAnswer } from '#billing';
import type { MandateAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { CommandRouteDoc } from './route-docs';

/** SEPA mandates of customers. */
@ApiTags('direct debits')
@Controller('customers/:customerId/mandates')
export class MandatesController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Record a mandate that the customer signed. It does not change: another account is another mandate.',
    roles: roleSets.works,
    takes: GiveMandateBody,
    answer: { customerId: '17850', mandateId: 'M-17850-1', revision: 4 },
  })
  give(@CurrentCall() call: Call): Promise<CommandReply<MandateAnswer>> {
    return this.desk.run(call, { given: GiveMandateBody, command: GiveMandate, path: { customerId: 'customerId' } });
  }

  @Post(':mandateId/revocation')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @ApiParam({ name: 'mandateId', type: String, example: 'M-17850-1' })
  @CommandRouteDoc({
    summary: 'Revoke a mandate: nothing more is collected by it.',
    roles: roleSets.works,
    takes: RevokeMandateBody,
    answer: { customerId: '17850', revision: 5 },
    status: 200,
  })
  revoke(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: RevokeMandateBody, command: RevokeMandate, path: { customerId: 'customerId', mandateId: 'mandateId' }, requestId: true });
  }
}
