import type { BalanceLine } from '../stripe/stripe-payout';

export interface StoodSession {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  intentId: string | null;
}

export interface StoodIntent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  refunded: number;
}

export interface StoodRefund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Record<string, string>;
  status: string;
}

/** What the service would keep: payments, refunds and the balance that payouts are made of. Amounts in its smallest units. */
export class StripeBooks {
  readonly sessions = new Map<string, StoodSession>();
  readonly intents = new Map<string, StoodIntent>();
  readonly refunds = new Map<string, StoodRefund>();
  readonly payouts = new Map<string, BalanceLine[]>();
  private waiting: BalanceLine[] = [];
  private made = 0;

  nextId(prefix: string): string {
    return `${prefix}_test${String((this.made += 1)).padStart(8, '0')}`;
  }

  /** The payer pays: 1.4 % and 20 units of fee, as an example of a tariff. */
  pay(sessionId: string): StoodIntent {
    const session = this.sessions.get(sessionId);
    if (session === undefined || session.intentId !== null) {
      throw new Error(`no session to pay: ${sessionId}`);
    }
    return this.payIntent(session, sessionId);
  }

  payIntent({ amount, currency, metadata }: Pick<StoodIntent, 'amount' | 'currency' | 'metadata'>, sessionId?: string): StoodIntent {
    const intent = { id: this.nextId('pi'), amount, currency, metadata, refunded: 0 };
    this.intents.set(intent.id, intent);
    const session = sessionId === undefined ? undefined : this.sessions.get(sessionId);
    if (session !== undefined) {
      session.intentId = intent.id;
    }
    this.enter({ amount, fee: Math.round(amount * 0.014) + 20, category: 'charge', currency });
    return intent;
  }

  refund(intent: StoodIntent, amount: number, metadata: Record<string, string>): StoodRefund {
    const refund: StoodRefund = { id: this.nextId('re'), object: 'refund', amount, currency: intent.currency, payment_intent: intent.id, metadata, status: 'succeeded' };
    intent.refunded += amount;
    this.refunds.set(refund.id, refund);
    this.enter({ amount: -amount, fee: 0, category: 'refund', currency: intent.currency });
    return refund;
  }

  /** A dispute takes the money and a fee of 1,500 units; given back, the fee comes back too. */
  dispute(intent: StoodIntent, status: string, sign: -1 | 1, id = this.nextId('du')): Record<string, unknown> {
    const { amount, currency } = intent;
    this.enter({ amount: sign * amount, fee: sign === -1 ? 1500 : -1500, category: sign === -1 ? 'dispute' : 'dispute_reversal', currency });
    return { id, object: 'dispute', amount, currency, payment_intent: intent.id, charge: this.nextId('ch'), reason: 'fraudulent', status };
  }

  enter({ amount, fee, category, currency }: { readonly amount: number; readonly fee: number; readonly category: string; readonly currency: string }): void {
    this.waiting.push({ id: this.nextId('txn'), amount, fee, net: amount - fee, currency, reporting_category: category, source: null, exchange_rate: null });
  }

  /** Pays out all that waits. `arrival`: seconds since the Unix epoch. */
  payout(currency: string, arrival: number, automatic = true): Record<string, unknown> & { readonly id: string; readonly amount: number } {
    const id = this.nextId('po');
    const amount = this.waiting.reduce((sum, { net }) => sum + net, 0);
    const own: BalanceLine = { id: this.nextId('txn'), amount: -amount, fee: 0, net: -amount, currency, reporting_category: 'payout', source: id, exchange_rate: null };
    this.payouts.set(id, [own, ...this.waiting]);
    this.waiting = [];
    return { id, object: 'payout', amount, currency, arrival_date: arrival, automatic, status: 'paid' };
  }
}
