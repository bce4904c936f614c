import type { NamedItem } from '#ledger';
import type { PaidItemBody } from '../payments/payment.dto';

/** Items by the name the sender used: an account knows its invoices by id and by document number. */
export const namedItems = (items: readonly PaidItemBody[]): NamedItem[] =>
  items.map(({ invoiceId, documentNumber, instalment, amount }) => ({
    invoiceId: invoiceId ?? documentNumber ?? '',
    ...(instalment === undefined ? {} : { instalment }),
    ...(amount === undefined ? {} : { amount }),
  }));
