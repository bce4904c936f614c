import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { formatMinor, knownCurrency } from '#money';
import { accountParts, decideOrderRefund, decideRefuseRefundOrder, refusal, type OrderRefund } from '#ledger';
import type { GatewayFailure } from '#gateway';
import type { CommandContext, CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { GatewayRefundAnswer } from './gateway.answer';
import { gatewayOf, idInside } from './gateway-of';
import { RefundThroughGateway } from './refund-through-gateway.command';

@CommandHandler(RefundThroughGateway)
export class RefundThroughGatewayHandler implements ICommandHandler<RefundThroughGateway> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RefundThroughGateway): Promise<CommandResult<GatewayRefundAnswer>> {
    const open = await gatewayOf(this.ledger);
    if (!open.ok) {
      return refusedResult(open.refusal);
    }
    const { accountId, refundId } = body;
    const refund = await this.ledger.streams.account.query(accountId, (state) => {
      const found = state.refunds.get(refundId);
      return found === undefined ? null : { status: found.status, amount: found.amount, currency: found.source.currency, receipt: found.source.kind === 'receipt' ? found.source.id : null };
    }, 0);
    if (refund === null || accountParts(accountId).entityId !== open.entity.entityId) {
      return refusedResult(refusal('not-found', 'REFUND.UNKNOWN', `Refund ${refundId} is not in account ${accountId} of ${open.entity.entityId}; request it first.`, { refundId, accountId }));
    }
    if (refund.status === 'failed' || refund.status === 'returned') {
      return refusedResult(refusal('conflict', 'REFUND.STATE', `Refund ${refundId} is ${refund.status}; request another.`, { refundId, state: refund.status }));
    }
    const receipt = body.paymentId ?? refund.receipt;
    const paymentId = receipt === null ? null : idInside(open.gateway.name, receipt);
    if (paymentId === null) {
      const message = `the gateway did not take the receipt that refund ${refundId} goes back to. Name one it took in paymentId, or pay by bank transfer.`;
      return refusedResult(refusal('invalid', 'GATEWAY.NOT_ITS_RECEIPT', message, { refundId }));
    }
    const amount = formatMinor(refund.amount, knownCurrency(refund.currency).digits);
    const order = { accountId, refundId, gateway: open.gateway.name, today: open.entity.today };
    const claimed = await this.ledger.streams.account.decide(accountId, originOf(context, order), (state) => decideOrderRefund(order, state));
    if (claimed.kind !== 'accepted') {
      return claimed;
    }
    const placed = await open.gateway.refund({ ledgerId: this.ledger.ledgerId, accountId, refundId, paymentId, currency: refund.currency, amount });
    if (!placed.ok) {
      return this.notPlaced(order, placed.failure, context);
    }
    const answer = { accountId, refundId, gatewayRefundId: placed.value.id, status: placed.value.status };
    return { kind: 'accepted', answer, writeToken: null, repeated: refund.status === 'paid' };
  }

  /** What the gateway certainly did not take may be paid in another way; of anything else it may still tell. */
  private async notPlaced(order: OrderRefund, { kind, code, message }: GatewayFailure, context: CommandContext): Promise<CommandResult<never>> {
    const { accountId, refundId } = order;
    if (kind === 'refused') {
      const refused = { ...order, reason: message };
      await this.ledger.streams.account.decide(accountId, originOf(context, refused), (state) => decideRefuseRefundOrder(refused, state));
    }
    const next = kind === 'refused' ? 'Pay it by bank transfer.' : 'Whether the gateway took it is not known: ask again.';
    return refusedResult(refusal('conflict', code, `${message}; refund ${refundId} stays requested. ${next}`, { refundId }));
  }
}
