import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { currency as findCurrency, formatMinor, minorOf } from '#money';
import type { GatewayPayoutAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { idAt } from './gateway-of';
import { again, conflict, recorded, type EventOfKind, type NoticeFacts, type Recorded } from './gateway-recorded';
import { SettleGatewayPayout } from './settle-gateway-payout.command';

/** What a gateway paid out, and what came back to it because the bank did not take it. */
@Injectable()
export class GatewayPayouts {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly bus: CommandBus,
  ) {}

  /**
   * A failed payout is settled as well, then undone by one of the opposite sign: its fees were kept, and the money lies
   * at the gateway again, which counts it into a later payout.
   */
  async record({ payout, state }: EventOfKind<'payout'>, facts: NoticeFacts): Promise<Recorded> {
    const payoutId = idAt(facts.gateway.name, payout.payoutId);
    const settled = await this.settle(payoutId, payout, facts);
    if (settled.kind !== 'accepted' || state === 'paid') {
      return settled;
    }
    const back = formatMinor(-minorOf(payout.amount, findCurrency(payout.currency)?.digits ?? 0), findCurrency(payout.currency)?.digits ?? 0);
    return this.write({ payoutId: `${payoutId}:failed`, currency: payout.currency, gross: back, fees: formatMinor(0n, findCurrency(payout.currency)?.digits ?? 0), net: back, transactions: 1 }, facts);
  }

  private async settle(payoutId: string, payout: EventOfKind<'payout'>['payout'], facts: NoticeFacts): Promise<Recorded> {
    const known = await this.known(payoutId);
    if (known !== null) {
      return known === `${payout.amount} ${payout.currency}`
        ? again()
        : conflict('PAYOUT.CONFLICT', `Payout ${payoutId} is on record with ${known}, not ${payout.amount} ${payout.currency}. Compare both; nothing was recorded.`, {
            payoutId,
          });
    }
    const content = await facts.gateway.payoutContent(payout);
    if (!content.ok) {
      return conflict(content.failure.code, content.failure.message, { payoutId });
    }
    return this.write({ payoutId, ...content.value }, facts, payout.arrivesOn);
  }

  private async write(amounts: Pick<SettleGatewayPayout['body'], 'payoutId' | 'currency' | 'gross' | 'fees' | 'net' | 'transactions'>, facts: NoticeFacts, arrivesOn = facts.on): Promise<Recorded> {
    if ((await this.known(amounts.payoutId)) !== null) {
      return again();
    }
    const { today, entityId } = facts.entity;
    const body = { ...amounts, entityId, gateway: facts.gateway.name, settledOn: arrivesOn < today ? arrivesOn : today };
    return recorded(await this.bus.execute<SettleGatewayPayout, CommandResult<GatewayPayoutAnswer>>(new SettleGatewayPayout(body, facts.context)));
  }

  private known(payoutId: string): Promise<string | null> {
    return this.ledger.streams.gatewaypayout.query(payoutId, ({ settled }) => (settled === null ? null : `${settled.net} ${settled.currency}`), 0);
  }
}
