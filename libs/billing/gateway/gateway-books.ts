import { Injectable } from '@nestjs/common';
import type { GatewayNotice } from '#gateway';
import { dayInZone } from '#ledger';
import type { CommandContext } from '../command-context';
import { GatewayPayouts } from './gateway-payouts';
import { GatewayReceipts } from './gateway-receipts';
import { nothing, type NoticeFacts, type NoticePlace, type Recorded } from './gateway-recorded';
import { GatewayRefunds } from './gateway-refunds';

/**
 * Makes facts of what a gateway tells. Facts take their ids from the gateway's objects, so that the same object told
 * twice, under whatever event, is one fact; and a fact whose ground is not on record yet is refused, so that the gateway
 * tells it again later.
 */
@Injectable()
export class GatewayBooks {
  constructor(
    private readonly receipts: GatewayReceipts,
    private readonly refunds: GatewayRefunds,
    private readonly payouts: GatewayPayouts,
  ) {}

  record(notice: GatewayNotice, place: NoticePlace, context: CommandContext): Promise<Recorded> {
    const { event } = notice;
    const told = dayInZone(notice.at * 1000, place.entity.configuration.timeZone);
    const facts: NoticeFacts = { ...place, context, on: told < place.entity.today ? told : place.entity.today };
    switch (event.kind) {
      case 'paid':
        return this.receipts.paid(event, facts);
      case 'refund':
        return this.refunds.record(event, facts);
      case 'chargeback':
        return event.state === 'withdrawn' ? this.receipts.chargedBack(event, facts) : this.receipts.givenBack(event, facts);
      case 'payout':
        return this.payouts.record(event, facts);
      case 'nothing':
        return Promise.resolve(nothing(event.why));
    }
  }
}
