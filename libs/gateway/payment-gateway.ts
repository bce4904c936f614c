/** An item a payment is for. Amounts are fixed-scale strings at the currency's digits. */
export interface OrderedItem {
  readonly invoiceId: string;
  readonly instalment?: number;
  readonly amount: string;
}

/** Most items of one order: what the gateway keeps beside a payment is small. */
export const orderedItemsMax = 20;

/** Whose payment it is: written beside the payment at the gateway, and believed only where it names this ledger. */
export interface PaymentPurpose {
  readonly ledgerId: string;
  readonly entityId: string;
  readonly accountId: string;
  readonly items: readonly OrderedItem[];
}

/** One order makes one payment page, however often it is sent. */
export interface PaymentOrder extends PaymentPurpose {
  /** Same id, same content: the first answer again. At most 255 characters. */
  readonly orderId: string;
  readonly currency: string;
  /** The sum of the items. */
  readonly amount: string;
  /** What the payer reads beside the amount. */
  readonly description: string;
  readonly language: string;
  /** Where the payer comes back to, after paying or instead of it. */
  readonly returnUrl: string;
  readonly cancelUrl: string;
}

/** Money goes back to the payer out of what the gateway holds. */
export interface RefundOrder {
  readonly ledgerId: string;
  readonly accountId: string;
  readonly refundId: string;
  /** The gateway's own id of the payment. */
  readonly paymentId: string;
  readonly currency: string;
  readonly amount: string;
}

/** Why the gateway did not do it. `unavailable` and `busy`: the same request may be sent again. */
export interface GatewayFailure {
  readonly kind: 'refused' | 'unavailable' | 'busy';
  readonly code: string;
  readonly message: string;
}

export type GatewayResult<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: GatewayFailure };

export interface PaymentPage {
  readonly id: string;
  /** Where the payer pays. */
  readonly url: string;
}

export interface PlacedRefund {
  /** The gateway's own id. */
  readonly id: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
}

/** What a payout is made of, in fixed-scale strings: net = gross − fees, and net is the payout. */
export interface PayoutContent {
  readonly currency: string;
  readonly gross: string;
  readonly fees: string;
  readonly net: string;
  readonly transactions: number;
}

/** What happened at the gateway, in words of ours. `at`: seconds since the Unix epoch. */
export type GatewayEvent =
  | { readonly kind: 'paid'; readonly paymentId: string; readonly currency: string; readonly amount: string; readonly purpose: NamedPurpose }
  | {
      readonly kind: 'refund';
      readonly refundId: string;
      readonly paymentId: string;
      readonly currency: string;
      readonly amount: string;
      readonly status: PlacedRefund['status'];
      readonly ours: RefundName | null;
    }
  | {
      readonly kind: 'chargeback';
      readonly disputeId: string;
      readonly paymentId: string;
      readonly currency: string;
      readonly amount: string;
      readonly reason: string;
      readonly state: 'withdrawn' | 'returned';
    }
  | { readonly kind: 'payout'; readonly payout: Payout; readonly state: 'paid' | 'failed' }
  /** Nothing is to be recorded; why is for the log. */
  | { readonly kind: 'nothing'; readonly why: string };

/** `none`: nobody wrote anything beside the payment; `broken`: what stands there is not what we write. */
export type NamedPurpose = { readonly kind: 'named'; readonly purpose: PaymentPurpose } | { readonly kind: 'none' } | { readonly kind: 'broken' };

/** A refund that a ledger asked for. */
export interface RefundName {
  readonly ledgerId: string;
  readonly accountId: string;
  readonly refundId: string;
}

export interface Payout {
  readonly payoutId: string;
  readonly currency: string;
  readonly amount: string;
  /** Day it reaches the bank. */
  readonly arrivesOn: string;
  /** The gateway chose what it is made of, so that it can say. */
  readonly automatic: boolean;
}

export interface GatewayNotice {
  readonly eventId: string;
  readonly type: string;
  /** Seconds since the Unix epoch. */
  readonly at: number;
  readonly event: GatewayEvent;
}

/** `unsigned`: nobody knows who sent it. `unreadable`: signed, and not in the published format. `other-mode`: a test event at a live ledger, or the other way round. */
export type NoticeVerdict =
  | { readonly ok: true; readonly notice: GatewayNotice }
  | { readonly ok: false; readonly why: 'unsigned' | 'unreadable' | 'other-mode'; readonly detail: string };

/** A service that takes payments for us, holds them, and pays out less its fees. */
export interface PaymentGateway {
  /** `stripe`: stands in ids and events. */
  readonly name: string;
  createPayment(order: PaymentOrder): Promise<GatewayResult<PaymentPage>>;
  refund(order: RefundOrder): Promise<GatewayResult<PlacedRefund>>;
  /** Adds up what a payout is made of and compares it with the payout. */
  payoutContent(payout: Payout): Promise<GatewayResult<PayoutContent>>;
  /** @param now milliseconds since the Unix epoch. */
  readNotice(body: Uint8Array, signature: string | undefined, now: number): NoticeVerdict;
}
