import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from '../payments/find-payer';
import type { ReceivePaymentBody } from '../payments/payment.dto';
import { ReceivePayment } from '../payments/receive-payment.command';
import { ReversePayment } from '../payments/reverse-payment.command';
import { idAt } from './gateway-of';
import { again, conflict, nothing, notYet, recorded, type EventOfKind, type NoticeFacts, type Recorded } from './gateway-recorded';

/** Money that came to the gateway, was taken back from it, and came again. */
@Injectable()
export class GatewayReceipts {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly bus: CommandBus,
  ) {}

  async paid(event: EventOfKind<'paid'>, facts: NoticeFacts): Promise<Recorded> {
    const { gateway, entity } = facts;
    const { purpose, currency, amount } = event;
    if (purpose.kind === 'named' && purpose.purpose.ledgerId !== this.ledger.ledgerId) {
      return nothing('another ledger asked for this payment');
    }
    const paymentId = idAt(gateway.name, event.paymentId);
    const known = await this.ledger.streams.payment.query(paymentId, ({ received }) => received, 0);
    if (known !== null) {
      const same = known.currency === currency && known.amount === amount;
      return same ? again() : conflict('PAYMENT.CONFLICT', `Payment ${paymentId} is on record with another amount. Compare both; nothing was recorded.`, { paymentId });
    }
    const body: ReceivePaymentBody = {
      paymentId, entityId: entity.entityId, receivedOn: facts.on, currency, amount, method: gateway.name, heldBy: 'gateway',
      ...(await this.named(event, entity.entityId)),
    };
    return recorded(await this.execute(new ReceivePayment(body, facts.context)));
  }

  /**
   * Whose it is, as we wrote beside the payment; what does not fit the books any more is left out: an unknown account
   * makes an unidentified receipt, and items that are not in the account, or not its sum, leave the choice to us.
   */
  private async named({ purpose, amount }: EventOfKind<'paid'>, entityId: string): Promise<Partial<ReceivePaymentBody>> {
    if (purpose.kind !== 'named' || purpose.purpose.entityId !== entityId) {
      return {};
    }
    const { accountId, items } = purpose.purpose;
    const account = await findAccount(this.ledger, entityId, { accountId });
    if (typeof account !== 'string') {
      return {};
    }
    const fits = await this.ledger.streams.account.query(accountId, (state) =>
      items.every(({ invoiceId, instalment }) => state.invoices.get(invoiceId)?.items.some((item) => instalment === undefined || item.instalment === instalment)),
    );
    const named = new Set(items.map(({ invoiceId, instalment }) => `${invoiceId} ${instalment ?? ''}`));
    const trusted = fits && items.length > 0 && named.size === items.length && (items.length > 1 || items[0]?.amount === amount);
    return { accountId, ...(trusted ? { items: items.map((item) => ({ ...item })) } : {}) };
  }

  async chargedBack(event: EventOfKind<'chargeback'>, facts: NoticeFacts): Promise<Recorded> {
    const paymentId = idAt(facts.gateway.name, event.paymentId);
    const reversalId = idAt(facts.gateway.name, event.disputeId);
    return this.takeBack({ paymentId, reversalId, amount: event.amount, reason: `chargeback: ${event.reason}` }, facts);
  }

  /** Money left what the gateway holds, and the receipt has less: once per reversal. */
  async takeBack(taken: { readonly paymentId: string; readonly reversalId: string; readonly amount: string; readonly reason: string }, facts: NoticeFacts): Promise<Recorded> {
    const { paymentId, reversalId } = taken;
    const state = await this.ledger.streams.payment.query(paymentId, ({ received, reversals }) => ({ receivedOn: received?.receivedOn ?? null, known: reversals.get(reversalId)?.amount ?? null }), 0);
    if (state.receivedOn === null) {
      return notYet(`payment ${paymentId}, which this takes back,`, { paymentId });
    }
    if (state.known !== null) {
      return state.known === taken.amount
        ? again()
        : conflict('PAYMENT.REVERSAL_CONFLICT', `Reversal ${reversalId} is on record with another amount. Compare both; nothing was recorded.`, { reversalId });
    }
    const valueDate = facts.on < state.receivedOn ? state.receivedOn : facts.on;
    return recorded(await this.execute(new ReversePayment({ ...taken, valueDate }, facts.context)));
  }

  givenBack({ disputeId, paymentId, currency, amount }: EventOfKind<'chargeback'>, facts: NoticeFacts): Promise<Recorded> {
    return this.putBack({ paymentId: idAt(facts.gateway.name, paymentId), reversalId: idAt(facts.gateway.name, disputeId), currency, amount }, facts);
  }

  /** What was taken back is there again: a receipt of its own, for the account it was taken from. */
  async putBack(back: { readonly paymentId: string; readonly reversalId: string; readonly currency: string; readonly amount: string }, facts: NoticeFacts): Promise<Recorded> {
    const { paymentId, reversalId, currency, amount } = back;
    const returnId = `${reversalId}:returned`;
    if (await this.ledger.streams.payment.query(returnId, ({ received }) => received !== null, 0)) {
      return again();
    }
    const from = await this.ledger.streams.payment.query(paymentId, ({ received, reversals }) => {
      const reversal = reversals.get(reversalId);
      return reversal === undefined ? null : { accounts: reversal.parts.map(({ accountId }) => accountId), whole: received?.amount === amount, items: received?.instruction.items };
    }, 0);
    if (from === null) {
      return notYet(`reversal ${reversalId}, which this gives back,`, { reversalId });
    }
    const [accountId] = from.accounts;
    const ours = from.accounts.length === 1 && accountId !== undefined;
    const body: ReceivePaymentBody = {
      paymentId: returnId, entityId: facts.entity.entityId, receivedOn: facts.on, currency, amount, method: facts.gateway.name, heldBy: 'gateway',
      ...(ours ? { accountId } : {}),
      ...(ours && from.whole && from.items !== undefined ? { items: from.items.map((item) => ({ ...item })) } : {}),
    };
    return recorded(await this.execute(new ReceivePayment(body, facts.context)));
  }

  private execute<Answer>(command: Command<CommandResult<Answer>>): Promise<CommandResult<Answer>> {
    return this.bus.execute(command);
  }
}
