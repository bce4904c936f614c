import type * as records from './records';

export interface DocumentFilter {
  readonly entityId?: string;
  readonly customerId?: string;
  readonly accountId?: string;
  readonly seriesId?: string;
}

export interface InvoiceFilter extends DocumentFilter {
  readonly origin?: 'register' | 'external';
  /** True: only invoices with something left to settle. */
  readonly openOnly?: boolean;
}

export interface PaymentFilter {
  readonly entityId?: string;
  /** True: only payments of which something has no owner yet. */
  readonly unidentifiedOnly?: boolean;
}

export interface SaleFilter {
  readonly entityId?: string;
  readonly customerId?: string;
  readonly state?: records.SaleState;
}

export interface CustomerFilter {
  readonly customerId?: string;
  /** Part of the name, any case. */
  readonly name?: string;
  readonly kind?: records.CustomerRecord['kind'];
}

export interface ReminderFilter {
  readonly reminderId?: string;
  readonly accountId?: string;
  readonly state?: records.ReminderRecord['state'];
}

/** One of them: an event that speaks of the subject is found, whichever stream holds it. */
export type Subject = { readonly [Kind in 'invoiceId' | 'creditNoteId' | 'paymentId' | 'saleId' | 'returnId' | 'stream']?: string };

/** The first use of a command id by an actor. */
export interface RequestRecord {
  readonly inputHash: string;
  readonly sequence: number;
  readonly stream: string;
  readonly revision: number;
}

export interface AccountHold {
  readonly accountId: string;
  readonly held: boolean;
  readonly reason: string;
}
