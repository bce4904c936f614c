import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  IdentifyPayment, IdentifyPaymentBody, MovePayment, MovePaymentBody, ReceivePayment, ReceivePaymentBody, ReversePayment, ReversePaymentBody, type PaymentAnswer,
  type PaymentMovedAnswer, type PaymentReversalAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { FindPayment } from '../queries/document.queries';
import { PaymentListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { paymentMovedExample } from './correction.examples';
import { historyExample, paymentExample, paymentRecordExample, paymentReversalExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { paymentId: 'paymentId' };

@ApiTags('payments')
@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

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

  @Post(':paymentId/moves')
  @ApiParam({ name: 'paymentId', type: String, example: 'BANK-2010-12-20-0001' })
  @CommandRouteDoc({ summary: 'Unapplied money belongs to another account: move it there.', roles: roleSets.works, takes: MovePaymentBody, answer: paymentMovedExample })
  move(@CurrentCall() call: Call): Promise<CommandReply<PaymentMovedAnswer>> {
    return this.desk.run(call, { given: MovePaymentBody, command: MovePayment, path, requestId: true });
  }

  @Get()
  @QueryRouteDoc({ summary: 'Payments, newest first.', roles: roleSets.reads, answer: { items: [paymentRecordExample], next: null } })
  list(@Query(new CheckedPipe(PaymentListQuery)) query: PaymentListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    const { unidentifiedOnly, ...rest } = filter;
    return this.queries.execute(new ListThings('listPayments', { ...rest, unidentifiedOnly: unidentifiedOnly === 'true' }, page));
  }

  @Get(':paymentId')
  @ApiParam({ name: 'paymentId', type: String, example: 'BANK-2010-12-20-0001' })
  @QueryRouteDoc({ summary: 'A payment, where its money stands, and every event about it.', roles: roleSets.reads, answer: { ...paymentRecordExample, history: historyExample } })
  async find(@Param('paymentId', new IdPipe('paymentId')) paymentId: string): Promise<object> {
    return found(await this.queries.execute(new FindPayment(paymentId)), 'payment', paymentId);
  }
}
