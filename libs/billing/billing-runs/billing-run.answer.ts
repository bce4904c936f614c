/** How far a run has come. */
export interface BillingRunProgress {
  readonly phase: 'planning' | 'billing' | 'crediting' | 'completed';
  /** Invoices of the plan; while planning, those planned so far. */
  readonly planned: number;
  /** Sales and contracts assigned to an invoice of the run. */
  readonly assigned: number;
  readonly issued: number;
  /** Sales and contracts that the run does not bill after all. */
  readonly dropped: number;
}

/** Something that was due and that the run left to wait. */
export interface LeftWaiting {
  readonly code: string;
  readonly reason: string;
  readonly count: number;
  /** Some of them: contracts and sales. */
  readonly ids: readonly string[];
}

export interface BillingRunAnswer {
  readonly runId: string;
  readonly entityId: string;
  readonly through: string;
  readonly issueDate: string;
  readonly state: 'completed';
  /** Invoices planned; each is issued, or `empty` because nothing of it was left or worth anything. */
  readonly planned: number;
  readonly issued: number;
  readonly empty: number;
  /** Sales and contracts planned, and those of them that were dropped. */
  readonly sources: number;
  readonly dropped: number;
  /** Credits planned, and those given. */
  readonly credits: number;
  readonly credited: number;
  /** Known to whoever planned the run; a repeated request does not plan again. */
  readonly waiting: readonly LeftWaiting[];
}

interface Figures {
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

export interface PreviewSource extends Figures {
  readonly kind: 'sale' | 'contract';
  readonly id: string;
  readonly lines: readonly { readonly description: string; readonly quantity: string; readonly net: string; readonly from?: string; readonly to?: string }[];
}

export interface PreviewInvoice extends Figures {
  readonly customerId: string;
  readonly accountId: string;
  readonly billToCustomerId?: string;
  readonly currency: string;
  readonly sources: readonly PreviewSource[];
}

export interface BillingPreviewAnswer {
  readonly entityId: string;
  readonly through: string;
  readonly issueDate: string;
  /** Of all that would be billed, also past the invoices that are listed. */
  readonly totals: readonly (Figures & { readonly currency: string; readonly invoices: number })[];
  readonly invoices: readonly PreviewInvoice[];
  /** True: more would be billed than is listed. */
  readonly more: boolean;
  readonly credits: readonly { readonly contractId: string; readonly currency: string; readonly net: string }[];
  readonly waiting: readonly LeftWaiting[];
}
