import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  ChangeContact, ChangeContactBody, RegisterCustomer, RegisterCustomerBody, SetCreditTerms, SetCreditTermsBody, type CustomerAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { customerExample } from './examples';
import { CommandRouteDoc } from './route-docs';

const path = { customerId: 'customerId' };

@ApiTags('customers')
@Controller('customers')
export class CustomersController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({ summary: 'Register a customer.', roles: roleSets.sends, takes: RegisterCustomerBody, answer: customerExample })
  register(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: RegisterCustomerBody, command: RegisterCustomer });
  }

  @Post(':customerId/contact')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Replace the contact. Documents issued before keep what they print.',
    roles: roleSets.sends,
    takes: ChangeContactBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  changeContact(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: ChangeContactBody, command: ChangeContact, path, requestId: true });
  }

  @Post(':customerId/terms')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Set the terms with a legal entity from a day on.',
    roles: roleSets.works,
    takes: SetCreditTermsBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  setTerms(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: SetCreditTermsBody, command: SetCreditTerms, path, requestId: true });
  }
}
