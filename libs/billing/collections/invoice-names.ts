import { nameOf } from '../accounts/named-items';
import type { InvoiceNameBody } from '../payments/payment.dto';

/** Invoices as a decider takes them: an account knows each by id and by document number. */
export const invoiceNames = (invoices: readonly InvoiceNameBody[] | undefined): { readonly invoiceIds?: readonly string[] } =>
  invoices === undefined ? {} : { invoiceIds: invoices.map(nameOf) };
