import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderedItem, PaymentOrder } from '#gateway';
import { formatMinor, knownCurrency } from '#money';
import { accountParts, dayInZone, refusal, type AccountState, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { GatewayPaymentAnswer } from './gateway.answer';
import type { OrderGatewayPaymentBody } from './gateway.dto';
import { gatewayOf } from './gateway-of';
import { OrderGatewayPayment } from './order-gateway-payment.command';

@CommandHandler(OrderGatewayPayment)
export class OrderGatewayPaymentHandler implements ICommandHandler<OrderGatewayPayment> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body }: OrderGatewayPayment): Promise<CommandResult<GatewayPaymentAnswer>> {
    const open = await gatewayOf(this.ledger);
    if (!open.ok) {
      return refusedResult(open.refusal);
    }
    const { accountId } = body;
    const { entityId } = accountParts(accountId);
    if (entityId !== open.entity.entityId) {
      const message = `the gateway holds money of ${open.entity.entityId}, not of ${entityId}. Pay account ${accountId} by bank transfer.`;
      return refusedResult(refusal('conflict', 'GATEWAY.OTHER_ENTITY', message, { accountId }));
    }
    const owed = await this.ledger.streams.account.query(accountId, (state) => owedNow(state, body), 0);
    if ('code' in owed) {
      return refusedResult(owed);
    }
    const answer = await open.gateway.createPayment(this.order(body, owed, entityId));
    if (!answer.ok) {
      const { kind, code, message } = answer.failure;
      return refusedResult(refusal('conflict', code, `${message}. ${kind === 'refused' ? 'Pay by bank transfer instead.' : 'Try again in a moment.'}`, { accountId }));
    }
    const { currency, amount } = owed;
    return { kind: 'accepted', answer: { accountId, currency, amount, url: answer.value.url }, writeToken: null, repeated: false };
  }

  /** The same items with the same amounts make the same order for a day, so that two clicks never make two payments. */
  private order(body: OrderGatewayPaymentBody, owed: Owed, entityId: string): PaymentOrder {
    const { accountId, language, returnUrl } = body;
    const { ledgerId } = this.ledger;
    const content = { ledgerId, entityId, accountId, currency: owed.currency, amount: owed.amount, items: owed.items, description: owed.description, language };
    const day = dayInZone(this.ledger.clock.now(), 'UTC');
    const orderId = `daybook-${createHash('sha256').update(JSON.stringify([content, owed.settled, returnUrl, day])).digest('hex').slice(0, 48)}`;
    return { ...content, orderId, returnUrl, cancelUrl: returnUrl };
  }
}

interface Owed {
  readonly currency: string;
  readonly amount: string;
  readonly items: readonly OrderedItem[];
  readonly description: string;
  /** How often these items were paid or reopened: after a chargeback the same amount is a new order. */
  readonly settled: number;
}

/** What is open of the named items by every fact on record. */
function owedNow(state: AccountState, { accountId, items }: OrderGatewayPaymentBody): Owed | Refusal {
  const named = items.flatMap(({ invoiceId, instalment }) =>
    (state.invoices.get(invoiceId)?.items ?? []).filter((item) => item.open > 0n && (instalment === undefined || item.instalment === instalment)),
  );
  const open = [...new Set(named)];
  const [first] = open;
  if (first === undefined) {
    return refusal('conflict', 'GATEWAY.NOTHING_OPEN', `nothing of these items is open in account ${accountId}. They may have been paid since.`, { accountId });
  }
  if (open.some(({ currency }) => currency !== first.currency)) {
    return refusal('invalid', 'GATEWAY.CURRENCIES', 'one payment is in one currency. Pay the items of each currency on their own.', { accountId });
  }
  const { digits } = knownCurrency(first.currency);
  const ordered = open.map((item) => ({ invoiceId: item.invoiceId, instalment: item.instalment, amount: formatMinor(item.open, digits) }));
  const numbers = [...new Set(open.map(({ documentNumber }) => documentNumber))];
  const sum = open.reduce((total, item) => total + item.open, 0n);
  const settled = [...state.allocations.values()].filter(({ parts }) => parts.some(({ item }) => open.includes(item))).length;
  return { currency: first.currency, amount: formatMinor(sum, digits), items: ordered, description: numbers.slice(0, 5).join(', ') + (numbers.length > 5 ? ' …' : ''), settled };
}
