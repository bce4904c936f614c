import type { NamedItem } from '#ledger';
import type { InvoiceNameBody, PaidItemBody } from '../payments/payment.dto';
import type { AllocatedItemBody } from './account.dto';

/** Items by the name the sender used: an account knows its invoices by id and by document number. */
export const namedItems = (items: readonly (PaidItemBody & Pick<AllocatedItemBody, 'settles'>)[]): NamedItem[] =>
  items.map(({ instalment, amount, settles, ...named }) => ({
    invoiceId: nameOf(named),
    ...(instalment === undefined ? {} : { instalment }),
    ...(amount === undefined ? {} : { amount }),
    ...(settles === undefined ? {} : { settles }),
  }));

/** An account knows its invoices by both. */
export const nameOf = ({ invoiceId, documentNumber }: InvoiceNameBody): string => invoiceId ?? documentNumber ?? '';
