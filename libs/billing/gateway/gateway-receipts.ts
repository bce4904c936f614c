import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { knownCurrency, minorOf } from '#money';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from '../payments/find-payer';
import type { ReceivePaymentBody } from '../payments/payment.dto';
import { ReceivePayment } from '../payments/receive-payment.command';
import { ReversePayment } from '../payments/reverse-payment.command';
import { idAt } from './gateway-of';
import { again, conflict, nothing, notYet, otherCurrency, recorded, type EventOfKind, type NoticeFacts, type Recorded } from './gateway-recorded';

/** Money taken from a receipt or given back to it: ids of the books, fixed-scale amount. */
interface MovedBack {
  readonly paymentId: string;
  readonly reversalId: string;
  readonly currency: string;
  readonly amount: string;
}

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
   * makes an unidentified receipt, and items that are not in the account, of another currency, or not its sum, leave the choice to us.
   */
  private async named({ purpose, currency, amount }: EventOfKind<'paid'>, entityId: string): Promise<Partial<ReceivePaymentBody>> {
    if (purpose.kind !== 'named' || purpose.purpose.entityId !== entityId) {
      return {};
    }
    const { accountId, items } = purpose.purpose;
    const account = await findAccount(this.ledger, entityId, { accountId });
    if (typeof account !== 'string') {
      return {};
    }
    const fits = await this.ledger.streams.account.query(accountId, (state) =>
      items.every(
        ({ invoiceId, instalment }) =>
          state.invoices.get(invoiceId)?.currency === currency &&
          state.invoices.get(invoiceId)?.items.some((item) => instalment === undefined || item.instalment === instalment),
      ),
    );
    const named = new Set(items.map(({ invoiceId, instalment }) => `${invoiceId} ${instalment ?? ''}`));
    const trusted = fits && items.length > 0 && named.size === items.length && (items.length > 1 || items[0]?.amount === amount);
    return { accountId, ...(trusted ? { items: items.map((item) => ({ ...item })) } : {}) };
  }

  async chargedBack(event: EventOfKind<'chargeback'>, facts: NoticeFacts): Promise<Recorded> {
    const paymentId = idAt(facts.gateway.name, event.paymentId);
    const reversalId = idAt(facts.gateway.name, event.disputeId);
    return this.takeBack({ paymentId, reversalId, currency: event.currency, amount: event.amount, reason: `chargeback: ${event.reason}` }, facts);
  }

  /**
   * Money left what the gateway holds, and the receipt has less: once per reversal. What was taken in another currency
   * than the receipt's is nobody's to convert here: it is refused, and a person books it.
   */
  async takeBack({ currency, ...taken }: MovedBack & { readonly reason: string }, facts: NoticeFacts): Promise<Recorded> {
    const { paymentId, reversalId } = taken;
    const state = await this.ledger.streams.payment.query(paymentId, ({ received, reversals }) => ({ received, known: reversals.get(reversalId)?.amount ?? null }), 0);
    if (state.received === null) {
      return notYet(`payment ${paymentId}, which this takes back,`, { paymentId });
    }
    if (state.received.currency !== currency) {
      return otherCurrency(`Reversal ${reversalId}`, { ...taken, currency, expected: state.received.currency });
    }
    if (state.known !== null) {
      return state.known === taken.amount
        ? again()
        : conflict('PAYMENT.REVERSAL_CONFLICT', `Reversal ${reversalId} is on record with another amount. Compare both; nothing was recorded.`, { reversalId });
    }
    const valueDate = facts.on < state.received.receivedOn ? state.received.receivedOn : facts.on;
    return recorded(await this.execute(new ReversePayment({ ...taken, valueDate }, facts.context)));
  }

  givenBack({ disputeId, paymentId, currency, amount }: EventOfKind<'chargeback'>, facts: NoticeFacts): Promise<Recorded> {
    return this.putBack({ paymentId: idAt(facts.gateway.name, paymentId), reversalId: idAt(facts.gateway.name, disputeId), currency, amount }, facts);
  }

  /** What was taken back is there again: a receipt of its own, for the account it was taken from. */
  async putBack(back: MovedBack, facts: NoticeFacts): Promise<Recorded> {
    const { paymentId, reversalId, currency, amount } = back;
    const returnId = `${reversalId}:returned`;
    const returned = await this.ledger.streams.payment.query(returnId, ({ received }) => received, 0);
    if (returned !== null) {
      const same = returned.currency === currency && returned.amount === amount;
      return same ? again() : conflict('PAYMENT.CONFLICT', `Payment ${returnId} is on record with another amount. Compare both; nothing was recorded.`, { paymentId: returnId });
    }
    const from = await this.ledger.streams.payment.query(paymentId, ({ received, reversals }) => {
      const reversal = reversals.get(reversalId);
      return reversal === undefined ? null : { reversal, accounts: reversal.parts.map(({ accountId }) => accountId), whole: received?.amount === amount, items: received?.instruction.items };
    }, 0);
    if (from === null) {
      return notYet(`reversal ${reversalId}, which this gives back,`, { reversalId });
    }
    const { reversal } = from;
    if (reversal.currency !== currency) {
      return otherCurrency(`What is given back of reversal ${reversalId}`, { paymentId, reversalId, currency, amount, expected: reversal.currency });
    }
    const { digits } = knownCurrency(currency);
    if (minorOf(amount, digits) > minorOf(reversal.amount, digits)) {
      const message = `Reversal ${reversalId} took ${reversal.amount} ${currency}, yet the gateway gives back ${amount}. Compare both; nothing was recorded.`;
      return conflict('GATEWAY.RETURN_EXCEEDS', message, { reversalId, amount });
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
