import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  EraseCustomer, EraseCustomerBody, LiftRetentionHold, LiftRetentionHoldBody, PlaceRetentionHold, PlaceRetentionHoldBody, type CustomerAnswer, type ErasureAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { customerExample } from './examples';
import { CommandRouteDoc } from './route-docs';

const customer = { customerId: 'customerId' };

/** Forgetting people, and what keeps them from being forgotten. */
@ApiTags('customers')
@Controller('customers/:customerId')
export class ErasureController {
  constructor(private readonly desk: CommandDesk) {}

  @Post('erasure')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Erase a person: destroys the keys of everything on record that says who they are. Amounts, numbers and tax data stay. Cannot be taken back.',
    roles: roleSets.configures,
    takes: EraseCustomerBody,
    answer: { customerId: '17850', revision: 7, records: { customer: 1, payment: 3, 'bank-line': 2 } },
    status: 200,
  })
  erase(@CurrentCall() call: Call): Promise<CommandReply<ErasureAnswer>> {
    return this.desk.run(call, { given: EraseCustomerBody, command: EraseCustomer, path: customer, requestId: true });
  }

  @Post('retention-holds')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Place a retention hold: the customer cannot be erased while it lasts.',
    roles: roleSets.configures,
    takes: PlaceRetentionHoldBody,
    answer: customerExample,
  })
  place(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: PlaceRetentionHoldBody, command: PlaceRetentionHold, path: customer, requestId: true });
  }

  @Post('retention-holds/:holdId/lifting')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @ApiParam({ name: 'holdId', type: String, example: 'audit-2026' })
  @CommandRouteDoc({
    summary: 'Lift a retention hold.',
    roles: roleSets.configures,
    takes: LiftRetentionHoldBody,
    answer: customerExample,
    status: 200,
  })
  lift(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: LiftRetentionHoldBody, command: LiftRetentionHold, path: { ...customer, holdId: 'holdId' }, requestId: true });
  }
}
