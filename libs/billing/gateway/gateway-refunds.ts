import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { RefundName } from '#gateway';
import { formatMinor, knownCurrency } from '#money';
import { accountParts } from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RecordRefundFailed } from '../refunds/record-refund-failed.command';
import { RecordRefundPaid } from '../refunds/record-refund-paid.command';
import { RecordRefundReturned } from '../refunds/record-refund-returned.command';
import type { RefundAnswer } from '../refunds/refund.answer';
import type { CommandResult } from '../command-context';
import { idAt } from './gateway-of';
import { GatewayReceipts } from './gateway-receipts';
import { again, conflict, nothing, recorded, type EventOfKind, type NoticeFacts, type Recorded } from './gateway-recorded';

/** Refunds that a ledger asked for, and those that somebody made at the gateway itself. */
@Injectable()
export class GatewayRefunds {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly bus: CommandBus,
    private readonly receipts: GatewayReceipts,
  ) {}

  record(event: EventOfKind<'refund'>, facts: NoticeFacts): Promise<Recorded> {
    if (event.status === 'pending') {
      return Promise.resolve(nothing('the refund is under way'));
    }
    if (event.ours === null) {
      return this.madeAtTheGateway(event, facts);
    }
    return event.ours.ledgerId === this.ledger.ledgerId ? this.ours(event, event.ours, facts) : Promise.resolve(nothing('another ledger asked for this refund'));
  }

  private async ours({ refundId: gatewayRefundId, status, currency, amount }: EventOfKind<'refund'>, { accountId, refundId }: RefundName, facts: NoticeFacts): Promise<Recorded> {
    const refund = await this.refundOf(accountId, refundId);
    if (refund?.amount !== amount || refund.currency !== currency || accountParts(accountId).entityId !== facts.entity.entityId) {
      const what = refund === null ? 'is not on record' : 'is on record otherwise';
      return conflict(
        'GATEWAY.REFUND_MISMATCH',
        `Refund ${refundId} of account ${accountId} ${what}, yet the gateway paid ${amount} ${currency} under its name. Compare both; nothing was recorded.`,
        { accountId, refundId },
      );
    }
    const outcome = outcomeOf(status, refund.status);
    const before = onRecord(outcome, refund, { accountId, refundId, money: `${amount} ${currency}` });
    if (before !== undefined) {
      return before;
    }
    const earliest = refund.paidOn ?? refund.requestedOn;
    const on = facts.on < earliest ? earliest : facts.on;
    const reason = 'the gateway could not pay it out';
    const named = { accountId, refundId };
    const { context } = facts;
    const command = {
      paid: () => new RecordRefundPaid({ ...named, paidOn: on, bankReference: gatewayRefundId, heldBy: 'gateway' }, context),
      failed: () => new RecordRefundFailed({ ...named, failedOn: on, reason, saidBy: 'gateway' }, context),
      returned: () => new RecordRefundReturned({ ...named, returnedOn: on, reason }, context),
    }[outcome]();
    return recorded(await this.bus.execute<typeof command, CommandResult<RefundAnswer>>(command));
  }

  private refundOf(accountId: string, refundId: string) {
    return this.ledger.streams.account.query(accountId, (state) => {
      const found = state.refunds.get(refundId);
      if (found === undefined) {
        return null;
      }
      const { status, requestedOn, paidOn, heldBy, source } = found;
      return { status, heldBy, requestedOn, paidOn, currency: source.currency, amount: formatMinor(found.amount, knownCurrency(source.currency).digits) };
    }, 0);
  }

  /** The books know no refund: the receipt has less, and what it paid is open again until somebody credits it. */
  private async madeAtTheGateway(event: EventOfKind<'refund'>, facts: NoticeFacts): Promise<Recorded> {
    const paymentId = idAt(facts.gateway.name, event.paymentId);
    const reversalId = idAt(facts.gateway.name, event.refundId);
    if (event.status === 'succeeded') {
      return this.receipts.takeBack({ paymentId, reversalId, currency: event.currency, amount: event.amount, reason: 'refunded at the gateway' }, facts);
    }
    const taken = await this.ledger.streams.payment.query(paymentId, ({ reversals }) => reversals.has(reversalId), 0);
    return taken ? this.receipts.putBack({ paymentId, reversalId, currency: event.currency, amount: event.amount }, facts) : nothing('the refund failed before it was recorded');
  }
}

/** Freed by hand, or paid by the bank: what the gateway pays comes on top of that. */
const leftOtherwise = ({ status, heldBy }: StandingRefund): boolean => status === 'failed' || (status === 'paid' && heldBy !== 'gateway');

interface StandingRefund {
  readonly status: string;
  readonly heldBy: 'gateway' | null;
}

interface ToldOf {
  readonly accountId: string;
  readonly refundId: string;
  readonly money: string;
}

/** What the record says already, or says otherwise; undefined: it is news. */
function onRecord(outcome: string, refund: StandingRefund, told: ToldOf): Recorded | undefined {
  if (outcome === 'paid' && leftOtherwise(refund)) {
    return paidTwice(told, refund.status);
  }
  if (isKnown(outcome, refund.status)) {
    return again();
  }
  return outcome === 'paid' && refund.status !== 'requested' ? nothing(`refund ${told.refundId} is ${refund.status} already; events came out of order`) : undefined;
}

function paidTwice({ accountId, refundId, money }: ToldOf, stands: string): Recorded {
  const how = stands === 'failed' ? 'failed' : 'paid by the bank';
  const message = `The gateway paid refund ${refundId} of account ${accountId} out, yet on record it is ${how}: ${money} left that no record has. Settle it with the customer.`;
  return conflict('GATEWAY.REFUND_MISMATCH', message, { accountId, refundId });
}

/** What the gateway's word makes of a refund that stands so. */
function outcomeOf(told: 'succeeded' | 'failed' | 'pending', stands: string): 'paid' | 'failed' | 'returned' {
  if (told === 'succeeded') {
    return 'paid';
  }
  return stands === 'paid' ? 'returned' : 'failed';
}

const isKnown = (outcome: string, stands: string): boolean => stands === outcome || (outcome === 'failed' && stands === 'returned');
