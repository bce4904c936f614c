import Stripe from 'stripe';
import {
  orderedItemsMax,
  type GatewayFailure,
  type GatewayResult,
  type NoticeVerdict,
  type PaymentGateway,
  type PaymentOrder,
  type PaymentPage,
  type Payout,
  type PayoutContent,
  type PlacedRefund,
  type RefundOrder,
} from '../payment-gateway';
import { toStripeAmount } from './stripe-amount';
import { purposeMetadata, refundMetadata } from './stripe-metadata';
import { placedStatus, readStripeEvent, UnreadableNotice } from './stripe-notice';
import { addUpPayout, type BalanceLine } from './stripe-payout';
import { verifiedEvent } from './stripe-signature';

export interface StripeSettings {
  /** `sk_test_…`, `rk_live_…`: its second word says which mode this ledger takes. */
  readonly apiKey: string;
  /** The signing secrets of the webhook endpoint, the newest first. */
  readonly webhookSecrets: readonly string[];
  /** Default the service itself; in tests a stand-in on this machine. */
  readonly url?: string;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** How often a request without an answer is sent again under its key. Default 2. */
  readonly retries?: number;
}

/** Written against this version of the published API; the package speaks it in every request. */
export const stripeApiVersion = '2026-10-28.endive';

/** A payout of more transactions than these is recorded by hand. */
const transactionsMax = 50_000;

/** Stripe Checkout, refunds, payouts and webhooks behind our port. */
export class StripeGateway implements PaymentGateway {
  readonly name = 'stripe';
  private readonly client: Stripe;
  private readonly live: boolean;

  /** @throws RangeError when a setting cannot be used; it names the setting, never its value. */
  constructor(private readonly settings: StripeSettings) {
    const mode = /^[rs]k_(test|live)_[A-Za-z0-9]{4,250}$/.exec(settings.apiKey)?.[1];
    if (mode === undefined) {
      throw new RangeError('the API key of Stripe is none: it begins with sk_test_, sk_live_, rk_test_ or rk_live_');
    }
    if (settings.webhookSecrets.length === 0 || settings.webhookSecrets.some((secret) => !/^whsec_\S{8,250}$/.test(secret))) {
      throw new RangeError('the signing secret of the webhook is none: it begins with whsec_; several are separated by commas');
    }
    this.live = mode === 'live';
    this.client = new Stripe(settings.apiKey, {
      apiVersion: stripeApiVersion,
      maxNetworkRetries: settings.retries ?? 2,
      timeout: settings.timeoutMs ?? 10_000,
      telemetry: false,
      ...hostOf(settings.url),
    });
  }

  async createPayment(order: PaymentOrder): Promise<GatewayResult<PaymentPage>> {
    const amount = toStripeAmount(order.amount, order.currency);
    if (!amount.ok || order.items.length > orderedItemsMax) {
      const message = amount.ok ? `one payment is for at most ${orderedItemsMax} items` : amount.message;
      return { ok: false, failure: { kind: 'refused', code: 'GATEWAY.AMOUNT', message } };
    }
    const metadata = purposeMetadata(order);
    return this.ask(async () => {
      const session = await this.client.checkout.sessions.create(
        {
          mode: 'payment',
          line_items: [{ quantity: 1, price_data: { currency: order.currency.toLowerCase(), unit_amount: amount.amount, product_data: { name: order.description } } }],
          success_url: order.returnUrl,
          cancel_url: order.cancelUrl,
          locale: order.language,
          metadata,
          payment_intent_data: { metadata, description: order.description },
        },
        { idempotencyKey: order.orderId },
      );
      return session.url === null || session.url === undefined
        ? { ok: false, failure: { kind: 'refused', code: 'GATEWAY.ALREADY_PAID', message: 'this payment is under way or done already' } }
        : { ok: true, value: { id: session.id, url: session.url } };
    });
  }

