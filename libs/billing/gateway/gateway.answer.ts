export interface GatewayPaymentAnswer {
  readonly accountId: string;
  readonly currency: string;
  readonly amount: string;
  /** Where the payer pays. */
  readonly url: string;
}

export interface GatewayRefundAnswer {
  readonly accountId: string;
  readonly refundId: string;
  /** The gateway's own id. */
  readonly gatewayRefundId: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
}

export interface GatewayNoticeAnswer {
  readonly eventId: string;
  readonly type: string;
  readonly outcome: 'recorded' | 'known' | 'nothing';
  /** For the log: why nothing was recorded. */
  readonly why?: string;
}
