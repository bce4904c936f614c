import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RefundThroughGateway, RefundThroughGatewayBody, SettleGatewayPayout, SettleGatewayPayoutBody, type GatewayRefundAnswer } from '#billing';
import type { GatewayPayoutAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { CommandRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';

@ApiTags('payments')
@Controller('gateway')
export class GatewayController {
  constructor(private readonly desk: CommandDesk) {}

  @Post('payouts')
  @CommandRouteDoc({
    summary: 'Record by hand that a payment gateway paid out what it held. Payouts it tells of itself are recorded without this.',
    roles: roleSets.works,
    takes: SettleGatewayPayoutBody,
    answer: { payoutId: 'stripe:po_1NxYgU', currency: 'GBP', gross: '230.00', fees: '22.54', net: '207.46' },
  })
  settle(@CurrentCall() call: Call): Promise<CommandReply<GatewayPayoutAnswer>> {
    return this.desk.run(call, { given: SettleGatewayPayoutBody, command: SettleGatewayPayout });
  }

  @Post('refunds')
  @CommandRouteDoc({
    summary: 'Have the gateway pay a requested refund out of what it holds. It is paid in the books when the gateway says so.',
    roles: roleSets.works,
    takes: RefundThroughGatewayBody,
    answer: { accountId: 'UK~17850', refundId: 'REF-1', gatewayRefundId: 're_3NxYgU', status: 'succeeded' },
  })
  refund(@CurrentCall() call: Call): Promise<CommandReply<GatewayRefundAnswer>> {
    return this.desk.run(call, { given: RefundThroughGatewayBody, command: RefundThroughGateway });
  }
}