  async refund(order: RefundOrder): Promise<GatewayResult<PlacedRefund>> {
    const amount = toStripeAmount(order.amount, order.currency);
    if (!amount.ok) {
      return { ok: false, failure: { kind: 'refused', code: 'GATEWAY.AMOUNT', message: amount.message } };
    }
    return this.ask(async () => {
      const refund = await this.client.refunds.create(
        { payment_intent: order.paymentId, amount: amount.amount, metadata: refundMetadata(order) },
        { idempotencyKey: `daybook-refund-${order.ledgerId}-${order.accountId}-${order.refundId}`.slice(0, 255) },
      );
      return { ok: true, value: { id: refund.id, status: placedStatus(refund.status) } };
    });
  }

  payoutContent(payout: Payout): Promise<GatewayResult<PayoutContent>> {
    if (!payout.automatic) {
      const message = `Payout ${payout.payoutId} was made by hand at the gateway, which then does not say what it is made of. Record it with SettleGatewayPayout.`;
      return Promise.resolve({ ok: false, failure: { kind: 'refused', code: 'GATEWAY.MANUAL_PAYOUT', message } });
    }
    return this.ask(async () => {
      const lines: BalanceLine[] = [];
      for await (const line of this.client.balanceTransactions.list({ payout: payout.payoutId, limit: 100 })) {
        const { id, amount, fee, net, currency, reporting_category, source, exchange_rate } = line;
        lines.push({ id, amount, fee, net, currency, reporting_category, source: typeof source === 'string' ? source : (source?.id ?? null), exchange_rate });
        if (lines.length > transactionsMax) {
          return { ok: false, failure: { kind: 'refused', code: 'GATEWAY.PAYOUT_TOO_LONG', message: `Payout ${payout.payoutId} has over ${transactionsMax} transactions. Record it by hand.` } };
        }
      }
      return addUpPayout(payout, lines);
    });
  }

  readNotice(body: Uint8Array, signature: string | undefined, now: number): NoticeVerdict {
    const verified = verifiedEvent(body, signature, this.settings.webhookSecrets, now);
    if (!verified.ok) {
      return { ok: false, why: 'unsigned', detail: verified.why };
    }
    try {
      const { live, notice } = readStripeEvent(verified.event);
      if (live !== this.live) {
        return { ok: false, why: 'other-mode', detail: `an event of ${live ? 'live' : 'test'} mode came to a ledger in ${this.live ? 'live' : 'test'} mode` };
      }
      return { ok: true, notice };
    } catch (error) {
      if (error instanceof UnreadableNotice) {
        return { ok: false, why: 'unreadable', detail: error.message };
      }
      throw error;
    }
  }

  /** Errors of the service become values; anything else is ours and is thrown on. */
  private async ask<Value>(request: () => Promise<GatewayResult<Value>>): Promise<GatewayResult<Value>> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError) {
        return { ok: false, failure: failureOf(error) };
      }
      throw error;
    }
  }
}

/** Says what kind it is and Stripe's own code and request id; messages of the service may quote what was sent. */
function failureOf(error: Stripe.errors.StripeError): GatewayFailure {
  const named = [error.code ?? error.type, error.requestId].filter((part) => typeof part === 'string' && part !== '').join(', ');
  if (error instanceof Stripe.errors.StripeRateLimitError) {
    return { kind: 'busy', code: 'GATEWAY.BUSY', message: `Stripe takes no more requests at the moment (${named})` };
  }
  if (error instanceof Stripe.errors.StripeConnectionError || (error.statusCode ?? 500) >= 500) {
    return { kind: 'unavailable', code: 'GATEWAY.UNAVAILABLE', message: `Stripe gave no answer (${named})` };
  }
  const code = error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError ? 'GATEWAY.KEY' : 'GATEWAY.REFUSED';
  return { kind: 'refused', code, message: `Stripe refused it (${named})` };
}

/** @throws RangeError for an address that is none, or that would send the key over the open net unencrypted. */
function hostOf(url: string | undefined): { readonly host?: string; readonly port?: string; readonly protocol?: 'http' | 'https' } {
  if (url === undefined) {
    return {};
  }
  const { protocol, hostname, port } = new URL(url);
  const onThisMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && onThisMachine)) {
    throw new RangeError('the address of the gateway is https, or http on this machine');
  }
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? '443' : '80') : port, protocol: protocol === 'https:' ? 'https' : 'http' };
}
