import type { NamedItem } from '#ledger';
import type { PaidItemBody } from '../payments/payment.dto';
import type { AllocatedItemBody } from './account.dto';

/** Items by the name the sender used: an account knows its invoices by id and by document number. */
export const namedItems = (items: readonly (PaidItemBody & Pick<AllocatedItemBody, 'settles'>)[]): NamedItem[] =>
  items.map(({ invoiceId, documentNumber, instalment, amount, settles }) => ({
    invoiceId: invoiceId ?? documentNumber ?? '',
    ...(instalment === undefined ? {} : { instalment }),
    ...(amount === undefined ? {} : { amount }),
    ...(settles === undefined ? {} : { settles }),
  }));
