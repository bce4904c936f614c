import { Controller, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  IdentifyPayment, IdentifyPaymentBody, ReceivePayment, ReceivePaymentBody, ReversePayment, ReversePaymentBody, type PaymentAnswer,
  type PaymentReversalAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { paymentExample, paymentReversalExample } from './examples';
import { CommandRouteDoc } from './route-docs';

const path = { paymentId: 'paymentId' };

@ApiTags('payments')
@Controller('payments')
export class PaymentsController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({ summary: 'Send money that came in.', roles: roleSets.sends, takes: ReceivePaymentBody, answer: paymentExample })
  receive(@CurrentCall() call: Call): Promise<CommandReply<PaymentAnswer>> {
    return this.desk.run(call, { given: ReceivePaymentBody, command: ReceivePayment });
  }

  @Post(':paymentId/identifications')
  @ApiParam({ name: 'paymentId', type: String, example: 'BANK-2010-12-20-0001' })
  @CommandRouteDoc({ summary: 'Say whose money it is.', roles: roleSets.works, takes: IdentifyPaymentBody, answer: paymentExample })
  identify(@CurrentCall() call: Call): Promise<CommandReply<PaymentAnswer>> {
    return this.desk.run(call, { given: IdentifyPaymentBody, command: IdentifyPayment, path, requestId: true });
  }

  @Post(':paymentId/reversals')
  @ApiParam({ name: 'paymentId', type: String, example: 'BANK-2010-12-20-0001' })
  @CommandRouteDoc({ summary: 'The bank took money back.', roles: roleSets.sends, takes: ReversePaymentBody, answer: paymentReversalExample })
  reverse(@CurrentCall() call: Call): Promise<CommandReply<PaymentReversalAnswer>> {
    return this.desk.run(call, { given: ReversePaymentBody, command: ReversePayment, path });
  }
}
