import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { GatewayEvent, GatewayNotice, PlacedRefund } from '../payment-gateway';
import { fromStripeAmount } from './stripe-amount';
import { purposeOf, refundNameOf } from './stripe-metadata';

const id = Type.String({ minLength: 1, maxLength: 120, pattern: '^[A-Za-z0-9_]+$' });
const whole = Type.Integer({ minimum: -1_000_000_000_000_000, maximum: 1_000_000_000_000_000 });
/** Money in, refunds and disputes have no sign; payouts have. */
const positive = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000_000 });
const seconds = Type.Integer({ minimum: 0, maximum: 253_402_300_799 });
const currency = Type.String({ pattern: '^[a-z]{3}$' });
const metadata = Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]));
const reference = Type.Union([id, Type.Object({ id })]);

const Envelope = Type.Object({
  id, object: Type.Literal('event'), type: Type.String({ minLength: 1, maxLength: 100 }), created: seconds, livemode: Type.Boolean(),
  data: Type.Object({ object: Type.Record(Type.String(), Type.Unknown()) }),
});
const Intent = Type.Object({ id, object: Type.Literal('payment_intent'), status: Type.Literal('succeeded'), amount_received: positive, currency, metadata });
const Refund = Type.Object({
  id, object: Type.Literal('refund'), amount: positive, currency, payment_intent: Type.Union([reference, Type.Null()]),
  status: Type.Union(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'].map((one) => Type.Literal(one))), metadata,
});
const Dispute = Type.Object({
  id,
  object: Type.Literal('dispute'),
  amount: positive,
  currency,
  payment_intent: Type.Union([reference, Type.Null()]),
  reason: Type.String({ maxLength: 100 }),
  status: Type.String({ maxLength: 100 }),
});
export const StripePayout = Type.Object({
  id, object: Type.Literal('payout'), amount: whole, currency, arrival_date: seconds, automatic: Type.Boolean(), status: Type.String({ maxLength: 100 }),
});

/** Signed, and yet not in the published format. */
export class UnreadableNotice extends Error {}

/** The mode and content of a signed event. @throws UnreadableNotice */
export function readStripeEvent(body: unknown): { readonly live: boolean; readonly notice: GatewayNotice } {
  const { id: eventId, type, created: at, livemode: live, data } = checked(Envelope, body, 'event');
  return { live, notice: { eventId, type, at, event: eventOf(type, data.object) } };
}

/**
 * One source of truth for each fact: the payment intent for money in, the refund for money back, the movement of funds
 * for disputes. What else Stripe tells of the same facts is nothing new.
 */
const readers: Readonly<Record<string, (object: unknown) => GatewayEvent>> = {
  'payment_intent.succeeded': paidEvent,
  'payment_intent.payment_failed': () => ({ kind: 'nothing', why: 'an attempt to pay failed; the payer may try again' }),
  'refund.created': refundEvent,
  'refund.updated': refundEvent,
  'refund.failed': refundEvent,
  'charge.refund.updated': refundEvent,
  'charge.dispute.created': () => ({ kind: 'nothing', why: 'a dispute began; the money moves with charge.dispute.funds_withdrawn' }),
  'charge.dispute.funds_withdrawn': (object) => disputeEvent(object, 'withdrawn'),
  'charge.dispute.funds_reinstated': (object) => disputeEvent(object, 'returned'),
  'charge.dispute.closed': closedDispute,
  'payout.paid': (object) => payoutEvent(object, 'paid'),
  'payout.failed': (object) => payoutEvent(object, 'failed'),
};

function eventOf(type: string, object: unknown): GatewayEvent {
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return reader === undefined ? { kind: 'nothing', why: 'nothing is recorded of events of this type' } : reader(object);
}

function paidEvent(object: unknown): GatewayEvent {
  const intent = checked(Intent, object, 'payment intent');
  return { kind: 'paid', paymentId: intent.id, ...moneyOf(intent.amount_received, intent.currency), purpose: purposeOf(intent.metadata) };
}

function refundEvent(object: unknown): GatewayEvent {
  const refund = checked(Refund, object, 'refund');
  return {
    kind: 'refund', refundId: refund.id, paymentId: paymentOf(refund.payment_intent, 'refund'), ...moneyOf(refund.amount, refund.currency),
    status: placedStatus(refund.status), ours: refundNameOf(refund.metadata),
  };
}

/** Stripe's states of a refund in ours: cancelled money never left either. */
export const placedStatus = (status: string | null): PlacedRefund['status'] =>
  status === 'succeeded' ? 'succeeded' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending';

function disputeEvent(object: unknown, state: 'withdrawn' | 'returned'): GatewayEvent {
  const dispute = checked(Dispute, object, 'dispute');
  const { id: disputeId, reason } = dispute;
  return { kind: 'chargeback', disputeId, paymentId: paymentOf(dispute.payment_intent, 'dispute'), ...moneyOf(dispute.amount, dispute.currency), reason, state };
}

/** A lost dispute whose withdrawal was never told is made good; a won one gives the money back with its own event. */
function closedDispute(object: unknown): GatewayEvent {
  const { status } = checked(Dispute, object, 'dispute');
  return status === 'lost' ? disputeEvent(object, 'withdrawn') : { kind: 'nothing', why: `a dispute was closed as ${status}; returned money comes with charge.dispute.funds_reinstated` };
}

function payoutEvent(object: unknown, state: 'paid' | 'failed'): GatewayEvent {
  const { id: payoutId, amount, currency: code, arrival_date: arrival, automatic } = checked(StripePayout, object, 'payout');
  return { kind: 'payout', payout: { payoutId, ...moneyOf(amount, code), arrivesOn: new Date(arrival * 1000).toISOString().slice(0, 10), automatic }, state };
}

function moneyOf(amount: number, code: string): { readonly currency: string; readonly amount: string } {
  const read = fromStripeAmount(amount, code);
  if (!read.ok) {
    throw new UnreadableNotice(read.message);
  }
  return { currency: code.toUpperCase(), amount: read.amount };
}

function paymentOf(found: Static<typeof reference> | null, what: string): string {
  if (found === null) {
    throw new UnreadableNotice(`the ${what} names no payment intent; payments without one are not taken through Daybook`);
  }
  return typeof found === 'string' ? found : found.id;
}

/** Says where it is wrong, never what stood there. */
function checked<Schema extends TSchema>(schema: Schema, value: unknown, what: string): Static<Schema> {
  if (!Value.Check(schema, value)) {
    const first = Value.Errors(schema, value).First();
    throw new UnreadableNotice(`the ${what} is not in the published format at ${first?.path ?? '/'}`);
  }
  return value;
}
